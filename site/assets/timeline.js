/* The timeline: which decisions were in force on the chosen day. Without this file the page shows the day of the build. */
(function () {
  "use strict";
  var form = document.getElementById("At");
  if (!form) return;
  var DAY = 864e5, MOST = 200;
  var MONTHS = "January February March April May June July August September October November December".split(" ");
  var day = document.getElementById("Day"), slide = document.getElementById("Slide");
  var held = document.getElementById("Held"), list = document.getElementById("Now"), then = document.getElementById("Then");
  var marker = form.querySelector(".now"), width = 1000;
  var rows = [], waiting = null;
  function pad(number) { return (number < 10 ? "0" : "") + number; }
  function iso(moment) { return moment.toISOString().slice(0, 10); }
  function stamp(text) { return Date.parse(text + "T00:00:00Z"); }
  function words(text) { var part = text.split("-"); return +part[2] + " " + MONTHS[part[1] - 1] + " " + +part[0]; }
  function make(tag, className, text) {
    var made = document.createElement(tag);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  }

  var now = new Date();
  var today = now.getFullYear() + "-" + pad(now.getMonth() + 1) + "-" + pad(now.getDate());
  var first = form.dataset.first || form.dataset.asOf;
  var last = [today, form.dataset.last || form.dataset.asOf].sort().pop();
  day.min = first;
  day.max = last;
  slide.max = Math.round((stamp(last) - stamp(first)) / DAY);
  slide.disabled = slide.max === "0";

  function item(row) {
    var until = row[9], css = until ? "s-superseded" : "s-accepted";
    var made = make("li", css), svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    var use = document.createElementNS("http://www.w3.org/2000/svg", "use");
    svg.setAttribute("class", "mark");
    svg.setAttribute("aria-hidden", "true");
    use.setAttribute("href", "#" + css);
    svg.appendChild(use);
    made.appendChild(svg);
    made.appendChild(make("span", "id", row[0].length > 16 ? "" : row[0]));
    var main = make("div", "main"), heading = make("h3"), link = make("a", "", row[1]);
    link.href = form.dataset.root + "d/" + row[6];
    link.dir = "auto";
    heading.appendChild(link);
    main.appendChild(heading);
    if (row[2]) {
      var said = make("p", "ans"), arrow = make("span", "arrow", "→"), answer = make("span", "", row[2]);
      arrow.setAttribute("aria-hidden", "true");
      answer.dir = "auto";
      said.appendChild(arrow);
      said.appendChild(answer);
      main.appendChild(said);
    }
    made.appendChild(main);
    made.appendChild(make("p", "side", until ? words(row[8]) + " to " + words(until) : "since " + words(row[8])));
    return made;
  }

  /* what held on a day is one list, whatever became of it since */
  if (then) {
    Array.prototype.slice.call(list.children).concat(Array.prototype.slice.call(then.children)).sort(function (a, b) {
      return a.dataset.since < b.dataset.since ? 1 : a.dataset.since > b.dataset.since ? -1 : 0;
    }).forEach(function (one) { list.appendChild(one); });
    then.parentNode.remove();
  }
  function show(at) {
    var number = 0;
    if (rows.length) {
      var those = rows.filter(function (row) { return row[8] && row[8] <= at && (!row[9] || at < row[9]); });
      number = those.length;
      list.textContent = "";
      those.slice(0, MOST).forEach(function (row) { list.appendChild(item(row)); });
      var more = list.nextElementSibling;
      if (more && more.className === "more") {
        more.hidden = number <= MOST;
        more.textContent = "The newest " + MOST + " of them.";
      }
    } else Array.prototype.forEach.call(list.children, function (one) {
      one.hidden = one.dataset.since > at || (one.dataset.until && at >= one.dataset.until);
      if (!one.hidden) number++;
    });
    held.textContent = number + (number === 1 ? " decision" : " decisions") + " in force on " + words(at);
  }

  function choose(at, remember) {
    if (!/^\d{4}-\d\d-\d\d$/.test(at) || isNaN(stamp(at))) return;
    at = at < first ? first : at > last ? last : at;
    day.value = at;
    slide.value = Math.round((stamp(at) - stamp(first)) / DAY);
    slide.setAttribute("aria-valuetext", words(at));
    if (marker) {
      var span = stamp(form.dataset.last) - stamp(first);
      marker.setAttribute("d", "M" + Math.min(width, width * (stamp(at) - stamp(first)) / span) + " 0V84");
    }
    if (remember) try { history.replaceState(null, "", location.pathname + (at === today ? "" : "?at=" + at)); } catch (barred) { /* file:// */ }
    if (form.dataset.chunks && !rows.length) { waiting = at; load(0); } else show(at);
  }

  /* a big log: the rows of all decisions, in order, as the search has them */
  function load(number) {
    if (document.querySelector("script[data-chunk='" + number + "']")) return;
    var script = make("script");
    script.src = form.dataset.rows.replace("{n}", number);
    script.dataset.chunk = number;
    document.head.appendChild(script);
  }
  var arrived = [];
  window.decidedlyRows = function (number, chunk) {
    arrived = arrived.concat(chunk);
    if (number + 1 < +form.dataset.chunks) return load(number + 1);
    rows = arrived;
    show(waiting);
  };

  day.addEventListener("change", function () { choose(day.value || today, true); });
  slide.addEventListener("input", function () { choose(iso(new Date(stamp(first) + slide.value * DAY)), true); });
  document.getElementById("Today").addEventListener("click", function () { choose(today, true); });
  var asked = /[?&]at=(\d{4}-\d\d-\d\d)(?:&|$)/.exec(location.search);
  choose(asked ? asked[1] : today, false);
})();

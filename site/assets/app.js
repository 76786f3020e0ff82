/* Progressive enhancement only: every page is complete without this file.
   A classic script, since modules and fetch() fail on pages opened from a folder (file://). */
(function () {
  "use strict";
  var root = document.documentElement;
  var DAY = 864e5;
  var MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
  var searchPage = document.currentScript ? document.currentScript.dataset.search : "";
  function first(selector, within) { return (within || document).querySelector(selector); }
  function all(selector, within) { return Array.prototype.slice.call((within || document).querySelectorAll(selector)); }
  function make(tag, className, text) {
    var made = document.createElement(tag);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  }

  /* ---------------------------------------------------------------- light and dark */
  var themeButton = first("#Theme");
  if (themeButton) themeButton.addEventListener("click", function () {
    var dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    try { localStorage.setItem("theme", root.dataset.theme); } catch (barred) { /* kept for this page only */ }
  });

  var here = first(".top nav [aria-current]");
  if (here) here.parentNode.scrollLeft = here.offsetLeft + here.offsetWidth - here.parentNode.clientWidth;

  /* ---------------------------------------------------------------- keys: "/" searches, j and k walk the rows; g and a letter
     opens a page. Who uses speech or a switch can turn single keys off (WCAG 2.1.4): the boxes are on the about page. */
  var box = first("#Words"), keys = { single: true, leap: false }, leaping = 0;
  Object.keys(keys).forEach(function (name) {
    var box = first("[data-keys='" + name + "']");
    try { keys[name] = (localStorage.getItem("keys-" + name) || (keys[name] ? "on" : "off")) === "on"; } catch (barred) { /* as they are */ }
    if (!box) return;
    box.checked = keys[name];
    box.addEventListener("change", function () {
      keys[name] = box.checked;
      try { localStorage.setItem("keys-" + name, box.checked ? "on" : "off"); } catch (barred) { /* kept for this page only */ }
    });
  });
  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || /^(TEXTAREA|SELECT)$/.test(event.target.tagName) || (event.target.tagName === "INPUT" && event.target.type !== "checkbox")) return;
    var leap = keys.leap && Date.now() < leaping && all("[data-nav]").filter(function (a) { return a.dataset.nav.charAt(0) === event.key; })[0];
    leaping = 0;
    if (leap) {
      event.preventDefault();
      leap.click();
    } else if (event.key === "g" && keys.leap) leaping = Date.now() + 1500;
    else if (event.key === "/" && keys.single) {
      event.preventDefault();
      if (box) box.focus(); else if (searchPage) location.href = searchPage + "#Words";
    } else if ((event.key === "j" || event.key === "k") && keys.single) walk(event.key === "j" ? 1 : -1);
    else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && event.target.closest(".log h3")) {
      event.preventDefault();
      walk(event.key === "ArrowDown" ? 1 : -1);
    }
  });
  function walk(step) {
    var rows = all(".log h3 a").filter(function (a) { return a.offsetParent; }), at = rows.indexOf(document.activeElement);
    if (step < 0 && at === 0 && box) return box.focus();
    var next = rows[at + step] || rows[at < 0 ? 0 : at];
    if (next) { next.focus(); next.scrollIntoView({ block: "nearest" }); }
  }

  /* ---------------------------------------------------------------- dates against the reader's day: an old build stays right */
  var today = new Date();
  today.setHours(12, 0, 0, 0);
  function iso(day) { return day.getFullYear() + "-" + ("0" + (day.getMonth() + 1)).slice(-2) + "-" + ("0" + day.getDate()).slice(-2); }
  function named(day) { return +day.slice(8) + " " + MONTHS[day.slice(5, 7) - 1] + " " + +day.slice(0, 4); }
  function noon(day) {
    var part = day.split("-"), then = new Date(2000, part[1] - 1, part[2], 12);
    then.setFullYear(part[0], part[1] - 1, part[2]);
    return then;
  }
  function daysUntil(day) { return Math.round((noon(day) - today) / DAY); }
  /* how far a day is from today: in days, then in whole months and years of the calendar */
  function apart(day) {
    var number = Math.abs(daysUntil(day)), one = noon(day), other = today;
    if (number < 100) return number === 1 ? "1 day" : number + " days";
    if (one > other) { other = one; one = today; }
    var months = (other.getFullYear() - one.getFullYear()) * 12 + other.getMonth() - one.getMonth() - (other.getDate() < one.getDate() ? 1 : 0);
    return months < 24 ? months + " months" : Math.floor(months / 12) + " years";
  }
  /* data-review: what becomes of a review, "STATE DUE;DAY STATE;…" – each state from a day on, with the due day where that is new */
  function judged(time) {
    var now = { state: "", due: "", next: "" }, day = iso(today);
    time.dataset.review.split(";").forEach(function (turn, at) {
      var part = turn.split(" ");
      if (at && part[0] > day) { now.next = now.next || part[0]; return; }
      now.state = part[1];
      if (part[2]) now.due = part[2] === "-" ? "" : part[2];
    });
    now.late = now.state === "overdue" || now.state === "breached";
    now.attention = now.late || now.state === "due" || now.state === "upcoming";
    now.counts = now.state === "snoozed" && now.next > now.due ? now.next : now.due;
    return now;
  }
  function saying(now, task) {
    var left = now.due ? daysUntil(now.due) : 0, said = "";
    if (now.late) said = left < 0 ? apart(now.due) + " overdue" : "overdue";
    else if (now.state === "due") said = "due today";
    else if (now.state === "upcoming") said = "due in " + apart(now.due);
    else if (task) return "";
    else said = now.state === "fresh" ? "in " + apart(now.due) : now.state === "snoozed" ? "snoozed until" : now.state;
    return task ? task + " " + said : said.charAt(0).toUpperCase() + said.slice(1);
  }
  all("time[data-review]").forEach(function (time) {
    var holder = time.closest("[data-review-box]");
    if (!holder) return;
    var now = judged(time), words = first("[data-words]", holder), task = holder.dataset.reviewBox, said = saying(now, task);
    holder.dataset.state = now.state;
    holder.dataset.counts = now.counts;
    if (holder.hasAttribute("data-hide")) holder.hidden = holder.dataset.hide ? !now.attention || now.state === holder.dataset.hide : !now.attention;
    var tile = holder.classList.contains("tile");
    if (now.attention && (task || tile)) {
      holder.classList.remove("s-due", "s-draft");
      holder.classList.add(now.late ? "s-overdue" : "s-due");
    }
    if (words && said) words.textContent = said;
    if (!task && (words || tile) && now.counts) {
      time.dateTime = now.counts;
      time.textContent = named(now.counts);
    }
  });
  all("time[data-age]").forEach(function (time) {
    var words = first("[data-words]", time.closest("[data-age-box]")), age = -daysUntil(time.dateTime);
    if (words && age > 0) words.textContent = "Open for " + apart(time.dateTime);
  });

  /* what needs attention today, of what may */
  var todo = first("ul.todo");
  if (todo) (function () {
    var most = +todo.dataset.most, entries = all("li", todo), due = [], old = [], rest = [];
    entries.forEach(function (entry) {
      var age = first("[data-age]", entry);
      if (first("[data-review]", entry)) { if (/^(upcoming|due|overdue|breached)$/.test(entry.dataset.state)) due.push(entry); }
      else if (age) { if (-daysUntil(age.dateTime) > 30) old.push(entry); }
      else rest.push(entry);
    });
    due.sort(function (a, b) { return a.dataset.counts < b.dataset.counts ? -1 : a.dataset.counts > b.dataset.counts ? 1 : 0; });
    var kept = due.slice(0, most - (old.length ? 1 : 0)).concat(old, rest).slice(0, most);
    entries.forEach(function (entry) { entry.hidden = kept.indexOf(entry) < 0; });
    kept.forEach(function (entry) { todo.appendChild(entry); });
    var box = todo.closest(".attention"), aged = kept.filter(function (entry) { return old.indexOf(entry) >= 0; }).length, told = kept.length - aged;
    box.hidden = !kept.length;
    all("[data-rest]", box).forEach(function (line) {
      var ages = line.dataset.rest === "age", left = line.dataset.total - (ages ? kept.filter(function (entry) { return entry.hasAttribute("data-open"); }).length : told);
      line.hidden = left <= 0 || !(ages ? aged : due.length + rest.length > told);
      first("span", line).textContent = left;
    });
  })();

  /* ---------------------------------------------------------------- the contents list follows the reader */
  var contents = all(".toc a");
  if (contents.length && "IntersectionObserver" in window) {
    var observer = new IntersectionObserver(function (entries) {
      entries.forEach(function (entry) {
        if (entry.isIntersecting) contents.forEach(function (a) {
          if (decodeURIComponent(a.hash.slice(1)) === entry.target.id) a.setAttribute("aria-current", "true"); else a.removeAttribute("aria-current");
        });
      });
    }, { rootMargin: "0px 0px -70% 0px" });
    contents.forEach(function (a) {
      var heading = document.getElementById(decodeURIComponent(a.hash.slice(1)));
      if (heading) observer.observe(heading);
    });
  }

  /* ---------------------------------------------------------------- previews: already in the page, so file:// has them too */
  if (HTMLElement.prototype.showPopover && matchMedia("(hover: hover)").matches) (function () {
    var timer, open = null, byAddress = {};
    all(".pv[data-for]").forEach(function (preview) { byAddress[new URL(preview.dataset.for, location.href).href] = preview; });
    function hide() {
      clearTimeout(timer);
      if (open && open.matches(":popover-open")) open.hidePopover();
      open = null;
    }
    all("main :not(svg) > a[href]").forEach(function (a) {
      var preview = byAddress[a.href.split("#")[0]];
      if (!preview) return;
      function show() {
        if (open && open !== preview) hide();
        open = preview;
        preview.showPopover();
        var at = a.getBoundingClientRect(), width = preview.offsetWidth, height = preview.offsetHeight;
        preview.style.left = Math.max(8, Math.min(at.left, innerWidth - width - 8)) + scrollX + "px";
        preview.style.top = (at.bottom + height + 8 < innerHeight ? at.bottom + 6 : at.top - height - 6) + scrollY + "px";
      }
      a.addEventListener("mouseenter", function () { clearTimeout(timer); timer = setTimeout(show, 350); });
      a.addEventListener("mouseleave", function () { clearTimeout(timer); timer = setTimeout(hide, 250); });
      a.addEventListener("focus", function () { if (a.matches(":focus-visible")) show(); });
      a.addEventListener("blur", hide);
      preview.addEventListener("mouseenter", function () { clearTimeout(timer); });
      preview.addEventListener("mouseleave", hide);
    });
    document.addEventListener("keydown", function (event) { if (event.key === "Escape") hide(); });
  })();

  /* ---------------------------------------------------------------- a record's tools */
  function copying(button, text) {
    if (!navigator.clipboard) { button.hidden = true; return; }
    var words = button.textContent;
    button.addEventListener("click", function () {
      navigator.clipboard.writeText(text()).then(function () {
        button.textContent = "Copied";
        setTimeout(function () { button.textContent = words; }, 2000);
      });
    });
  }
  var copy = first("#Copy");
  if (copy) copying(copy, function () { return location.href.split("#")[0]; });
  all("[data-copy]").forEach(function (button) { copying(button, function () { return button.previousElementSibling.textContent; }); });
  var print = first("#Print");
  if (print) print.addEventListener("click", function () { window.print(); });

  /* for the other scripts of a page */
  window.decidedly = { first: first, all: all, make: make, MONTHS: MONTHS, walk: walk };
})();

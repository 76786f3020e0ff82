/* Weights that a reader tries: the same sums and the same sentences as decidedly/matrix, from the numbers in the page.
   The page is complete without it. A test holds it to what Python says. */
(function () {
  "use strict";
  var page = document.getElementById("Matrix"), LEVEL = 1e-9, MOST = 1e6;
  if (!page) return;
  var model = JSON.parse(page.dataset.model), names = model.o, criteria = model.c, values = model.v, weights = model.w.slice(), end = model.r, folded = model.k < names.length, places = "";
  function get(id) { return document.getElementById(id); }
  function all(selector) { return Array.prototype.slice.call(page.querySelectorAll(selector)); }

  /* ------------------------------------------------------------------------------ numbers, as in weighing.py */
  function fit(option) {
    var got = 0, whole = 0;
    values.forEach(function (row, at) {
      if (row[option] !== null) { got += weights[at] * row[option]; whole += weights[at] * model.t; }
    });
    return whole > 0 ? got / whole : null;
  }
  function ranking(fits) {
    function key(option) { return fits[option] === null ? 1 : -Math.floor(fits[option] / LEVEL + .5); }
    return names.map(function (_, option) { return option; }).sort(function (a, b) { return key(a) - key(b) || a - b; });
  }
  /* the end of the scale: as far as the weights that somebody brings */
  function stretched() {
    var highest = Math.max.apply(null, weights), scale = 1, fitting;
    if (highest <= model.r) return model.r;
    function holds(step) { return highest * 1.25 <= step * scale; }
    while (!(fitting = [5, 10, 20].filter(holds)[0])) scale *= 10;
    return fitting * scale;
  }
  function nearest(found) {
    var best = null;
    found.forEach(function (one) {
      if (!best || Math.abs(one[1] - weights[one[0]]) < Math.abs(best[1] - weights[best[0]])) best = one;
    });
    return best && { weight: best[1], criteria: found.filter(function (one) { return Math.abs(one[1] - best[1]) <= LEVEL; }).map(function (one) { return one[0]; }) };
  }
  function overtake(leader, option) {
    var above = model.d[option], ahead = [], comparable = true, scored = false, gained = 0, lost = 0, raised = [], lowered = [];
    values.forEach(function (row) {
      if ((row[leader] === null) !== (row[option] === null)) comparable = false;
      scored = scored || row[leader] !== null;
      ahead.push((row[leader] || 0) - (row[option] || 0));
    });
    if (!comparable || !scored) return { kind: "unknown" };
    var joint = criteria.map(function (_, at) { return at; }).filter(function (at) { return ahead[at] < 0; });
    if (!joint.length && Math.max.apply(null, ahead) <= 0) return { kind: "same" };
    if (above.indexOf(leader) >= 0) return { kind: "never" };
    if (above.length) return { kind: "barred", by: above[0] };
    ahead.forEach(function (gap, at) { if (gap > 0) gained += weights[at] * gap; else lost -= weights[at] * gap; });
    var margin = gained - lost;
    if (margin <= LEVEL) return { kind: "level", joint: joint };
    ahead.forEach(function (gap, at) {
      if (gap < 0) raised.push([at, weights[at] + margin / -gap]);
      if (gap > 0) lowered.push([at, weights[at] - margin / gap]);
    });
    var times = joint.length > 1 && lost > LEVEL ? gained / lost : null;
    var within = raised.filter(function (one) { return one[1] <= end; });
    var up = nearest(within.length || times !== null ? within : raised);
    return {
      kind: "turn", joint: joint, times: times, raised: up, beyond: up && up.weight > end,
      lowered: nearest(lowered.filter(function (one) { return one[1] >= .005; }))
    };
  }

  /* ------------------------------------------------------------------------------ sentences, as in words.py */
  function number(value) { return String(Math.floor(value * 100 + .5) / 100); }
  function whole(score) { return score === null ? 0 : Math.floor(score * 100 + .5); }
  function percent(score) { return score === null ? "–" : whole(score) + "%"; }
  function points(count) { return count === 1 ? "1 point" : count + " points"; }
  function listed(words, joint) {
    return words.length < 2 ? words.join("") : words.slice(0, -1).join(", ") + " " + joint + " " + words[words.length - 1];
  }
  function named(list, joint) { return listed(list.map(function (at) { return criteria[at]; }), joint); }
  function anyOf(list, any) { return (list.length > 1 ? any + " one of " : "") + named(list, "or"); }
  function turn(leader, one) {
    var first = names[leader], parts = [];
    switch (one.kind) {
      case "unknown": return "Can’t be said: some criteria score only " + first + ", or only this one.";
      case "same": return "Scores the same as " + first + " on every criterion.";
      case "never": return "Never. " + first + " scores at least as high on every criterion.";
      case "barred": return "Never first: " + names[one.by] + " scores at least as high on every criterion.";
      case "level": return "Level with " + first + " now. Any more weight on " + named(one.joint, "or") + " is enough.";
    }
    if (one.raised) parts.push(anyOf(one.raised.criteria, "Any") + " weighted above " + number(one.raised.weight) + (one.beyond ? ", beyond the scale of weights." : "."));
    if (one.times !== null)
      parts.push((one.raised && one.raised.criteria.join() === one.joint.join() ? "all of them" : named(one.joint, "and")) + " at more than " + number(one.times) + " times the weight.");
    if (one.lowered) parts.push(anyOf(one.lowered.criteria, parts.length ? "any" : "Any") + " weighted below " + number(one.lowered.weight) + ".");
    return parts.join(" Or ");
  }
  var NOTHING = ["Nothing weighs anything.", " Give a criterion some weight, and the options are ranked."];
  function verdict(fits, order) {
    var leader = order[0], second = order[1], firm = model.f[leader];
    if (order.length > 1 && fits[leader] === null) return NOTHING;
    if (order.length < 2 || fits[second] === null) return ["", ""];
    var lead = whole(fits[leader]) - whole(fits[second]), behind = model.h === null || fits[model.h] === null ? 0 : whole(fits[leader]) - whole(fits[model.h]);
    var which = model.p ? ", which is proposed" : ", which was chosen";
    var after = behind ? " " + names[model.h] + which + ", is " + points(behind) + " behind." : "";
    if (!lead) {
      var level = order.filter(function (at) { return fits[at] !== null && whole(fits[at]) === whole(fits[leader]); });
      return [listed(level.map(function (at) { return names[at]; }), "and") + " score the same.", after];
    }
    if (firm[3]) return ["No change of weights can flip this.", " " + names[leader] + " scores at least as high as every other option on every criterion." + after];
    var ahead = points(lead) + " ahead of " + names[second];
    if (model.h === second) { ahead += which; after = ""; }
    if (firm[2] < .6) return ["A close call.", " " + names[leader] + " is " + ahead + ", " + (lead < 10 ? "and" : "but") + " first in only " + firm[4] + " of all weightings." + after];
    if (lead < 10) return ["A close call.", " " + names[leader] + " is " + ahead + "." + after];
    return [names[leader] + " scores highest", ", " + ahead + "." + after];
  }

  /* ------------------------------------------------------------------------------ the page */
  var columns = all("th[data-o]").map(function (head) { return +head.dataset.o; });
  function changed() { return weights.some(function (weight, at) { return weight !== model.w[at]; }); }
  function make(tag, text, css) {
    var made = document.createElement(tag);
    made.textContent = text;
    if (css) made.className = css;
    return made;
  }
  function called(tag, option) {
    var made = make(tag, names[option]), lang = page.querySelector("th[data-o]").lang;
    made.dir = "auto";
    if (lang) made.lang = lang;
    return made;
  }
  function draw() {
    var fits = names.map(function (_, option) { return fit(option); }), order = ranking(fits), leader = order[0], total = 0;
    weights.forEach(function (weight) { total += weight; });
    all("tr[data-i]").forEach(function (row) {
      var at = +row.dataset.i, input = row.querySelector("input"), shown = number(weights[at]);
      input.max = end;
      if (+input.value !== weights[at]) input.value = weights[at];
      row.querySelector("output").textContent = shown;
      input.setAttribute("aria-valuetext", shown + ", " + (total ? Math.floor(weights[at] / total * 100 + .5) : 0) + "% of the whole");
      row.classList.toggle("changed", weights[at] !== model.w[at]);
    });
    order.forEach(function (option, place) {
      var item = page.querySelector('.rank [data-o="' + option + '"]'), list = get(place < model.k ? "Rank" : "RankRest"), x = 0, whole = 0;
      if (place >= model.k) place -= model.k;
      weights.forEach(function (weight, at) { if (values[at][option] !== null) whole += weight; });
      item.classList.toggle("first", option === leader);
      item.querySelector(".sc").textContent = percent(fits[option]);
      Array.prototype.forEach.call(item.querySelectorAll("rect"), function (rect, at) {
        var width = whole ? weights[at] * (values[at][option] || 0) / (whole * model.t) * 1000 : 0;
        rect.setAttribute("x", x);
        rect.setAttribute("width", Math.max(0, width - 2.5));
        x += width;
      });
      if (list.children[place] !== item) list.insertBefore(item, list.children[place]);
    });
    /* the columns of many options follow the ranking: they are the last cells of each row */
    if (folded && places !== (places = order.join())) all(".heat tr").forEach(function (row) {
      if (!row.byOption) row.byOption = columns.map(function (_, option) { return row.cells[row.cells.length - names.length + columns.indexOf(option)]; });
      order.forEach(function (option) { row.appendChild(row.byOption[option]); });
    });
    all("th[data-o]").forEach(function (head) { head.classList.toggle("first", +head.dataset.o === leader); });
    var words = verdict(fits, order), box = get("Verdict");
    box.textContent = "";
    box.appendChild(make("b", words[0]));
    box.appendChild(document.createTextNode(words[1]));
    get("Firm").textContent = model.f[leader][0];
    get("FirmWords").textContent = model.f[leader][1];
    get("Ahead").textContent = "What would put another option ahead of " + names[leader];
    all(".turns, .others").forEach(function (list) { list.textContent = ""; });
    order.slice(1).forEach(function (option, place) {
      var part = place < model.k - 1 ? 0 : 1, turns = all(".turns")[part], others = all(".others")[part], one = overtake(leader, option), item = make("li", "", /never|barred|same/.test(one.kind) ? "never" : "");
      item.appendChild(called("b", option));
      item.appendChild(document.createTextNode(" "));
      item.appendChild(make("span", turn(leader, one)));
      turns.appendChild(item);
      var group = make("div", "");
      group.appendChild(called("dt", option));
      group.appendChild(make("dd", model.f[option][5], "num"));
      others.appendChild(group);
    });
    get("Reset").setAttribute("aria-disabled", String(!changed()));
    get("Share").hidden = !changed() || !navigator.clipboard;
  }
  function follow(spoken) {
    var moved = changed(), fits = names.map(function (_, option) { return fit(option); }), leader = ranking(fits)[0];
    draw();
    if (spoken) get("Live").textContent = fits[leader] === null ? NOTHING[0] : names[leader] + " leads with " + percent(fits[leader]) + ".";
    try {
      history.replaceState(null, "", moved ? "#w=" + weights.map(function (weight) { return +weight.toFixed(4); }).join(",") : location.pathname + location.search);
    } catch (barred) { /* some browsers bar it under file:// */ }
  }
  function read() {
    var given = /^#w=(\d+(?:\.\d+)?(?:,\d+(?:\.\d+)?)*)$/.exec(location.hash), tried = given && given[1].split(",").map(Number);
    if (tried && tried.length === weights.length && tried.every(function (one) { return one >= 0 && one <= MOST; })) weights = tried;
    else if (/^#w=/.test(location.hash)) weights = model.w.slice();
    end = stretched();
    draw();
  }
  page.addEventListener("input", function (event) {
    var row = event.target.closest("tr[data-i]");
    if (row) { weights[+row.dataset.i] = +event.target.value; follow(true); }
  });
  all("[data-preset]").forEach(function (button) {
    button.addEventListener("click", function () { weights = button.dataset.preset.split(",").map(Number); follow(true); });
  });
  get("Reset").addEventListener("click", function () { weights = model.w.slice(); end = model.r; follow(true); });
  get("Share").addEventListener("click", function () {
    var button = get("Share"), text = button.textContent;
    navigator.clipboard.writeText(location.href).then(function () {
      button.textContent = "Copied";
      setTimeout(function () { button.textContent = text; }, 2000);
    });
  });
  /* a criterion and what it adds to each bar light up together */
  all("tr[data-i]").forEach(function (row) {
    function light(on) {
      all(".rank rect:nth-child(" + (+row.dataset.i + 1) + ")").forEach(function (rect) { rect.classList.toggle("on", on); });
      all(".rank").forEach(function (list) { list.classList.toggle("lit", on); });
    }
    row.addEventListener("mouseenter", function () { light(true); });
    row.addEventListener("mouseleave", function () { light(false); });
    row.addEventListener("focusin", function () { light(true); });
    row.addEventListener("focusout", function () { light(false); });
  });
  addEventListener("hashchange", read);
  read();
})();

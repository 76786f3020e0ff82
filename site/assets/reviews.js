/* Reviews judged against the reader's own day: rows move to where they belong now, the picture begins with this month.
   app.js has judged each review before: its state is in data-state, its day in data-counts. */
(function () {
  "use strict";
  var DAY = 864e5;
  var MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
  var HEADINGS = { past: "Overdue", today: "Due today", soon: "In the next 30 days", near: "In the next 90 days", later: "Later" };
  function first(selector, within) { return (within || document).querySelector(selector); }
  function all(selector, within) { return Array.prototype.slice.call((within || document).querySelectorAll(selector)); }
  function iso(day) { return day.getFullYear() + "-" + ("0" + (day.getMonth() + 1)).slice(-2) + "-" + ("0" + day.getDate()).slice(-2); }
  function named(day) { return +day.slice(8) + " " + MONTHS[day.slice(5, 7) - 1] + " " + +day.slice(0, 4); }
  var now = new Date();
  now.setHours(12, 0, 0, 0);
  var today = iso(now), soon = iso(new Date(+now + 30 * DAY)), near = iso(new Date(+now + 90 * DAY));
  var page = first("#Reviews");
  if (!page) return;

  /* ---------------------------------------------------------------- rows under their headings of today */
  var groups = {};
  all("[data-group]", page).forEach(function (group) {
    groups[group.dataset.group] = group;
    first("h2 b", group).textContent = HEADINGS[group.dataset.group];
  });
  function belongs(row) {
    var day = row.dataset.counts, state = row.dataset.state;
    if (state === "overdue" || state === "breached") return "past";
    if (!day || day > near) return "later";
    return day <= today ? "today" : day <= soon ? "soon" : "near";
  }
  function sooner(a, b) {
    var one = a.dataset.counts || "~", other = b.dataset.counts || "~";
    return one < other ? -1 : one > other ? 1 : 0;
  }
  var rows = all("[data-group] [data-review-box]", page).sort(sooner);
  rows.forEach(function (row) { first("ol", groups[belongs(row)]).appendChild(row); });
  var nothing = first("#Nothing");
  if (nothing) {
    first("time", nothing).dateTime = near;
    first("time", nothing).textContent = named(near);
  }

  /* ---------------------------------------------------------------- twelve months from this one on */
  var picture = first(".months"), tiles = all(".tile").sort(sooner).map(function (tile) { return tile.parentNode; }), totals = {}, months = {};
  if (picture) (function () {
    (picture.dataset.totals || "").split(" ").forEach(function (pair) {
      if (pair) totals[pair.split(":")[0]] = +pair.split(":")[1];
    });
    all("li[data-month]", picture).filter(function (month) { return /\d/.test(month.dataset.month); }).forEach(function (month, at) {
      var day = new Date(now.getFullYear(), now.getMonth() + at, 1, 12);
      month.dataset.month = iso(day).slice(0, 7);
      month.classList.toggle("now", !at);
      first(".m b", month).textContent = MONTHS[day.getMonth()];
      first(".m span", month).textContent = day.getFullYear();
    });
    all("li[data-month]", picture).forEach(function (month) { months[month.dataset.month] = month; });
    tiles.forEach(function (tile) {
      var day = first(".tile", tile).dataset.counts || "~", month = months[day.slice(0, 7)];
      if (!month) month = months[day < today ? "past" : "later"];
      first("ul", month).insertBefore(tile, first(".rest", month));
    });
  })();

  /* How many reviews are due in a month, or before or after all that are shown; those of other pages too. */
  function totalOf(key) {
    var shown = Object.keys(months).filter(function (one) { return /\d/.test(one); }).sort(), number = 0;
    Object.keys(totals).forEach(function (one) {
      if (one === key || (key === "past" && one < shown[0]) || (key === "later" && one > shown[shown.length - 1])) number += totals[one];
    });
    return number;
  }

  /* ---------------------------------------------------------------- whose */
  var who = first("#Who"), shown = first("#Shown");
  function theirs(one) { return !who || !who.value || (" " + (one.dataset.owners || "") + " ").indexOf(" " + who.value + " ") >= 0; }
  function show() {
    var whole = !who || !who.value, number = 0;
    all(".log > li", page).forEach(function (row) { row.hidden = !theirs(row); });
    all("section", page).forEach(function (section) {
      var here = all(".log > li", section).filter(function (row) { return !row.hidden; }).length;
      section.hidden = !here;
      number += here;
      var count = section.dataset.group && first("h2 span", section);
      if (count) {
        count.told = count.told || count.textContent; /* "100 of 126 reviews", where more are on other pages */
        count.textContent = whole && parseInt(count.told, 10) === here ? count.told : here + (here === 1 ? " review" : " reviews");
      }
      all(".when", section).forEach(function (when) {
        when.hidden = !all("li", when.nextElementSibling).some(function (row) { return !row.hidden; });
      });
    });
    if (shown) shown.textContent = whole ? "" : number + (number === 1 ? " decision" : " decisions");
    if (nothing) nothing.hidden = ["past", "today", "soon", "near"].some(function (key) { return !groups[key].hidden; });
    if (picture) Object.keys(months).forEach(function (key) {
      var month = months[key], most = +picture.dataset.most, seen = 0, rest = first(".rest", month);
      all("ul > li:not(.rest)", month).forEach(function (tile) {
        var own = theirs(tile);
        if (own) seen++;
        tile.hidden = !own || seen > most;
      });
      var total = Math.max(seen, whole ? totalOf(key) : 0);
      rest.hidden = total <= most;
      rest.textContent = "+" + (total - most);
      if (!/\d/.test(key)) month.hidden = !seen;
    });
  }
  if (who) {
    who.addEventListener("change", show);
    if (who.value) show();
  }
  show();
})();

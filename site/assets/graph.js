/* The drawing of the graph: neighbours, one decision in focus, kinds of link, zoom and pan, what is out of sight. Complete without this file. */
(function () {
  "use strict";
  function first(selector, within) { return (within || document).querySelector(selector); }
  function all(selector, within) { return Array.prototype.slice.call((within || document).querySelectorAll(selector)); }
  var frame = first(".gwrap"), pan = first(".gpan"), graph = first(".gpan > .graph"), told = first("#Near");
  if (!graph || !first("[data-id]", graph)) return;
  var nodes = all("[data-id]", graph), edges = all("[data-from]", graph), rows = all(".linktable tr[data-kind]"), keys = all(".keys input");
  var said = first("#Shown"), focus = first("#Focus"), picked = "", off = {}, asked = new URLSearchParams(location.search);
  var byId = {}, byName = {};
  nodes.forEach(function (node) { byId[node.dataset.id] = node; });

  /* ---------------------------------------------------------------- neighbours: everything else is dimmed, and the links are told */
  /* Whether a line is left out: none of the links that it stands for is to be seen. */
  function gone(edge) {
    return [edge.dataset.kind].concat(edge.dataset.also ? edge.dataset.also.split("|") : []).every(function (kind) { return off[kind]; });
  }
  function near(id) {
    var kept = {}, words = [];
    kept[id] = true;
    edges.forEach(function (edge) {
      var touches = (edge.dataset.from === id || edge.dataset.to === id) && !gone(edge), title = touches && first("title", edge);
      if (touches) kept[edge.dataset.from] = kept[edge.dataset.to] = true;
      if (title) words.push(title.textContent);
      edge.classList.toggle("dim", !touches);
    });
    nodes.forEach(function (node) { node.classList.toggle("dim", !kept[node.dataset.id]); });
    told.textContent = words.slice(0, 8).join(" · ") + (words.length > 8 ? " and " + (words.length - 8) + " more" : "");
    return kept;
  }
  function settle() {
    if (picked) return near(picked);
    told.textContent = "";
    all(".dim", graph).forEach(function (one) { one.classList.remove("dim"); });
  }
  nodes.forEach(function (node) {
    function here() { near(node.dataset.id); }
    node.addEventListener("mouseenter", here);
    node.addEventListener("focus", here);
    node.addEventListener("mouseleave", settle);
    node.addEventListener("blur", settle);
  });

  /* ---------------------------------------------------------------- kinds of link that can be left out, also by the address */
  function table() {
    var number = 0;
    rows.forEach(function (row) {
      row.hidden = !!off[row.dataset.kind] || !!(picked && row.dataset.from !== picked && row.dataset.to !== picked);
      if (!row.hidden) number++;
    });
    if (said) said.textContent = number === rows.length && !picked ? "" : number + (number === 1 ? " link" : " links") + (picked ? " of " + nameOf(byId[picked]) : "");
  }
  function leave() {
    keys.forEach(function (input) { off[input.value] = !input.checked; });
    edges.forEach(function (edge) { edge.classList.toggle("off", gone(edge)); });
    settle();
    table();
  }
  keys.forEach(function (input) {
    input.checked = (asked.get("hide") || "").split(",").indexOf(input.value) < 0;
    input.addEventListener("change", function () {
      leave();
      remember();
    });
  });
  function remember() {
    var hidden = keys.filter(function (input) { return !input.checked; }).map(function (input) { return input.value; });
    var words = [picked && "focus=" + encodeURIComponent(picked), hidden.length && "hide=" + hidden.join()].filter(Boolean).join("&");
    try { history.replaceState(null, "", location.pathname + (words && "?" + words)); } catch (barred) { /* file:// */ }
  }

  /* ---------------------------------------------------------------- one decision in focus, also by the address */
  function nameOf(node) { return node.dataset.name || node.dataset.id; }
  function pick(id) {
    if (picked) byId[picked].classList.remove("picked");
    picked = byId[id] ? id : "";
    var kept = settle();
    table();
    if (!picked) return;
    byId[picked].classList.add("picked");
    if (focus) {
      focus.value = nameOf(byId[picked]);
      focus.setSelectionRange(0, 0); /* the id is what is seen of a long name */
      focus.scrollLeft = 0;
    }
    show(kept);
  }
  function choose(id) {
    pick(id);
    if (!picked) focus.value = "";
    remember();
  }
  if (focus) {
    var list = first("#Decisions");
    nodes.forEach(function (node) {
      var option = document.createElement("option");
      node.dataset.name = first("title", node).textContent.replace(/ → .*$/, "");
      option.value = node.dataset.name;
      byName[node.dataset.name.toLowerCase()] = node.dataset.id;
      list.appendChild(option);
    });
    focus.addEventListener("input", function () {
      var words = focus.value.trim().toLowerCase();
      var exact = byName[words] || (byId[words] ? words : "");
      if (exact || !words) choose(exact);
    });
    focus.addEventListener("keydown", function (event) {
      if (event.key === "Escape") { event.preventDefault(); choose(""); }
      if (event.key !== "Enter") return;
      event.preventDefault();
      var words = focus.value.trim().toLowerCase();
      var found = Object.keys(byName).filter(function (name) { return words && name.indexOf(words) >= 0; });
      if (found.length) choose(byName[found[0]]);
      else if (said) said.textContent = "No decision here has these words";
    });
  }

  /* ---------------------------------------------------------------- zoom: buttons, keys, Ctrl and wheel, two fingers */
  var LEGIBLE = .6, MOST = 3, HEAD = 44, scale = 1, margin = +pan.dataset.margin;
  var size = { width: graph.viewBox.baseVal.width, height: graph.viewBox.baseVal.height };
  var months = all(".gmonths div").map(function (one) { return { part: one, width: +first("svg", one).getAttribute("width") }; });
  var lanes = all(".glanes div").map(function (one) {
    return { part: one, name: first("span", one), height: +first("svg", one).getAttribute("height") };
  });
  function laneWidth() { return lanes.length ? lanes[0].part.offsetWidth : 0; }
  /* The scales at which the drawing fits: all of it, or one way only (the other then needs a scrollbar). */
  function fits() {
    var line = frame.parentNode.parentNode, style = getComputedStyle(line);
    var width = line.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight) - laneWidth() - 3;
    var height = parseFloat(getComputedStyle(frame).maxHeight) - HEAD - 3;
    width = [width, width - 12].map(function (room) { return room / (size.width - margin); });
    height = [height, height - 12].map(function (room) { return room / (size.height - HEAD); });
    return { whole: Math.min(1, width[0], height[0]), one: Math.min(1, Math.max(width[1], height[1])) };
  }
  function zoom(to, x, y) {
    var place = frame.getBoundingClientRect(), left = laneWidth(), least = fits().whole;
    to = Math.min(MOST, Math.max(least, to));
    x = (x === undefined ? (left + frame.clientWidth) / 2 : x - place.left) - left;
    y = (y === undefined ? (HEAD + frame.clientHeight) / 2 : y - place.top) - HEAD;
    var across = (frame.scrollLeft + x) / scale, down = (frame.scrollTop + y) / scale;
    scale = to;
    pan.style.setProperty("--z", to);
    graph.style.width = size.width * to + "px";
    graph.style.height = size.height * to + "px";
    months.forEach(function (one) { one.part.style.width = first("svg", one.part).style.width = one.width * to + "px"; });
    lanes.forEach(function (one) {
      one.part.style.height = first("svg", one.part).style.height = one.height * to + "px";
      one.name.style.webkitLineClamp = Math.max(1, Math.floor((one.height - 22) * to / 17));
    });
    frame.scrollLeft = across * to - x;
    frame.scrollTop = down * to - y;
    limit("#Out", to <= least + .001);
    limit("#In", to >= MOST);
    cue();
  }
  function limit(button, reached) { if (first(button)) first(button).setAttribute("aria-disabled", reached); }
  function fit() {
    var at = fits();
    zoom(at.whole >= LEGIBLE ? at.whole : at.one);
    frame.scrollTop = 0;
    frame.scrollLeft = frame.scrollWidth;
    reveal();
  }
  [["#In", function () { zoom(scale * 1.25); }], ["#Out", function () { zoom(scale / 1.25); }], ["#Fit", fit]].forEach(function (one) {
    var button = first(one[0]);
    if (button) button.addEventListener("click", one[1]);
  });
  frame.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "+" || event.key === "=") zoom(scale * 1.25);
    else if (event.key === "-") zoom(scale / 1.25);
    else if (event.key === "0") zoom(1);
    else return;
    event.preventDefault();
  });
  frame.addEventListener("wheel", function (event) {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    zoom(scale * Math.exp(-event.deltaY / 300), event.clientX, event.clientY);
  }, { passive: false });

  /* ---------------------------------------------------------------- pan: drag with the mouse; fingers scroll, two of them zoom */
  var down = null, moved = false, fingers = 0;
  frame.addEventListener("mousedown", function (event) {
    if (event.button === 0) down = { x: event.clientX, y: event.clientY, left: frame.scrollLeft, top: frame.scrollTop };
    moved = false;
  });
  addEventListener("mousemove", function (event) {
    if (!down) return;
    var x = event.clientX - down.x, y = event.clientY - down.y;
    if (!moved && Math.abs(x) + Math.abs(y) < 5) return;
    moved = true;
    frame.classList.add("drag");
    frame.scrollLeft = down.left - x;
    frame.scrollTop = down.top - y;
  });
  addEventListener("mouseup", function () {
    down = null;
    frame.classList.remove("drag");
  });
  frame.addEventListener("dragstart", function (event) { event.preventDefault(); });
  frame.addEventListener("click", function (event) { if (moved) { event.preventDefault(); moved = false; } }, true);
  function apart(touches) { return Math.hypot(touches[0].clientX - touches[1].clientX, touches[0].clientY - touches[1].clientY); }
  frame.addEventListener("touchstart", function (event) { fingers = event.touches.length === 2 ? apart(event.touches) / scale : 0; }, { passive: true });
  frame.addEventListener("touchmove", function (event) {
    if (event.touches.length !== 2 || !fingers) return;
    event.preventDefault();
    zoom(apart(event.touches) / fingers, (event.touches[0].clientX + event.touches[1].clientX) / 2, (event.touches[0].clientY + event.touches[1].clientY) / 2);
  }, { passive: false });


  /* ---------------------------------------------------------------- what is in view, and that there is more */
  function show(kept) {
    function space() {
      return { width: frame.clientWidth - laneWidth() - 24, height: frame.clientHeight - HEAD - 24 };
    }
    function bounds(ids) {
      var boxes = ids.map(function (id) { return byId[id].getBoundingClientRect(); });
      function most(side, which) { return which.apply(null, boxes.map(function (one) { return one[side]; })); }
      var found = { left: most("left", Math.min), right: most("right", Math.max), top: most("top", Math.min), bottom: most("bottom", Math.max) };
      found.width = found.right - found.left;
      found.height = found.bottom - found.top;
      return found;
    }
    var ids = Object.keys(kept), whole = bounds(ids), free = space();
    var to = Math.max(LEGIBLE, scale * Math.min(free.width / whole.width, free.height / whole.height));
    if (to < scale) zoom(to);
    whole = bounds(ids);
    var one = bounds([picked]), place = frame.getBoundingClientRect();
    /* The middle of all, but never so that the one itself is out of sight. */
    function shift(low, high, from, until) {
      var by = (whole[low] + whole[high]) / 2 - (from + until) / 2;
      return Math.max(one[high] - until + 12, Math.min(one[low] - from - 12, by));
    }
    frame.scrollLeft += shift("left", "right", place.left + laneWidth(), place.left + frame.clientWidth);
    frame.scrollTop += shift("top", "bottom", place.top + HEAD, place.top + frame.clientHeight);
    reveal();
  }
  /* The frame in the window, and the tools above it too where both have room. */
  function reveal() {
    var place = frame.getBoundingClientRect(), top = focus ? focus.getBoundingClientRect().top - 8 : place.top;
    var under = place.bottom + told.offsetHeight + 8 - innerHeight;
    if (under > 0) scrollBy(0, Math.min(under, place.top - 8));
    else if (top < 0) scrollBy(0, Math.max(top, under));
  }
  function cue() {
    var x = frame.scrollWidth - frame.clientWidth - frame.scrollLeft, y = frame.scrollHeight - frame.clientHeight - frame.scrollTop;
    var more = { l: frame.scrollLeft, r: x, t: frame.scrollTop, b: y };
    for (var side in more) frame.parentNode.style.setProperty("--" + side, more[side] > 1 ? 1 : 0);
  }
  frame.addEventListener("scroll", cue, { passive: true });
  addEventListener("resize", function () { zoom(scale); });

  zoom(1);
  frame.scrollLeft = frame.scrollWidth;
  if (asked.get("hide")) leave();
  if (asked.get("focus")) pick(asked.get("focus"));
})();

/* The drawing of the graph: neighbours, one decision in focus, kinds of link, zoom and pan. Complete without this file. */
(function () {
  "use strict";
  function first(selector, within) { return (within || document).querySelector(selector); }
  function all(selector, within) { return Array.prototype.slice.call((within || document).querySelectorAll(selector)); }
  var frame = first(".gwrap"), graph = first(".gwrap .graph");
  if (!graph || !first("[data-id]", graph)) return;
  var nodes = all("[data-id]", graph), edges = all("[data-from]", graph), rows = all(".linktable tr[data-kind]");
  var said = first("#Shown"), focus = first("#Focus"), picked = "", off = {};
  var byId = {}, byName = {};
  nodes.forEach(function (node) { byId[node.dataset.id] = node; });

  /* ---------------------------------------------------------------- neighbours: everything else is dimmed */
  function near(id) {
    var kept = {};
    kept[id] = true;
    edges.forEach(function (edge) {
      var touches = (edge.dataset.from === id || edge.dataset.to === id) && !off[kindOf(edge)];
      if (touches) kept[edge.dataset.from] = kept[edge.dataset.to] = true;
      edge.classList.toggle("dim", !touches);
    });
    nodes.forEach(function (node) { node.classList.toggle("dim", !kept[node.dataset.id]); });
    return kept;
  }
  function settle() {
    if (picked) near(picked);
    else all(".dim", graph).forEach(function (one) { one.classList.remove("dim"); });
  }
  nodes.forEach(function (node) {
    function here() { near(node.dataset.id); }
    node.addEventListener("mouseenter", here);
    node.addEventListener("focus", here);
    node.addEventListener("mouseleave", settle);
    node.addEventListener("blur", settle);
  });

  /* ---------------------------------------------------------------- kinds of link that can be left out */
  function kindOf(edge) { return edge.dataset.kind; }
  function table() {
    var number = 0;
    rows.forEach(function (row) {
      row.hidden = !!off[row.dataset.kind] || !!(picked && row.dataset.from !== picked && row.dataset.to !== picked);
      if (!row.hidden) number++;
    });
    if (said) said.textContent = number === rows.length && !picked ? "" : number + (number === 1 ? " link" : " links") + (picked ? " of " + nameOf(byId[picked]) : "");
  }
  all(".keys input").forEach(function (input) {
    input.addEventListener("change", function () {
      off[input.value] = !input.checked;
      edges.forEach(function (edge) { edge.classList.toggle("off", !!off[kindOf(edge)]); });
      settle();
      table();
    });
  });

  /* ---------------------------------------------------------------- one decision in focus, also by the address */
  function nameOf(node) { return node.dataset.name || node.dataset.id; }
  function pick(id, remember) {
    if (picked && byId[picked]) byId[picked].classList.remove("picked");
    picked = byId[id] ? id : "";
    settle();
    table();
    if (picked) {
      byId[picked].classList.add("picked");
      focus.value = nameOf(byId[picked]);
      var box = byId[picked].getBoundingClientRect(), around = frame.getBoundingClientRect();
      frame.scrollLeft += box.left - around.left - (frame.clientWidth - box.width) / 2;
      frame.scrollTop += box.top - around.top - (frame.clientHeight - box.height) / 2;
    } else if (remember) focus.value = "";
    if (remember) try { history.replaceState(null, "", location.pathname + (picked ? "?focus=" + encodeURIComponent(picked) : "")); } catch (barred) { /* file:// */ }
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
      if (exact) pick(exact, true);
      else if (!words) pick("", true);
    });
    focus.addEventListener("keydown", function (event) {
      if (event.key === "Escape") { event.preventDefault(); pick("", true); }
      if (event.key !== "Enter") return;
      event.preventDefault();
      var words = focus.value.trim().toLowerCase();
      var found = Object.keys(byName).filter(function (name) { return words && name.indexOf(words) >= 0; });
      if (found.length) pick(byName[found[0]], true);
      else if (said) said.textContent = "No decision here has these words";
    });
  }

  /* ---------------------------------------------------------------- zoom: buttons, keys, Ctrl and wheel, two fingers */
  var size = { width: graph.viewBox.baseVal.width, height: graph.viewBox.baseVal.height }, scale = 1;
  function zoom(to, x, y) {
    to = Math.min(3, Math.max(.2, to));
    var around = frame.getBoundingClientRect();
    x = x === undefined ? frame.clientWidth / 2 : x - around.left;
    y = y === undefined ? frame.clientHeight / 2 : y - around.top;
    var left = (frame.scrollLeft + x) / scale, top = (frame.scrollTop + y) / scale;
    scale = to;
    graph.style.width = size.width * to + "px";
    graph.style.height = size.height * to + "px";
    frame.scrollLeft = left * to - x;
    frame.scrollTop = top * to - y;
  }
  function fit() { zoom(Math.min(1, frame.clientWidth / size.width)); }
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

  frame.scrollLeft = innerWidth <= 640 ? frame.scrollWidth : 0;
  var asked = /[?&]focus=([^&#]*)/.exec(location.search);
  if (asked) try { pick(decodeURIComponent(asked[1]), false); } catch (malformed) { /* not ours */ }
})();

/* The log's own page and the pages that search: lineage beside the rows, words and filters that narrow them.
   It comes behind app.js, a classic script as well, and every page is complete without it. */
(function () {
  "use strict";
  var first = decidedly.first, all = decidedly.all, make = decidedly.make, MONTHS = decidedly.MONTHS, walk = decidedly.walk, box = first("#Words");

  /* ---------------------------------------------------------------- the lineage of decisions that replace each other */
  function arcs() {
    var drawing = first(".arcs");
    if (!drawing) return;
    while (drawing.firstChild) drawing.removeChild(drawing.firstChild);
    if (innerWidth <= 640) return;
    var top = drawing.getBoundingClientRect().top, found = [], lanes = [];
    function middle(row) {
      var mark = first(".mark", row).getBoundingClientRect();
      return mark.top + mark.height / 2 - top;
    }
    all("#Rows li[data-replaces]").forEach(function (row) {
      row.dataset.replaces.split(" ").forEach(function (id) {
        var old = document.getElementById(id);
        if (old && !row.hidden && !old.hidden) found.push([middle(row), middle(old)]);
      });
    });
    found.sort(function (a, b) { return Math.abs(a[1] - a[0]) - Math.abs(b[1] - b[0]); });
    var path = "";
    found.forEach(function (arc) {
      var from = Math.min(arc[0], arc[1]), to = Math.max(arc[0], arc[1]), lane = 0;
      while (lanes[lane] && lanes[lane].some(function (other) { return from < other[1] && other[0] < to; })) lane++;
      (lanes[lane] = lanes[lane] || []).push([from, to]);
      var x = Math.max(-20, 14 - 7 * lane);
      path += "M32 " + arc[1] + "C" + x + " " + arc[1] + " " + x + " " + arc[0] + " 27 " + arc[0] +
        "M22 " + (arc[0] - 4.5) + "L28 " + arc[0] + "L22 " + (arc[0] + 4.5);
    });
    var line = document.createElementNS("http://www.w3.org/2000/svg", "path");
    line.setAttribute("d", path);
    drawing.appendChild(line);
  }
  if (first(".arcs")) {
    (window.requestIdleCallback || setTimeout)(arcs);
    addEventListener("resize", arcs);
  }

  /* ---------------------------------------------------------------- search: rows at once, full text below them */
  var form = first("form.search");
  if (form && box) (function () {
    var rowsHere = all("#Rows .log li"), whole = form.hasAttribute("data-whole");
    var shown = first("#Rows"), hits = first("#Hits"), count = first("#Count");
    var index = [], byPage = {}, most = 50, pages = first(".main-col .pages, .main-col > .section"), lost = false, loaded = 0, asked = false, pagefind = null, turn = 0, timer;
    var READ = "h3,.ans,.id,.side,.note > span:not(.pill)", served = /^https?:$/.test(location.protocol), textless = !served || !form.dataset.fullText;
    var texts = rowsHere.map(shownIn);
    if (textless) box.placeholder = box.placeholder.replace(" and full text", "");

    function fold(text) { return text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase(); }
    function wordsOf(text) { return fold(text).split(/\s+/).filter(Boolean); }
    function pageOf(address) { return address.split("/").pop(); }
    /* what a row shows, folded */
    function shownIn(row) { return fold(all(READ, row).map(function (part) { return part.textContent; }).join(" ")); }

    /* ---------------------------------------------- why something is found: words are looked for in folded texts, and marked in the texts themselves */
    function folding(text) {
      var folded = "", from = [], at = 0;
      Array.from(text).forEach(function (char) {
        var plain = char < "\u0080" ? char.toLowerCase() : fold(char);
        for (var one = 0; one < plain.length; one++) from.push(at);
        folded += plain;
        at += char.length;
      });
      from.push(at);
      return { text: folded, from: from };
    }
    /* each place of any of the words: from, to, word; `begins`: only where they begin a word, or a word is one of them but for an English ending */
    var LETTER = /[\p{L}\p{N}]/u, UNSPACED = /^[\u0e00-\u0eff\u1780-\u17ff\u3040-\u9fff\uac00-\ud7af]/;
    function stem(word) { return word.replace(/(?:ies|ing|ed|es|[sey])$/, ""); }
    function places(text, words, begins) {
      var found = [], token, tokens = /[\p{L}\p{N}]+/gu;
      words.forEach(function (word) {
        for (var at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length))
          if (!begins || !at || UNSPACED.test(word) || !LETTER.test(text[at - 1])) found.push([at, at + word.length, word]);
      });
      var stems = begins ? words.map(stem) : [];
      if (stems.some(function (one) { return one.length > 3; })) while ((token = tokens.exec(text))) stems.forEach(function (one, which) {
        if (one.length > 3 && stem(token[0]) === one) found.push([token.index, token.index + token[0].length, words[which]]);
      });
      return found.sort(function (a, b) { return a[0] - b[0] || b[1] - a[1]; });
    }
    function marked(text, words, into, begins) {
      var at = 0, map = folding(text);
      places(map.text, words, begins).forEach(function (one) {
        var begin = Math.max(at, map.from[one[0]]), end = map.from[one[1]];
        if (begin >= end) return;
        into.appendChild(document.createTextNode(text.slice(at, begin)));
        into.appendChild(make("mark", "", text.slice(begin, end)));
        at = end;
      });
      into.appendChild(document.createTextNode(text.slice(at)));
      return into;
    }
    function paint(row, words) {
      all(READ, row).forEach(function (part) {
        var walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT), nodes = [];
        while (walker.nextNode()) nodes.push(walker.currentNode);
        nodes.forEach(function (node) {
          if (places(fold(node.data), words).length) node.parentNode.replaceChild(marked(node.data, words, document.createDocumentFragment()), node);
        });
      });
    }
    function unpaint(row) {
      all("mark", row).forEach(function (one) {
        var parent = one.parentNode;
        parent.replaceChild(one.firstChild, one);
        parent.normalize();
      });
      all(".why", row).forEach(function (one) { one.parentNode.removeChild(one); });
    }
    /* a row that is found by something that it does not show says by what */
    var REASONS = [["tag", 11], ["component", 13], ["person", 7], ["once called", 15]];
    function explain(row, entry, text, words) {
      var why = [];
      words.forEach(function (word) {
        if (!entry || text.indexOf(word) >= 0) return;
        REASONS.some(function (one) {
          var said = [].concat(entry.row[one[1]]).filter(function (said) { return fold(said).indexOf(word) >= 0; })[0];
          if (said && why.indexOf(one[0] + ": " + said) < 0) why.push(one[0] + ": " + said);
          return said;
        });
      });
      if (!why.length) return;
      var note = make("p", "note why");
      why.forEach(function (said) {
        var at = said.indexOf(": ") + 2, part = make("span", "", said.slice(0, at)), name = make("bdi");
        part.appendChild(marked(said.slice(at), words, name));
        note.appendChild(part);
      });
      first(".main", row).appendChild(note);
    }

    window.decidedlyRows = function (number, rows) {
      index = index.concat(rows.map(function (row) {
        return byPage[row[6]] = { row: row, id: fold(row[0]), title: fold(row[1]), answer: fold(row[2]), rest: fold([row[3], row[13]].concat(row[7], row[11], row[15]).join(" ")) };
      }));
      loaded = number + 1;
      if (loaded < +form.dataset.chunks) load(loaded);
      if (asking()) run();
    };
    function load(number) {
      var script = document.createElement("script");
      script.src = form.dataset.rows.replace("{n}", number);
      document.head.appendChild(script);
    }
    function prepare() {
      if (asked) return;
      asked = true;
      if (+form.dataset.chunks) load(0);
      if (textless) return;
      var address = new URL(form.dataset.fullText, location.href);
      import(address.href).then(function (module) {
        return Promise.resolve(module.options({ excerptLength: 24 })).then(function () { return module.init(); }).then(function () {
          pagefind = module;
          if (asking()) run();
        });
      }).catch(function () { textless = true; if (asking()) run(); });
    }

    /* what the rows are filtered by: each value lives in the address, so that a filtered log can be shared */
    var FILTERS = ["status", "force", "component", "tag", "owner", "year"], NAMES = { force: "", component: "Component", tag: "Tag", owner: "Person", year: "Year", status: "" };
    var query = location.search, filters = {}, filtering = form.hasAttribute("data-filters"), active = first("#Active"), links = filtering ? all("a[data-filter]") : [];
    function filtered() { return Object.keys(filters).length > 0; }
    function asking() { return box.value.trim() || filtered(); }
    function passes(row) {
      return (!filters.status || row[10] === filters.status) && (!filters.force || row[14]) && (!filters.component || row[13] === filters.component) &&
        (!filters.tag || row[11].indexOf(filters.tag) >= 0) && (!filters.owner || row[12].indexOf(filters.owner) >= 0) &&
        (!filters.year || (row[5].slice(0, 4) || "undated") === filters.year);
    }
    function choose(key, value) {
      if (!value || filters[key] === value) delete filters[key];
      else {
        if (key === "status") delete filters.force;
        if (key === "force") delete filters.status;
        filters[key] = value;
      }
      chosen();
      remember(true);
      prepare();
      most = 50;
      run();
      first(".filters").scrollIntoView({ block: "nearest" });
    }
    /* the chips and links show what is chosen; above the rows each has a button that takes it away */
    function chosen() {
      links.forEach(function (a) {
        if (filters[a.dataset.filter] === a.dataset.value) a.setAttribute("aria-current", "true"); else a.removeAttribute("aria-current");
      });
      var everything = first(".filters a:first-child");
      if (filters.status || filters.force) everything.removeAttribute("aria-current"); else everything.setAttribute("aria-current", "true");
      active.textContent = "";
      active.hidden = !filtered();
      FILTERS.forEach(function (key) {
        if (!filters[key]) return;
        var link = links.filter(function (a) { return a.dataset.filter === key && a.dataset.value === filters[key]; })[0];
        var name = link ? link.firstElementChild && !first("svg", link) && key !== "force" ? link.firstElementChild.textContent : link.textContent.replace(/\s*[\d,]+\s*$/, "").trim() : filters[key];
        var button = make("button", "pill", (NAMES[key] ? NAMES[key] + ": " : "") + name + " ×");
        button.type = "button";
        button.setAttribute("aria-label", "Remove the filter " + name);
        button.addEventListener("click", function () { choose(key, ""); box.focus({ preventScroll: true }); });
        active.appendChild(button);
      });
    }
    function read() {
      var asked = new URLSearchParams(location.search);
      filters = {};
      if (filtering) FILTERS.forEach(function (key) { if (asked.get(key)) filters[key] = /tag|owner/.test(key) ? asked.get(key).toLowerCase() : asked.get(key); });
      box.value = asked.get("q") || box.value;
    }

    /* id before title before answer before the rest; 0 is no match */
    function rank(entry, words) {
      var best = 9;
      for (var at = 0; at < words.length; at++) {
        var word = words[at];
        var where = entry.id.indexOf(word) >= 0 ? 4 : entry.title.indexOf(word) >= 0 ? 3 : entry.answer.indexOf(word) >= 0 ? 2 : entry.rest.indexOf(word) >= 0 ? 1 : 0;
        if (!where) return 0;
        best = Math.min(best, where);
      }
      return best;
    }
    function mark(css) {
      var svg = document.createElementNS("http://www.w3.org/2000/svg", "svg"), use = document.createElementNS("http://www.w3.org/2000/svg", "use");
      svg.setAttribute("class", "mark");
      svg.setAttribute("aria-hidden", "true");
      use.setAttribute("href", "#" + css);
      svg.appendChild(use);
      return svg;
    }
    function hit(css, id, title, address, answer, status, day, lang) {
      var item = make("li", css), main = make("div", "main"), heading = make("h3"), link = make("a", "", title), side = make("p", "side");
      item.appendChild(mark(css.split(" ")[0]));
      item.appendChild(make("span", "id", id.length > 16 ? "" : id));
      link.href = address;
      link.dir = "auto";
      if (lang) link.lang = lang;
      heading.appendChild(link);
      main.appendChild(heading);
      if (answer) {
        var said = make("p", "ans"), arrow = make("span", "arrow", "→"), words = make("span", "", answer);
        arrow.setAttribute("aria-hidden", "true");
        words.dir = "auto";
        if (lang) words.lang = lang;
        said.appendChild(arrow);
        said.appendChild(words);
        main.appendChild(said);
      }
      item.appendChild(main);
      side.appendChild(make("b", "", status));
      if (day) {
        var part = day.split("-"), time = make("time", "", +part[2] + " " + MONTHS[part[1] - 1] + " " + +part[0]);
        time.dateTime = day;
        side.appendChild(document.createTextNode(" "));
        side.appendChild(time);
      }
      item.appendChild(side);
      return item;
    }
    /* how many rows match and how many texts have the words besides (or `least` so many) */
    function say(number, inText, least) {
      var said = [];
      if (number) said.push(number + (number === 1 ? " decision matches" : " decisions match"));
      if (inText) said.push((least ? "at least " : "") + inText + (number ? " more" : "") + " in the text");
      said = said.join(", ") || (!textless && !pagefind && box.value.trim() ? "Searching the texts…" : "No decision matches") + (textless && box.value.trim() ? ". Only titles, answers, tags and people are searched " + (served ? "here." : "in pages opened from a folder.") : "");
      count.textContent = said.charAt(0).toUpperCase() + said.slice(1);
    }

    /* "13 decisions" of a year becomes "2 of 13 decisions" while words filter it */
    function tally(filtered) {
      all("#Rows .yearblock").forEach(function (block) {
        var number = first(".year span", block), here = all("li", block).filter(function (row) { return !row.hidden; }).length;
        number.dataset.all = number.dataset.all || number.textContent;
        number.textContent = filtered ? here + " of " + number.dataset.all : number.dataset.all;
        block.hidden = !here;
      });
    }
    function clear() {
      if (pages) pages.hidden = false;
      hits.hidden = true;
      hits.textContent = count.textContent = "";
      rowsHere.forEach(function (row) { row.hidden = false; unpaint(row); });
      tally(false);
      shown.hidden = false;
      arcs();
    }
    function run() {
      var text = box.value.trim(), words = wordsOf(text), mine = ++turn, number = 0, urls = {};
      clearTimeout(timer);
      timer = 0;
      remember();
      if (!words.length && !filtered()) return clear();
      if (pages) pages.hidden = !whole;
      hits.textContent = "";
      if (whole) {
        rowsHere.forEach(function (row, at) {
          var name = pageOf(first("h3 a", row).href), entry = byPage[name];
          var ok = words.every(function (word) { return texts[at].indexOf(word) >= 0 || (entry && rank(entry, [word])); });
          ok = ok && (!filtered() || (entry && passes(entry.row)));
          unpaint(row);
          row.hidden = !ok;
          if (!ok) return;
          number++;
          urls[name] = true;
          paint(row, words);
          explain(row, entry, texts[at], words);
        });
        tally(true);
        hits.hidden = true;
        arcs();
      } else {
        var found = index.filter(function (entry) { return passes(entry.row); }).map(function (entry) { return [rank(entry, words), entry.row]; }).filter(function (one) { return one[0]; });
        found.sort(function (a, b) { return b[0] - a[0]; });
        number = found.length;
        if (!number && lost && words.length > 1 && loaded >= +form.dataset.chunks) {
          box.value = text.replace(/\s*\S+$/, "");
          return run();
        }
        var list = make("ol", "log " + (shown.className || ""));
        found.slice(0, most).forEach(function (one) {
          var row = one[1];
          urls[row[6]] = true;
          var item = hit(row[4], row[0], row[1], form.dataset.root + "d/" + row[6], row[2], row[3], row[5], row[16]), text = shownIn(item);
          paint(item, words);
          explain(item, byPage[row[6]], text, words);
          list.appendChild(item);
        });
        found.slice(most).forEach(function (one) { urls[one[1][6]] = true; });
        if (number) hits.appendChild(make("h2", "vh", "Decisions"));
        if (number) hits.appendChild(list);
        if (number > most) {
          var more = make("button", "btn", "Show more: " + most + " of " + number + " are here");
          more.type = "button";
          more.addEventListener("click", function () {
            var before = most;
            most += 100;
            run();
            all(".log h3 a", hits)[before].focus();
          });
          hits.appendChild(more);
        }
        shown.hidden = true;
        hits.hidden = false;
      }
      words = words.map(function (word) { return word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}#+]+$/gu, ""); }).filter(Boolean);
      if (!pagefind || !words.length) { if (loaded >= +form.dataset.chunks || whole) say(number, 0); return; }
      fullText(text, words, mine, number, urls);
    }
    /* Pagefind shortens a word that it does not know until it knows it: only texts that have the words themselves count */
    function fullText(text, words, mine, number, urls) {
      var kept = [], read = 0, results;
      function more() {
        var next = results.slice(read, read + 20);
        read += next.length;
        return Promise.all(next.map(function (one) { return one.data(); })).then(function (pages) {
          pages.forEach(function (page) {
            var name = pageOf(page.raw_url || page.url), entry = byPage[name], has = {};
            if (urls[name] || (filtered() && !(entry && passes(entry.row)))) return;
            places(fold(page.content), words, true).forEach(function (one) { has[one[2]] = true; });
            if (words.every(function (word) { return has[word]; })) kept.push(page);
          });
          return mine === turn && kept.length < 20 && read < Math.min(results.length, 100) ? more() : null;
        });
      }
      pagefind.search(text).then(function (answer) {
        results = answer.results;
        return mine === turn && more();
      }).then(function () {
        if (mine !== turn) return;
        say(number, kept.length, kept.length && read < results.length);
        if (!kept.length) return;
        var list = make("ol", "log " + (shown.className || ""));
        kept.forEach(function (page) {
          var entry = byPage[pageOf(page.raw_url || page.url)], meta = page.meta || {}, css = "s-" + (meta.status || "none").toLowerCase();
          if (!document.getElementById(css)) css = "s-other";
          var item = hit(css, meta.id || "", meta.title || "", form.dataset.root + (page.raw_url || page.url).replace(/^\//, ""), meta.answer || "", meta.status || "Document", "", entry ? entry.row[16] : "");
          var excerpt = make("p", "excerpt");
          excerpt.dir = "auto";
          paint(item, words);
          if (cut(page.content, meta.title, words, excerpt)) first(".main", item).appendChild(excerpt);
          list.appendChild(item);
        });
        hits.appendChild(make("h2", "", "In the text"));
        hits.appendChild(list);
        hits.hidden = false;
      }).catch(function () { if (mine === turn) say(number, 0); });
    }
    /* the part of a text that has most of the words, before what stands behind it for the search alone: title, answer, names */
    function cut(text, title, words, into) {
      var end = title ? text.lastIndexOf(title) : -1, best = -1, most = 0;
      if (end >= 0) text = text.slice(0, end);
      var map = folding(text), found = places(map.text, words, true);
      found.forEach(function (one, at) {
        var has = {};
        for (var other = at; other < found.length && found[other][0] < one[0] + 180; other++) has[found[other][2]] = true;
        if (Object.keys(has).length > most) { most = Object.keys(has).length; best = map.from[one[0]]; }
      });
      if (best < 0) return false;
      var from = best < 60 ? 0 : text.indexOf(" ", best - 60) + 1, to = text.indexOf(" ", best + 180);
      if (from > best) from = best;
      marked((from ? "…" : "") + text.slice(from, to < 0 ? text.length : Math.min(to, best + 300)).trim() + (to < 0 ? "" : "…"), words, into, true);
      return true;
    }
    function remember(step) {
      if (form.hasAttribute("data-lost")) return;
      var text = box.value.trim(), parts = text ? ["q=" + encodeURIComponent(text)] : [];
      FILTERS.forEach(function (key) { if (filters[key]) parts.push(key + "=" + encodeURIComponent(filters[key])); });
      try { history[step ? "pushState" : "replaceState"](null, "", location.pathname + (parts.length ? "?" + parts.join("&") : "")); } catch (barred) { /* file:// */ }
      query = location.search;
    }
    links.forEach(function (a) {
      a.addEventListener("click", function (event) {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        choose(a.dataset.filter, a.dataset.value);
      });
    });
    if (filtering) {
      first(".filters a:first-child").addEventListener("click", function (event) {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        delete filters.force;
        choose("status", "");
      });
      addEventListener("popstate", function () { if (location.search === query) return; query = location.search; box.value = ""; read(); chosen(); if (asking()) { prepare(); run(); } else clear(); });
    }

    box.addEventListener("focus", prepare);
    box.addEventListener("input", function () { prepare(); clearTimeout(timer); most = 50; timer = setTimeout(run, whole ? 0 : 60); });
    box.addEventListener("keydown", function (event) {
      if (event.key === "Escape") { event.preventDefault(); box.value = ""; run(); }
      if (event.key === "ArrowDown") { event.preventDefault(); if (timer) run(); walk(1); }
    });
    form.addEventListener("submit", function (event) { event.preventDefault(); run(); });
    read();
    if (filtered()) chosen();
    /* an address that is not there: search for what it seems to ask for, with fewer words until something is found */
    if (form.hasAttribute("data-lost") && !box.value) {
      var asks = location.pathname.split("/").pop().replace(/\.\w+$/, "");
      try { asks = decodeURIComponent(asks); } catch (malformed) { asks = ""; }
      box.value = asks.replace(/[^\p{L}\p{N}]+/gu, " ").replace(/\b0+(?=\d)/g, "").trim();
      lost = !!box.value;
      box.addEventListener("input", function () { lost = false; });
    }
    if (asking()) { prepare(); run(); }
    if (document.activeElement === box) prepare();
  })();
})();

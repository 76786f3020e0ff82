"""What the preview shows: an edition of the site whose pages are made when they are asked for, and how the last build went.

Part of the edge. What pages get besides their own content is one script from the same origin; what fails is shown in them,
as text, while the last good site stays.
"""

from __future__ import annotations

import asyncio
import contextlib
import html
import json
import mimetypes
import re
from collections.abc import AsyncIterator, Callable
from typing import Protocol

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

NAMES = ("127.0.0.1", "localhost")
SCRIPT = "/-/reload.js"
EVENTS = "/-/events"


class Pages(Protocol):
    """One edition of the site."""

    def get(self, name: str) -> bytes | None:
        """The file at that path of the site, None where there is none. Any exception is shown by its message."""

    def close(self) -> None:
        """The next edition is there."""


Build = Callable[[], Pages]
"""Makes an edition of the site as the files are now. Any exception is shown to the reader by its message."""

_HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
}
_CONTENT_NAMED = re.compile(r"(assets|idx)/.+\.[0-9a-f]{8}\.\w+$")
"""Files whose name holds a hash of their content: a browser may keep them."""

_CSP = re.compile(
    rb"""(<meta\s[^>]*?http-equiv=["']?Content-Security-Policy["']?[^>]*?content=")([^"]*)""", re.I
)

_JAVASCRIPT = """\
(function () {
  "use strict";
  var seen = Number(document.currentScript.getAttribute("data-version"));
  var box = null;
  function show(message) {
    if (!box) {
      box = document.createElement("pre");
      box.setAttribute("role", "alert");
      var look = {position: "fixed", insetInline: "0", bottom: "0", margin: "0", maxHeight: "60vh", overflow: "auto",
        padding: "16px 20px", background: "#6d1712", color: "#fff", font: "14px/1.5 ui-monospace, monospace",
        whiteSpace: "pre-wrap", zIndex: "1000"};
      for (var name in look) { box.style[name] = look[name]; }
      document.body.appendChild(box);
    }
    box.textContent = message;
    box.hidden = !message;
  }
  var events = new EventSource("/-/events");
  events.addEventListener("state", function (event) {
    var state = JSON.parse(event.data);
    if (state.version !== seen) { events.close(); keep(); location.reload(); return; }
    show(state.error);
  });

  // What stood where on the screen stands there again, though what is above it may have grown.
  var key = "adr-preview", kept = false, lost = null, left = 0;
  function keep() {
    var place = {path: location.pathname, y: scrollY};
    if (lost && scrollY === left) return store(lost); // nobody has looked elsewhere since
    var marked = document.querySelectorAll("main [id]");
    for (var i = 0; i < marked.length; i++) {
      var top = marked[i].getBoundingClientRect().top;
      if (top > innerHeight) break;
      if (marked[i].getClientRects().length) { place.id = marked[i].id; place.top = top; }
      if (top >= 0 && place.id) break;
    }
    store(place);
  }
  function store(place) {
    try {
      sessionStorage.setItem(key, JSON.stringify(place));
      history.scrollRestoration = "manual"; // the browser would put the page back to where the last one was, after us
      kept = true;
    } catch (barred) { /* then the browser's own memory has to do */ }
  }
  addEventListener("pagehide", function () { if (!kept) history.scrollRestoration = "auto"; });
  function back() {
    var place = null;
    try { place = JSON.parse(sessionStorage.getItem(key)); sessionStorage.removeItem(key); } catch (barred) { /* as above */ }
    if (!place || place.path !== location.pathname || !place.y) return;
    var one = place.id && document.getElementById(place.id);
    scrollTo({top: one ? one.getBoundingClientRect().top + scrollY - place.top : place.y, behavior: "instant"});
    if (place.id && !one) { lost = place; left = scrollY; } // a file half written: the next page may have it again
  }
  if (document.readyState === "complete") back();
  else addEventListener("load", back);
})();
"""


class Preview:
    """The last good edition of the site, the state of the last build, and everybody who waits for the next."""

    def __init__(self, build: Build, say: Callable[[str, str], None] = lambda what, message: None) -> None:
        self.build = build
        self.say = say
        self.site: Pages | None = None
        self.before: Pages | None = None  # the last one that has been looked at and had no fault
        self.sound = False  # whether this one has, and had none
        self.broken = False
        self._closing: asyncio.Task[None] | None = None
        self.version = 0
        self.error = ""
        self.building = asyncio.Lock()
        self.changed = asyncio.Condition()
        self.stopped = asyncio.Event()

    async def rebuild(self) -> None:
        """Build, and tell every open page how that went."""
        async with self.building:
            await self._rebuild()

    async def _rebuild(self) -> None:
        try:
            made = await asyncio.to_thread(self.build)
        except Exception as error:  # whatever it is, the preview goes on and says so
            await self.fail(f"The site could not be built.\n\n{_message(error)}")
            return
        gone = self.site
        if self.sound and not self.broken:
            self.before, gone = self.site, self.before
        self.site, self.sound, self.broken = made, False, False
        if gone is not None:
            self._closing = asyncio.create_task(asyncio.to_thread(gone.close))
        self.error = ""
        self.version += 1
        self.say("built", "")
        async with self.changed:
            self.changed.notify_all()

    async def fail(self, message: str) -> None:
        """Say what went wrong, here and in every open page."""
        self.error = message
        self.say("failed", message)
        async with self.changed:
            self.changed.notify_all()

    async def stop(self) -> None:
        """Let everybody who waits go."""
        self.stopped.set()
        async with self.changed:
            self.changed.notify_all()

    async def states(self) -> AsyncIterator[str]:
        """The state now and after every build, as server-sent events, until the server stops."""
        yield "retry: 1000\n\n"
        last: tuple[int, str] | None = None
        while not self.stopped.is_set():
            now = (self.version, self.error)
            if now != last:
                last = now
                yield f"event: state\ndata: {json.dumps({'version': now[0], 'error': now[1]})}\n\n"
                continue
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(15), self.changed:
                    await self.changed.wait()
            if (self.version, self.error) == last:
                yield ": still here\n\n"  # finds out that the reader has gone

    # -- answers -----------------------------------------------------------------------------------------------

    async def events(self, request: Request) -> Response:
        """Server-sent events, for pages of this site only."""
        origin = request.headers.get("origin")
        own = f"http://{request.headers.get('host', '')}"
        if (origin and origin != own) or request.headers.get(
            "sec-fetch-site", "same-origin"
        ) != "same-origin":
            return PlainTextResponse("Only for pages of this preview.", 403, _HEADERS)
        return StreamingResponse(self.states(), media_type="text/event-stream", headers=_HEADERS)

    async def script(self, request: Request) -> Response:
        """The script that reloads the page."""
        return Response(_JAVASCRIPT, media_type="text/javascript", headers=_HEADERS)

    async def page(self, request: Request) -> Response:
        """A file of the site; HTML with the reload script in it."""
        # A page names the edition that it is of, not the one that is there by the time it is made.
        site, version = self.site, self.version
        if site is None:
            return self._html(self._failure(), 500, version)
        path = request.path_params["path"]
        missing = None
        try:
            found = await asyncio.to_thread(_find, site, path)
            if found is None:
                missing = await asyncio.to_thread(site.get, "404.html")
        except Exception as error:  # a layout of the user's own, most likely
            self.broken = self.broken or site is self.site
            await self.fail(f"{path or 'index.html'} could not be made.\n\n{_message(error)}")
            found = await self._as_it_was(path)
            if found is None:
                return self._html(self._failure(), 500, version)
        if found is None:
            return self._html(
                missing or b"<!doctype html><title>Not found</title><p>Not found.", 404, version
            )
        name, data = found
        if name.endswith(".html"):
            self.sound = self.sound or site is self.site
            return self._html(data, 200, version)
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        headers = _HEADERS | (
            {"Cache-Control": "max-age=3600, immutable"} if _CONTENT_NAMED.match(name) else {}
        )
        return Response(data, media_type="text/javascript" if name.endswith(".js") else kind, headers=headers)

    async def _as_it_was(self, path: str) -> tuple[str, bytes] | None:
        """The page from before the change that made it fail."""
        if self.before is None:
            return None
        with contextlib.suppress(Exception):
            return await asyncio.to_thread(_find, self.before, path)
        return None

    def _html(self, data: bytes, status: int, version: int) -> Response:
        return Response(
            with_reload(data, version), status, media_type="text/html; charset=utf-8", headers=_HEADERS
        )

    def _failure(self) -> bytes:
        words = html.escape(self.error or "The site is being built.")
        return f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Preview</title><pre>{words}</pre>'.encode()

    def application(self) -> Starlette:
        """What answers requests."""
        return Starlette(
            routes=[
                Route(SCRIPT, self.script),
                Route(EVENTS, self.events),
                Route("/{path:path}", self.page),
            ],
            middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=list(NAMES), www_redirect=False)],
        )


def _find(site: Pages, path: str) -> tuple[str, bytes] | None:
    """The file that an address's path names: a folder means its index, `.html` may be left out."""
    for name in (path, f"{path}.html", f"{path.rstrip('/')}/index.html".lstrip("/")):
        data = site.get(name) if name else None
        if data is not None:
            return name, data
    return None


def _message(error: Exception) -> str:
    where = getattr(error, "name", None) or getattr(error, "filename", None)
    line = getattr(error, "lineno", None)
    place = f"{where}{f', line {line}' if line else ''}: " if isinstance(where, str) and line else ""
    return place + (str(error) or type(error).__name__)


def with_reload(page: bytes, version: int) -> bytes:
    """A page with the reload script at its end, allowed to listen for events; everything else as it was."""

    def allow(match: re.Match[bytes]) -> bytes:
        policy = match[2]
        return match[1] + (policy if b"connect-src" in policy else b"connect-src 'self'; " + policy)

    page = _CSP.sub(allow, page, count=1)
    tag = f'<script src="{SCRIPT}" data-version="{version}"></script>'.encode()
    at = page.rfind(b"</body>")
    return page + tag if at < 0 else page[:at] + tag + page[at:]

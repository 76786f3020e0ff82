"""The preview: builds the site into a passing folder, serves it to this machine alone, and reloads pages on a change.

Part of the edge. What pages get besides their own content is one script from the same origin; a failed build is shown in
them, as text, while the last good site stays.
"""

from __future__ import annotations

import asyncio
import contextlib
import html
import json
import mimetypes
import re
import socket
import tempfile
import webbrowser
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path
from types import FrameType

import uvicorn
import watchfiles
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

HOST = "127.0.0.1"
PORT = 8400
NAMES = ("127.0.0.1", "localhost")
SCRIPT = "/-/reload.js"
EVENTS = "/-/events"

Build = Callable[[Path], None]
"""Builds the site into a folder. Any exception is shown to the reader by its message."""

_HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
}
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
    if (state.version !== seen) { events.close(); location.reload(); return; }
    show(state.error);
  });
})();
"""


class PreviewError(Exception):
    """The preview cannot start. The message says why and what to do."""

    exit_code = 2


class Preview:
    """The last good site, the state of the last build, and everybody who waits for the next."""

    def __init__(self, build: Build, folder: Path) -> None:
        self.build = build
        self.folder = folder
        self.version = 0
        self.error = ""
        self.changed = asyncio.Condition()
        self.stopped = asyncio.Event()

    async def rebuild(self) -> None:
        """Build, and tell every open page how that went."""
        try:
            await asyncio.to_thread(self.build, self.folder)
        except Exception as error:  # whatever it is, the preview goes on and says so
            self.error = f"The site could not be built.\n\n{str(error) or type(error).__name__}"
        else:
            self.error = ""
            self.version += 1
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
        file = self.find(request.path_params["path"])
        if self.version == 0:
            return self._html(self._failure(), 500)
        if file is None:
            missing = self.find("404.html")
            data = (
                missing.read_bytes() if missing else b"<!doctype html><title>Not found</title><p>Not found."
            )
            return self._html(data, 404)
        data = await asyncio.to_thread(file.read_bytes)
        if file.suffix == ".html":
            return self._html(data, 200)
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        return Response(
            data, media_type="text/javascript" if file.suffix == ".js" else kind, headers=_HEADERS
        )

    def find(self, path: str) -> Path | None:
        """The file that an address's path names: a folder means its index, `.html` may be left out."""
        if "\0" in path or "\\" in path:
            return None
        for name in (path, f"{path}.html", f"{path.rstrip('/')}/index.html".lstrip("/")):
            try:
                file = (self.folder / name).resolve()
                if file.is_file() and file.is_relative_to(self.folder.resolve()):
                    return file
            except (OSError, ValueError):
                return None
        return None

    def _html(self, data: bytes, status: int) -> Response:
        return Response(
            with_reload(data, self.version), status, media_type="text/html; charset=utf-8", headers=_HEADERS
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


def with_reload(page: bytes, version: int) -> bytes:
    """A page with the reload script at its end, allowed to listen for events; everything else as it was."""

    def allow(match: re.Match[bytes]) -> bytes:
        policy = match[2]
        return match[1] + (policy if b"connect-src" in policy else b"connect-src 'self'; " + policy)

    page = _CSP.sub(allow, page, count=1)
    tag = f'<script src="{SCRIPT}" data-version="{version}"></script>'.encode()
    at = page.rfind(b"</body>")
    return page + tag if at < 0 else page[:at] + tag + page[at:]


class _Server(uvicorn.Server):
    """uvicorn, ended by Ctrl-C without a traceback and without waiting for pages that listen."""

    def __init__(self, config: uvicorn.Config, stopping: Callable[[], None]) -> None:
        super().__init__(config)
        self.stopping = stopping

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        # Not the inherited one: that raises the signal again at the end, past all cleaning up.
        self.force_exit = self.should_exit
        self.should_exit = True
        self.stopping()


def bind(port: int | None) -> socket.socket:
    """A socket on the loopback address: on `port`, or on the usual one or the next that is free. Raises PreviewError."""
    for number in (port,) if port is not None else (*range(PORT, PORT + 20), 0):
        made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):
            made.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            made.bind((HOST, number))
            made.listen()
        except OSError as error:
            made.close()
            if port is not None:
                raise PreviewError(
                    f"port {port}: {error.strerror or error}; choose another with --port"
                ) from None
            continue
        return made
    raise PreviewError("no free port on this machine")


def serve(
    build: Build,
    watched: Callable[[], Sequence[Path]],
    ignored: Callable[[Path], bool],
    *,
    port: int | None = None,
    open_browser: bool = False,
    say: Callable[[str, str], None],
) -> None:
    """Serve until Ctrl-C. `watched` are the folders and files whose change makes a new build, unless `ignored`.

    `say` gets what happens: "ready" with the address, "built", "failed" with the reason. Raises PreviewError.
    """
    listening = bind(port)
    passing = tempfile.TemporaryDirectory(prefix="adr-preview-", ignore_cleanup_errors=True)
    # Before the server runs, Ctrl-C is still a KeyboardInterrupt.
    with passing as folder, listening, contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_run(build, watched, ignored, Path(folder) / "site", listening, open_browser, say))


async def _run(
    build: Build,
    watched: Callable[[], Sequence[Path]],
    ignored: Callable[[Path], bool],
    folder: Path,
    listening: socket.socket,
    open_browser: bool,
    say: Callable[[str, str], None],
) -> None:
    preview = Preview(build, folder)
    await preview.rebuild()
    say("failed" if preview.error else "built", preview.error)
    loop = asyncio.get_running_loop()
    stopping: set[asyncio.Task[None]] = set()

    def stop() -> None:
        loop.call_soon_threadsafe(lambda: stopping.add(loop.create_task(preview.stop())))

    config = uvicorn.Config(
        preview.application(), log_config=None, log_level="critical", access_log=False, lifespan="off",
        timeout_graceful_shutdown=2, server_header=False,
    )  # fmt: skip
    server = _Server(config, stop)
    watching = asyncio.create_task(_watch(preview, watched, ignored, say))
    address = f"http://{HOST}:{listening.getsockname()[1]}/"
    say("ready", address)
    if open_browser:
        await asyncio.to_thread(webbrowser.open, address)
    await server.serve(sockets=[listening])
    await preview.stop()
    await watching


async def _watch(
    preview: Preview,
    watched: Callable[[], Sequence[Path]],
    ignored: Callable[[Path], bool],
    say: Callable[[str, str], None],
) -> None:
    folders = sorted({path for path in watched() if path.is_dir()})
    files = {path for path in watched() if not path.is_dir()}
    usual = watchfiles.DefaultFilter()

    def in_folders(change: watchfiles.Change, path: str) -> bool:
        return usual(change, path) and not ignored(Path(path))

    def in_files(change: watchfiles.Change, path: str) -> bool:
        return Path(path) in files

    async def follow(
        paths: Sequence[Path], chosen: Callable[[watchfiles.Change, str], bool], recursive: bool
    ) -> None:
        if not paths:
            return
        async for _ in watchfiles.awatch(
            *paths,
            watch_filter=chosen,
            stop_event=preview.stopped,
            debounce=200,
            step=50,
            recursive=recursive,
            raise_interrupt=False,
        ):
            await preview.rebuild()
            say("failed" if preview.error else "built", preview.error)

    parents = sorted({path.parent for path in files if path.parent.is_dir()})
    await asyncio.gather(follow(folders, in_folders, True), follow(parents, in_files, False))

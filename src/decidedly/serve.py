"""`adr serve`: the preview, for this machine alone; what changes on the disk is shown at once.

Part of the edge.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import socket
import webbrowser
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType

import uvicorn
import watchfiles

from decidedly.preview import Build, Preview

HOST = "127.0.0.1"
PORT = 8400

SETTLED = 25
"""Milliseconds without a change after which a change is taken to be whole."""

STARTED = 0.05
"""Seconds after which a task that watches surely does."""


class PreviewError(Exception):
    """The preview cannot start. The message says why and what to do."""

    exit_code = 2


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
    # Before the server runs, Ctrl-C is still a KeyboardInterrupt.
    with listening, contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_run(Preview(build, say), watched, ignored, listening, open_browser, say))


async def _run(
    preview: Preview,
    watched: Callable[[], Sequence[Path]],
    ignored: Callable[[Path], bool],
    listening: socket.socket,
    open_browser: bool,
    say: Callable[[str, str], None],
) -> None:
    # Watching comes first: what is saved while we read for the first time is a change too.
    watching = asyncio.create_task(_watch(preview, watched, ignored))
    await asyncio.sleep(STARTED)
    await preview.rebuild()
    gc.collect()
    gc.freeze()  # what was read stays: looking through it again and again would take longer than a rebuild
    loop = asyncio.get_running_loop()
    stopping: set[asyncio.Task[None]] = set()

    def stop() -> None:
        loop.call_soon_threadsafe(lambda: stopping.add(loop.create_task(preview.stop())))

    config = uvicorn.Config(
        preview.application(), log_config=None, log_level="critical", access_log=False, lifespan="off",
        timeout_graceful_shutdown=2, server_header=False,
    )  # fmt: skip
    server = _Server(config, stop)
    address = f"http://{HOST}:{listening.getsockname()[1]}/"
    say("ready", address)
    if open_browser:
        await asyncio.to_thread(webbrowser.open, address)
    await server.serve(sockets=[listening])
    await preview.stop()
    await watching
    for site in (preview.site, preview.before):
        if site is not None:
            await asyncio.to_thread(site.close)


async def _watch(
    preview: Preview, watched: Callable[[], Sequence[Path]], ignored: Callable[[Path], bool]
) -> None:
    """Build again after each change. What is watched may change with the configuration."""
    usual = watchfiles.DefaultFilter()

    async def catch_up() -> None:
        await asyncio.sleep(STARTED)
        await preview.rebuild()

    first = True
    while not preview.stopped.is_set():
        paths = list(watched())
        folders = sorted({path for path in paths if path.is_dir()})
        files = {path for path in paths if not path.is_dir()}
        parents = sorted({path.parent for path in files if path.parent.is_dir()})
        others = asyncio.Event()

        def in_folders(change: watchfiles.Change, path: str) -> bool:
            return usual(change, path) and not ignored(Path(path))

        def in_files(change: watchfiles.Change, path: str, files: set[Path] = files) -> bool:
            return Path(path) in files

        async def follow(
            tops: Sequence[Path],
            chosen: Callable[[watchfiles.Change, str], bool],
            recursive: bool,
            paths: list[Path] = paths,
            others: asyncio.Event = others,
        ) -> None:
            if not tops:
                return
            async for _ in watchfiles.awatch(
                *tops,
                watch_filter=chosen,
                stop_event=others,
                debounce=200,
                step=SETTLED,
                recursive=recursive,
                raise_interrupt=False,
            ):
                await preview.rebuild()
                if list(watched()) != paths:
                    others.set()

        stopping = asyncio.create_task(_either(preview.stopped, others))
        following = [follow(folders, in_folders, True), follow(parents, in_files, False)]
        await asyncio.gather(*following, *([] if first else [catch_up()]))
        stopping.cancel()
        first = False


async def _either(stopped: asyncio.Event, others: asyncio.Event) -> None:
    await stopped.wait()
    others.set()

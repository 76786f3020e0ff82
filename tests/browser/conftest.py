"""Built sites for the browser: opened from a folder, and served under a sub-path with their full-text index."""

from __future__ import annotations

import functools
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from tests.site import logs


def write(folder: Path, files: dict[str, str]) -> Path:
    """Write the records to a folder as a team would have them."""
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


def publish(top: Path, files: dict[str, str], *options: str) -> Path:
    """Build the site of these files with the real command."""
    records = write(top / "docs" / "adr", files)
    (records / "img").mkdir(exist_ok=True)
    (records / "img" / "flow.png").write_bytes(
        bytes.fromhex(
            "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
            "1f15c4890000000d49444154789c63f8ffff3f030005fe02fea7350581e40000000049454e44ae426082"
        )
    )
    environment = {**os.environ, "PYTHONUTF8": "1"}
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "decidedly",
            "build",
            "-o",
            str(top / "site"),
            "--as-of",
            "2026-03-02",
            *options,
        ],
        cwd=top,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return top / "site"


@pytest.fixture(scope="session")
def folder(tmp_path_factory) -> Path:
    """The small log's site, without a full-text index."""
    return publish(tmp_path_factory.mktemp("small"), logs.SMALL, "--no-search")


@pytest.fixture(scope="session")
def long_folder(tmp_path_factory) -> Path:
    """A long log's site."""
    return publish(tmp_path_factory.mktemp("long"), logs.many(320), "--no-search")


@pytest.fixture(scope="session")
def hostile_folder(tmp_path_factory) -> Path:
    """A hostile log's site, as pages only: its file names are not for every file system."""
    top = tmp_path_factory.mktemp("hostile")
    return write(top, logs.built(logs.HOSTILE))


@pytest.fixture(scope="session")
def calm_folder(tmp_path_factory) -> Path:
    """The site of a log in which nothing wants attention, as pages only."""
    top = tmp_path_factory.mktemp("calm")
    files = dict(
        logs.record(number, f"Question number {number} with a title of some length", tags="[hosting]")
        for number in (1, 2)
    )
    return write(top, logs.built(files))


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@pytest.fixture(scope="session")
def served(tmp_path_factory) -> Iterator[str]:
    """The address of the small log's site under a sub-path, with full-text search."""
    top = tmp_path_factory.mktemp("served")
    site = publish(top, logs.SMALL, "--search")
    (top / "www" / "org").mkdir(parents=True)
    site.rename(top / "www" / "org" / "repo")
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(top / "www")))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/org/repo/"
    server.shutdown()
    server.server_close()

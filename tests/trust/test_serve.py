"""The preview as a real process: it reloads on a change, shows what failed, and answers nobody but this machine."""

import asyncio
import contextlib
import http.client
import json
import os
import queue
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect
from starlette.requests import Request

from decidedly import serve
from decidedly.preview import EVENTS, SCRIPT, with_reload
from decidedly.preview import Preview as Editions

RECORD = (
    "# 1. First {word}\n\nDate: 2025-01-15\n\n## Status\n\nAccepted\n\n## Decision\n\nWe will use {word}.\n"
)
PATIENCE = 60


@dataclass
class Preview:
    """A running preview."""

    process: subprocess.Popen[str]
    host: str
    port: int

    def get(self, path: str, **headers: str) -> tuple[int, str, http.client.HTTPMessage]:
        connection = http.client.HTTPConnection(self.host, self.port, timeout=PATIENCE)
        with contextlib.closing(connection):
            connection.putrequest("GET", path, skip_host="Host" in headers)
            for name, value in headers.items():
                connection.putheader(name.replace("_", "-"), value)
            connection.endheaders()
            answer = connection.getresponse()
            return answer.status, answer.read().decode(), answer.headers

    @contextlib.contextmanager
    def events(self) -> Iterator["queue.Queue[dict[str, object]]"]:
        """What pages are told, as it comes."""
        found: queue.Queue[dict[str, object]] = queue.Queue()
        connection = http.client.HTTPConnection(self.host, self.port, timeout=PATIENCE)
        connection.request("GET", EVENTS)
        answer = connection.getresponse()
        assert answer.status == 200
        assert answer.headers["content-type"].startswith("text/event-stream")
        assert not any(name.lower().startswith("access-control") for name in answer.headers)

        def listen() -> None:
            with contextlib.suppress(OSError, ValueError, AttributeError, http.client.HTTPException):
                while line := answer.readline():
                    if line.startswith(b"data:"):
                        found.put(json.loads(line[5:]))

        threading.Thread(target=listen, daemon=True).start()
        try:
            yield found
        finally:
            if connection.sock is not None:
                with contextlib.suppress(OSError):
                    connection.sock.shutdown(socket.SHUT_RDWR)
            connection.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "repository"
    records = made / "docs" / "adr"
    records.mkdir(parents=True)
    (records / "0001-first.md").write_text(RECORD.format(word="apples"))
    (made / "adr.toml").write_text('title = "Apple log"\n')
    return made


@contextlib.contextmanager
def running(folder: Path, *arguments: str) -> Iterator[Preview]:
    process = subprocess.Popen(
        [sys.executable, "-m", "decidedly", "serve", "--no-search", *arguments],
        cwd=folder,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"TMPDIR": str(folder.parent), "PYTHONUNBUFFERED": "1"},
    )
    try:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        if not address:
            process.wait(PATIENCE)
            assert process.stderr is not None
            raise AssertionError(process.stderr.read())
        parts = urlsplit(address)
        assert (parts.scheme, parts.hostname) == ("http", "127.0.0.1")
        yield Preview(process, parts.hostname or "", parts.port or 0)
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


@pytest.fixture
def preview(folder: Path) -> Iterator[Preview]:
    with running(folder, "--port", "0") as made:
        yield made


@pytest.mark.slow
def test_a_change_reloads_and_a_failure_is_shown(preview: Preview, folder: Path):
    status, page, headers = preview.get("/")
    assert status == 200
    assert "First apples" in page
    assert headers["cache-control"] == "no-store"
    sheet = re.search(r'href="(assets/site\.[0-9a-f]{8}\.css)"', page)
    assert sheet is not None
    assert "immutable" in preview.get(f"/{sheet[1]}")[2]["cache-control"]  # its name changes with its content
    assert f'<script src="{SCRIPT}" data-version="1"></script>' in page
    assert preview.get(SCRIPT)[2]["content-type"].startswith("text/javascript")
    with preview.events() as told:
        assert told.get(timeout=PATIENCE) == {"version": 1, "error": ""}
        (folder / "docs" / "adr" / "0001-first.md").write_text(RECORD.format(word="pears"))
        assert told.get(timeout=PATIENCE) == {"version": 2, "error": ""}
        assert "First pears" in preview.get("/index.html")[1]
        (folder / "adr.toml").write_text("title = 7\n")
        failed = told.get(timeout=PATIENCE)
        assert failed["version"] == 2
        assert "adr.toml: title is a number" in str(failed["error"])
        assert "First pears" in preview.get("/")[1]  # the last good site stays
        (folder / "adr.toml").write_text('title = "Pear log"\n')
        while (now := told.get(timeout=PATIENCE)) == failed:
            pass
        assert now == {"version": 3, "error": ""}
        assert "Pear log" in preview.get("/")[1]


KILLED_HALF_WAY = """
import os, sys
from decidedly import journal
from decidedly.cli import main
done = []
put = journal.put
def once(step):
    if done: os._exit(99)
    done.append(step)
    put(step)
journal.put = once
main(["supersede", "1", "--by", "2"])
"""


def said(preview: Preview) -> str:
    """The next line on stderr; "" where none comes in time."""
    assert preview.process.stderr is not None
    late = threading.Timer(PATIENCE, preview.process.kill)
    late.start()
    try:
        return preview.process.stderr.readline().strip()
    finally:
        late.cancel()


@pytest.mark.slow
def test_it_says_what_a_crash_has_left_and_repeats_no_warning(folder: Path):
    """Before it starts, and while it runs: another command dies between two files, and the next build finishes that."""
    second = folder / "docs" / "adr" / "0002-second.md"
    finished = "adr: finished a change that was interrupted: 0001-first.md, 0002-second.md"

    def dies() -> None:
        for file, word in ((folder / "docs" / "adr" / "0001-first.md", "apples"), (second, "pears")):
            file.write_text(RECORD.format(word=word).replace("# 1.", f"# {file.name[3]}."))
        crash = [sys.executable, "-c", KILLED_HALF_WAY]
        assert subprocess.run(crash, cwd=folder, check=False).returncode == 99

    (folder / "adr.toml").write_text('title = "Apple log"\ncolour = "red"\n')
    dies()
    with running(folder, "--port", "0") as preview:
        warning = said(preview)
        assert warning.startswith("adr: warning: ")
        assert "colour" in warning
        assert said(preview) == finished
        assert said(preview) == "adr: press Ctrl-C to stop"
        with preview.events() as told:
            told.get(timeout=PATIENCE)
            dies()
            assert said(preview) == finished
            (folder / "adr.toml").write_text('title = "Pear log"\nflavour = "sweet"\n')
            assert "flavour" in said(preview)
    assert b"upersedes" in second.read_bytes()


@pytest.mark.slow
def test_only_this_machine_and_its_own_pages(preview: Preview):
    own = f"127.0.0.1:{preview.port}"
    assert preview.get("/", Host=own)[0] == 200
    assert preview.get("/", Host=f"localhost:{preview.port}")[0] == 200
    for host in ("example.org", f"example.org:{preview.port}", f"127.0.0.1.example.org:{preview.port}", ""):
        status, page, _ = preview.get("/", Host=host)
        assert status == 400
        assert "apples" not in page
    for origin in ("https://example.org", "null", f"http://localhost:{preview.port + 1}"):
        status, _, headers = preview.get(EVENTS, Host=own, Origin=origin)
        assert status == 403
        assert "access-control-allow-origin" not in headers
    assert preview.get(EVENTS, Host=own, Sec_Fetch_Site="cross-site")[0] == 403
    headers = preview.get("/", Origin="https://example.org")[2]
    assert not any(name.lower().startswith("access-control") for name in headers)
    assert headers["cross-origin-resource-policy"] == "same-origin"


@pytest.mark.slow
def test_nothing_outside_of_the_site(preview: Preview, folder: Path):
    (folder.parent / "secret.txt").write_text("secret")
    for path in (
        "/../secret.txt",
        "/..%2fsecret.txt",
        "/%2e%2e/%2e%2e/secret.txt",
        "//etc/passwd",
        "/%00",
        "/..\\secret.txt",
        "/d",
    ):
        status, page, _ = preview.get(path)
        assert status == 404
        assert "secret" not in page
    assert preview.get("/search")[0] == 200  # as hosts do that take addresses without .html


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="signals as on Unix")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_at_once_and_cleanly(preview: Preview, folder: Path, number: signal.Signals):
    with preview.events() as told:  # a page that listens does not hold it up
        told.get(timeout=PATIENCE)
        preview.process.send_signal(number)
        _, errors = preview.process.communicate(timeout=PATIENCE)
    assert preview.process.returncode == 0
    assert "Traceback" not in errors
    assert not list(folder.parent.glob("adr-preview-*"))


@pytest.mark.slow
def test_a_port_that_is_taken(preview: Preview, folder: Path):
    done = subprocess.run(
        [sys.executable, "-m", "decidedly", "serve", "--no-search", "--port", str(preview.port)],
        cwd=folder, capture_output=True, text=True, timeout=PATIENCE, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert f"adr: port {preview.port}: " in done.stderr
    assert "choose another with --port" in done.stderr


def test_without_a_port_the_next_free_one():
    with serve.bind(None) as first, serve.bind(None) as second:
        assert first.getsockname()[0] == second.getsockname()[0] == "127.0.0.1"
        assert first.getsockname()[1] != second.getsockname()[1]


def test_the_script_goes_last_and_may_listen():
    page = b"""<!doctype html><meta http-equiv="Content-Security-Policy" content="default-src 'none'"><body>x</body>"""
    made = with_reload(page, 7)
    assert b"""content="connect-src 'self'; default-src 'none'">""" in made
    assert made.endswith(b'<script src="/-/reload.js" data-version="7"></script></body>')
    with_search = page.replace(b"default-src 'none'", b"default-src 'none'; connect-src 'self'")
    assert with_reload(with_search, 1).count(b"connect-src") == 1
    assert with_reload(b"x", 1) == b'x<script src="/-/reload.js" data-version="1"></script>'


class Edition:
    """A site of one page, which may be one that can't be made."""

    def __init__(self, text: str) -> None:
        self.text = text

    def get(self, name: str) -> bytes | None:
        if not self.text:
            raise ValueError("no such layout")
        return self.text.encode() if name == "index.html" else None

    def close(self) -> None:
        self.text = ""


def test_a_page_that_fails_is_shown_from_the_last_edition_that_was_looked_at():
    """Also where a file was saved twice before anybody has looked."""
    editions = iter([Edition("good"), Edition(""), Edition(""), Edition("mended")])
    shown = Editions(lambda: next(editions))

    async def look() -> bytes:
        await shown.rebuild()
        request = Request({"type": "http", "path_params": {"path": ""}, "headers": []})
        return bytes((await shown.page(request)).body)

    async def story() -> list[bool]:
        seen = [b"good" in await look()]
        await shown.rebuild()
        seen.append(b"good" in await look() and "no such layout" in shown.error)
        seen.append(b"mended" in await look() and not shown.error)
        return seen

    with ThreadPoolExecutor(1) as apart:  # a browser that another test has opened here has a loop of its own
        assert apart.submit(asyncio.run, story()).result() == [True, True, True]


@pytest.mark.browser
@pytest.mark.slow
def test_in_a_browser(preview: Preview, folder: Path, page: Page):
    """Under the site's own Content-Security-Policy: the page reloads by itself, and a failure is text in it."""
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"http://127.0.0.1:{preview.port}/d/0001.html")
    expect(page.locator("h1")).to_contain_text("First apples")
    (folder / "docs" / "adr" / "0001-first.md").write_text(RECORD.format(word="pears"))
    expect(page.locator("h1")).to_contain_text("First pears", timeout=PATIENCE * 1000)
    (folder / "adr.toml").write_text("'<img src=x onerror=alert(1)>' = 1\ntitle = 7\n")
    expect(page.get_by_role("alert")).to_contain_text("title is a number", timeout=PATIENCE * 1000)
    (folder / "adr.toml").write_text('title = "Pears"\n')
    expect(page.get_by_role("alert")).to_have_count(0, timeout=PATIENCE * 1000)
    assert complaints == []


@pytest.mark.browser
@pytest.mark.slow
def test_the_page_stays_where_it_was(preview: Preview, folder: Path, page: Page):
    """Though the record has grown above what is on the screen."""
    record = folder / "docs" / "adr" / "0001-first.md"
    text = RECORD.format(word="pears") + "\n".join(
        f"\n## Part {part}\n\n" + "Words.\n\n" * 12 for part in range(8)
    )
    record.write_text(text)
    page.goto(f"http://127.0.0.1:{preview.port}/d/0001.html")
    part = page.locator("#part-4")
    expect(part).to_have_count(1, timeout=PATIENCE * 1000)
    page.wait_for_load_state("load")  # until then the browser itself puts a reloaded page where it was
    part.evaluate(
        "one => scrollTo({top: one.getBoundingClientRect().top + scrollY - 100, behavior: 'instant'})"
    )
    with record.open("w") as file:  # as some editors save: for a moment there is nothing
        file.flush()
        time.sleep(0.2)
        file.write(text.replace("## Part 1", "New words.\n\n" * 9 + "## Part 1"))
    expect(page.get_by_text("New words.")).to_have_count(9, timeout=PATIENCE * 1000)
    top = None
    for _ in range(5 * PATIENCE):
        top = part.evaluate("one => Math.round(one.getBoundingClientRect().top)")
        if top == 100:
            break
        page.wait_for_timeout(100)
    assert top == 100


@pytest.mark.browser
@pytest.mark.slow
def test_a_layout_that_fails_is_said_on_the_page_as_it_was(preview: Preview, folder: Path, page: Page):
    """The configuration names a theme while the preview runs: from then on that is watched as well."""
    page.goto(f"http://127.0.0.1:{preview.port}/d/0001.html")
    layout = folder / "ours" / "layouts" / "decision.html"
    layout.parent.mkdir(parents=True)
    layout.write_text('{% extends "built-in/decision.html" %}{% block foot %}Ours{% endblock %}')
    (folder / "adr.toml").write_text('site = "ours"\n')
    expect(page.get_by_role("contentinfo")).to_have_text("Ours", timeout=PATIENCE * 1000)
    layout.write_text("{% if %}")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("d/0001.html could not be made", timeout=PATIENCE * 1000)
    expect(alert).to_contain_text("decision.html, line 1: ")
    expect(page.locator("h1")).to_contain_text("First apples")
    layout.write_text('{% extends "built-in/decision.html" %}{% block foot %}Mended{% endblock %}')
    expect(page.get_by_role("contentinfo")).to_have_text("Mended", timeout=PATIENCE * 1000)
    expect(alert).to_have_count(0)

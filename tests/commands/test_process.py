"""The program as a process: what it loads, how it ends, what it prints to whom."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from decidedly import resources
from decidedly.cli.program import COMMANDS, program
from decidedly.printable import width

HOSTILE = """---
id: "::set-output name=x::1"
title: "\\e]0;owned\\a\\e[2J\\u202ereversed ##[group]"
answer: "\\u009b31m [bold]not markup[/bold] :smile:"
status: accepted
---
# x

## Decision

::error::line \x1b[31mred\x1b[0m [link](https://example.org/\x1b)
"""

ARABIC = "# 2. قرار عن الطابور 👩‍👩‍👧\n\n## Status\n\nAccepted\n\n## Decision\n\nنعم.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    records = tmp_path / "docs" / "adr"
    records.mkdir(parents=True)
    (records / "0001-hostile.md").write_bytes(HOSTILE.encode())
    (records / "0002-arabic.md").write_text(ARABIC, encoding="utf-8")
    return tmp_path


def adr(folder: Path, *arguments: str, **environment: str) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(
        [sys.executable, "-m", "decidedly", *arguments],
        cwd=folder,
        env=os.environ | {"ADR_DATE": "2026-01-15"} | environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )


def on_a_terminal(folder: Path, *arguments: str, **environment: str) -> bytes:
    """What is printed on a real (pseudo) terminal."""
    import pty

    leader, follower = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "decidedly", *arguments],
        cwd=folder,
        env={"TERM": "xterm-256color", "COLUMNS": "100", "PATH": os.environ["PATH"], "ADR_DATE": "2026-01-15"}
        | environment,
        stdin=follower,
        stdout=follower,
        stderr=follower,
    ) as process:
        os.close(follower)
        found = b""
        while True:
            try:
                data = os.read(leader, 65536)
            except OSError:  # how Linux says that the other end is closed
                data = b""
            if not data:
                break
            found += data
        os.close(leader)
    assert process.returncode == 0, found
    return found


# ------------------------------------------------------------------------------------------------------ start-up


@pytest.mark.parametrize("arguments", [["--version"], ["--help"]])
def test_start_up_loads_nothing_that_it_does_not_need(arguments: list[str]):
    script = (
        "import sys\nfrom decidedly.cli import main\n"
        f"code = main({arguments!r})\n"
        "heavy = {'yaml', 'jinja2', 'networkx', 'rich', 'markdown_it', 'pygments', 'frontmatter', 'starlette', 'uvicorn', 'watchfiles',"
        " 'pagefind', 'importlib.metadata', 'decidedly.app', 'decidedly.log'}\n"
        "sys.exit(code or ', '.join(sorted(heavy & set(sys.modules))) or 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_list_loads_no_graph_no_templates_and_no_terminal_library(folder: Path):
    script = (
        "import sys\nfrom decidedly.cli import main\ncode = main(['list'])\n"
        "heavy = {'jinja2', 'networkx', 'rich', 'pygments', 'starlette', 'decidedly.pages', 'decidedly.render'}\n"
        "sys.exit(code or ', '.join(sorted(heavy & set(sys.modules))) or 0)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=folder, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_the_first_lines_of_help_are_those_of_the_commands():
    import click

    context = click.Context(program)
    for names in COMMANDS.values():
        for name, line in names.items():
            command = program.get_command(context, name)
            assert command is not None
            assert command.name == name
            assert (command.help or "").splitlines()[0] == line
            assert "Examples:" in (command.epilog or ""), f"{name} --help has no example"


def test_both_names_and_the_module():
    for words in (
        ["-m", "decidedly"],
        ["-c", "import sys; from decidedly.cli import main; sys.exit(main())"],
    ):
        done = subprocess.run(
            [sys.executable, *words, "--version"], capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stdout.strip()) == (0, "0.1.0")


# ----------------------------------------------------------------------------------------------- what is printed


DANGEROUS = [b"\x1b", b"\x07", "\x9b".encode(), "\u202e".encode(), b"##["]


@pytest.mark.parametrize("arguments", [["list"], ["show", "0001-hostile"], ["search", "reversed"], ["graph"], ["graph", "--format", "dot"],
                                       ["list", "--json"], ["export", "json"]])  # fmt: skip
def test_records_steer_no_terminal_and_no_runner(folder: Path, arguments: list[str]):
    done = adr(folder, *arguments)
    assert (done.returncode, done.stderr) == (0, b"")
    for bad in DANGEROUS:
        assert bad not in done.stdout
    assert not any(line.lstrip().startswith(b"::") for line in done.stdout.splitlines())


def test_messages_neither(folder: Path):
    done = adr(folder, "show", "\x1b[31m::x")
    assert done.returncode == 2
    assert b"\x1b" not in done.stderr
    assert b"\\x1b[31m" in done.stderr


def test_honest_text_is_left_alone(folder: Path):
    printed = adr(folder, "list").stdout.decode()
    assert "قرار عن الطابور 👩‍👩‍👧" in printed
    titles = [record["title"] for record in json.loads(adr(folder, "list", "--json").stdout)["records"]]
    assert "قرار عن الطابور 👩‍👩‍👧" in titles


def test_raw_is_the_file_byte_for_byte(folder: Path):
    file = folder / "docs" / "adr" / "0001-hostile.md"
    file.write_bytes(b"\xef\xbb\xbf" + HOSTILE.encode().replace(b"\n", b"\r\n") + b"\xff")
    assert adr(folder, "show", "0001-hostile", "--raw").stdout == file.read_bytes()


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo terminal")
@pytest.mark.parametrize("arguments", [["list"], ["show", "0001-hostile"]])
def test_a_terminal_gets_our_escapes_and_no_others(folder: Path, arguments: list[str]):
    shown = on_a_terminal(folder, *arguments)
    assert b"\x1b[" in shown  # ours: colour
    assert re.sub(rb"\x1b\[[\d;]*m", b"", shown).count(b"\x1b") == 0
    assert b"[2J" not in re.sub(rb"\\x1b\[2J", b"", shown)
    assert b"\x07" not in shown
    assert "\u202e".encode() not in shown
    assert b"[bold]not markup[/bold] :smile:" in shown
    plain = on_a_terminal(folder, *arguments, NO_COLOR="1")
    assert not re.search(rb"\x1b\[[\d;]*3\dm", plain)
    assert b"\x1b" not in on_a_terminal(folder, "--color", "never", *arguments)


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo terminal")
def test_a_narrow_terminal_has_the_decision_below_its_facts(folder: Path):
    (folder / "docs" / "adr" / "0003-queue.md").write_text(
        "# 3. Which queue?\n\nDate: 2025-01-02\n\n## Status\n\nAccepted\n\n## Decision\n\nWe will use RabbitMQ.\n"
    )
    shown = on_a_terminal(folder, "list", "--since", "2025-01-01", NO_COLOR="1", COLUMNS="40")
    lines = [line.rstrip() for line in re.sub(r"\x1b\[[\d;]*m", "", shown.decode()).splitlines()]
    assert lines == ["0003  ● accepted  2025-01-02", "Which queue?", "→ We will use RabbitMQ"]


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo terminal")
def test_an_id_that_is_a_file_name_leaves_the_decision_its_room(tmp_path: Path):
    (tmp_path / "adr").mkdir()
    name = "20240101-which-queue-between-the-billing-backend-and-the-ledger"
    (tmp_path / "adr" / f"{name}.md").write_text("# Which queue?\n\n- Status: accepted\n- Date: 2024-01-01\n")
    shown = on_a_terminal(tmp_path, "list", NO_COLOR="1", COLUMNS="80").decode()
    lines = [" ".join(line.split()) for line in re.sub(r"\x1b\[[\d;]*m", "", shown).splitlines()]
    assert lines[:2] == ["Status Date Decision", "● accepted 2024-01-01 Which queue?"]
    assert name in "".join(lines)
    assert "…" not in shown


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo terminal")
@pytest.mark.parametrize("columns", [120, 80, 45])
def test_what_is_due_fits_whatever_it_is_called(tmp_path: Path, columns: int):
    """Long ids, people without end and words without spaces never cost a letter, and columns stand below each other."""
    titles = {
        "0001-queue": "Which message queue between the billing backend and the ledger, so that nothing is ever lost?",
        "20250101-an-identifier-as-long-as-log4brains-writes-them": "Log4brains form",
        "0003-database": "どのデータベースを請求バックエンドに使うべきか、そして移行はいつ行うのか",
        "0004-word": "Wordwithoutanyspacesinitwhichcannotbebrokensensiblyanywhereatallbutmustbeshown",
    }
    people = '["@alice", "Database Reliability Engineering <dre@example.org>", "@bob"]'
    (tmp_path / "adr").mkdir()
    for day, (name, title) in enumerate(titles.items(), 13):
        text = f"---\nstatus: accepted\ndate: 2025-06-01\nowner: {people}\nreview: 2026-01-{day}\n---\n\n# {title}\n"
        (tmp_path / "adr" / f"{name}.md").write_text(text, encoding="utf-8")
    shown = on_a_terminal(tmp_path, "due", NO_COLOR="1", COLUMNS=str(columns)).decode()
    lines = re.sub(r"\x1b\[[\d;]*m", "", shown).splitlines()
    assert max(map(width, lines)) <= columns
    assert "…" not in shown
    letters = re.sub(r"\s", "", "".join(lines))
    if columns == 120:
        assert all(re.sub(r"\s", "", title[:25]) in letters for title in titles.values())
        starts = {width(line[: line.index("2026-01-1")]) for line in lines if "2026-01-1" in line}
        assert len(starts) == 1
    assert "20250101-an-identifier" in letters
    assert [line for line in lines if line and not line.startswith(" ")] == [
        "Overdue (2)",
        "Due (1)",
        "Upcoming (1)",
    ]
    assert "dre@example.org" not in shown


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo terminal")
def test_a_terminal_that_knows_ascii_only(folder: Path):
    shown = on_a_terminal(folder, "list", PYTHONIOENCODING="ascii", LC_ALL="C", PYTHONUTF8="0")
    assert b"accepted" in shown
    assert all(byte < 128 for byte in shown)


@pytest.mark.parametrize("environment", [{"LC_ALL": "C", "PYTHONUTF8": "0"}, {"PYTHONIOENCODING": "cp1252"}])
def test_pipes_get_utf8_whatever_the_locale(folder: Path, environment: dict[str, str]):
    done = adr(folder, "list", **environment)
    assert (done.returncode, done.stderr) == (0, b"")
    assert "قرار".encode() in done.stdout


@pytest.mark.parametrize(
    "arguments", [["list", "--json"], ["show", "2", "--json"], ["search", "نعم", "--json"]]
)
def test_json_keeps_its_contract(folder: Path, arguments: list[str]):
    data = json.loads(adr(folder, *arguments).stdout)
    name, version = data["schema"].removeprefix("decidedly/").split("@")
    jsonschema.validate(data, json.loads(resources.read_text(resources.schemas(), f"{name}-{version}.json")))


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo terminal")
@pytest.mark.parametrize(("seconds", "seen"), [(1.5, True), (0.2, False)])
def test_what_takes_long_says_so_on_a_terminal(folder: Path, seconds: float, seen: bool):
    (folder / "slow.py").write_text(
        "import time\nfrom decidedly.cli.state import State\nfrom decidedly.cli.terminal import progress\n"
        f"with progress(State.of(), 'Building'): time.sleep({seconds})\n"
    )
    import pty

    leader, follower = pty.openpty()
    subprocess.run(
        [sys.executable, "slow.py"], cwd=folder, stdout=subprocess.DEVNULL, stderr=follower, check=True
    )
    os.write(follower, b"end")
    os.close(follower)
    shown = os.read(leader, 65536)
    os.close(leader)
    assert (b"Building" in shown) is seen


# ------------------------------------------------------------------------------------------------------ how it ends


@pytest.mark.skipif(sys.platform == "win32", reason="pipes as on Unix")
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_reader_that_has_seen_enough(folder: Path, unbuffered: str):
    for number in range(3, 800):
        (folder / "docs" / "adr" / f"{number:04}-x.md").write_text(
            f"# {number}. {'x' * 200}\n\n## Status\n\nAccepted\n"
        )
    reader, writer = os.pipe()
    process = subprocess.Popen(
        [sys.executable, "-m", "decidedly", "list"],
        cwd=folder,
        env=os.environ | {"PYTHONUNBUFFERED": unbuffered},
        stdout=writer,
        stderr=subprocess.PIPE,
    )
    os.close(writer)
    os.read(reader, 10)
    os.close(reader)
    _, errors = process.communicate(timeout=120)
    assert errors == b""
    assert process.returncode == 141


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell that closes")
@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_streams_that_are_closed_from_the_start(folder: Path, closed: str):
    done = subprocess.run(
        f'"{sys.executable}" -m decidedly list {closed}',
        shell=True,
        cwd=folder,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0
    assert b"bug" not in done.stderr


def test_a_full_disk_is_no_success(folder: Path):
    if not os.path.exists("/dev/full"):
        pytest.skip("no /dev/full here")
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "decidedly", "list"],
            cwd=folder,
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 2
    assert b"No space left on device" in done.stderr
    assert b"Traceback" not in done.stderr


def test_a_bug_says_so_without_a_traceback(folder: Path):
    script = (
        "import sys\nfrom decidedly import app\nfrom decidedly.cli import main\n"
        "def broken(*_, **more): raise KeyError('oh')\napp.open_log = broken\nsys.exit(main(['list']))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 70
    assert done.stderr.startswith("adr: this is a bug in adr: KeyError: 'oh'\nPlease report it")
    loud = subprocess.run(
        [sys.executable, "-c", script], cwd=folder, capture_output=True, text=True, check=False,
        env=os.environ | {"ADR_TRACEBACK": "1"},
    )  # fmt: skip
    assert "Traceback" in loud.stderr


# ------------------------------------------------------------------------------------------------------ completion


@pytest.mark.parametrize(
    ("words", "offered"),
    [("adr ", "list"), ("adr show 2", "0002"), ("adr -C docs show 0", "0002"), ("adr show zzz", None)],
)
def test_the_shell_completes_commands_and_ids(folder: Path, words: str, offered: str | None):
    done = adr(folder, _ADR_COMPLETE="zsh_complete", COMP_WORDS=words, COMP_CWORD=str(words.count(" ")))
    lines = done.stdout.decode().split()
    assert (offered in lines) if offered else not lines
    assert b"\x1b" not in done.stdout


def test_the_shell_gets_no_error_where_there_is_no_log(tmp_path: Path):
    done = adr(tmp_path, _ADR_COMPLETE="bash_complete", COMP_WORDS="adr show 1", COMP_CWORD="2")
    assert (done.stdout.strip(), done.stderr) == (b"", b"")

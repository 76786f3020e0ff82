"""Thirty simulated days of `adr remind`, each run in a fresh checkout with an empty HOME, with everything that goes wrong.

Channels refuse, fail, and take a message without saying so; runs are lost or killed at any point between the first note and
the last. Whatever happens: every review that needs attention is announced on every channel as soon as a run gets through,
and nobody hears the same twice unless the run that said it first was cut off before it could note the answer; then the
repeat has the same id.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import smtplib
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.notifiers.doubles import FAULTS, GitHubDouble, on_its_clock, serving
from tests.notifiers.receivers import (
    PASSWORD,
    USER,
    Certificates,
    Mailbox,
    Received,
    Receiver,
    Request,
    http_server,
    mail_server,
)

from decidedly import app
from decidedly.notices import loads
from decidedly.notices.marker import read_marker
from decidedly.notifiers import chat, memory, ref, webhook
from decidedly.notifiers.dashboard import Dashboard
from decidedly.remind import Reminded, Wish, remind
from decidedly.review import ATTENTION

FIRST = date(2026, 1, 5)
DAYS = 30
CONFIG = """\
title = "Shop decisions"

[remind]
cap = {cap}
default-owner = "@dave"

[remind.people]
"@alice" = "alice@example.org"
"@bob" = "bob@example.org"
"@dave" = "dave@example.org"
"@core" = "core@example.org"

[remind.teams]
"@core" = ["@alice"]

[remind.mail]
host = "localhost"
port = {port}
from = "adr@example.org"

[remind.apprise]

[remind.webhook]
"""


def decision(number: int, review: str, owner: str, more: str = "") -> str:
    """A record; its words are not harmless."""
    title = f'"Use thing {number}? @channel =?utf-8?q?=0D=0ABcc:x?= <b>fixes #{number}</b>"'
    head = f'id: DR-{number:03}\ntitle: {title}\nstatus: accepted\ndate: 2025-06-01\nowner: "{owner}"\nreview: {review}\n'
    return f"---\n{head}{more}---\n\n# Use thing {number}?\n"


OWNERS = ("@alice", "@bob", "@carl")  # nobody knows Carl's address: @dave hears it


@dataclass
class World:
    """A team's log, which changes from day to day: path → text."""

    rng: random.Random
    files: dict[str, str] = field(default_factory=dict)
    number: int = 0

    def add(self, day: date) -> None:
        """A decision that is due within weeks, was due, or will be."""
        self.number += 1
        due = day + timedelta(days=self.rng.randint(-25, 45))
        review = self.rng.choice((due.isoformat(), f"{{by: {due.isoformat()}, lead: 5 days}}"))
        if self.rng.random() < 0.15:
            until = day + timedelta(days=self.rng.randint(2, 12))
            review = f"{{by: {due.isoformat()}, snooze: {{until: {until.isoformat()}, reason: launch}}}}"
        self.files[f"docs/adr/{self.number:04}-thing.md"] = decision(
            self.number, review, self.rng.choice(OWNERS)
        )

    def review_all(self, day: date) -> None:
        """Nothing is due any more."""
        for path, text in self.files.items():
            plan = re.sub(r"review: .*", f"review: {(day + timedelta(days=400)).isoformat()}", text)
            self.files[path] = re.sub(r"reviews: .*\n", "", plan)

    def live(self, day: date) -> bool:
        """What people do in a day; whether anything changed."""
        changed = False
        if self.rng.random() < 0.2:
            self.add(day)
            changed = True
        if self.rng.random() < 0.2:
            path = self.rng.choice(sorted(self.files))
            text = self.files[path]
            if "reviews:" not in text:
                later = day + timedelta(days=self.rng.randint(20, 40))
                text = re.sub(r"review: .*", f"review: {later.isoformat()}", text)
                entry = f'reviews: [{{on: {day.isoformat()}, by: "@alice", outcome: reaffirmed}}]\n---\n\n#'
                self.files[path] = text.replace("---\n\n#", entry, 1)
                changed = True
        return changed


# ------------------------------------------------------------------------------------------------------ what was heard


@dataclass(frozen=True)
class Heard:
    """One notice as somebody got it: in which run, under which id, and whether that run was told so."""

    run: int
    id: str
    answered: bool


@dataclass
class Ears:
    """Everything that every channel has taken: (channel, key) → each time; and what that was, as people see it."""

    times: dict[tuple[str, str], list[Heard]] = field(default_factory=lambda: defaultdict(list))
    seen: dict[str, set[tuple[str, str, str]]] = field(default_factory=lambda: defaultdict(set))
    run: int = 0

    def hear(self, channel: str, to: str, name: str, keys: list[str], text: str, answered: bool) -> None:
        for key in keys:
            self.times[channel, key].append(Heard(self.run, name, answered))
        self.seen[f"{channel} {to}".strip()] |= set(told(text))


LEVELS = {"Passed without a review": "breached", "Overdue": "overdue", "Due today": "due", "Coming up": "upcoming"}  # fmt: skip


def told(text: str) -> Iterator[tuple[str, str, str]]:
    """(id, level, day) of each notice in a plain text, as a person reads it."""
    level = identity = ""
    for line in text.replace("\r\n", "\n").split("\n"):
        if line in LEVELS:
            level = LEVELS[line]
        elif found := re.match(r"\* (DR-\d+) ", line):
            identity = found[1]
        elif line.startswith("  ") and identity and (day := re.search(r"\d{4}-\d\d-\d\d", line)):
            yield identity, level, day[0]
            identity = ""


class Killed(BaseException):
    """The process is gone."""


@dataclass
class Reaper:
    """Kills the run at the n-th of the points that it passes; 0 lets it live."""

    at: int = 0
    passed: int = 0

    def __call__(self) -> None:
        self.passed += 1
        if self.passed == self.at:
            raise Killed

    def around(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def mortal(*arguments: Any, **named: Any) -> Any:
            self()
            made = function(*arguments, **named)
            self()
            return made

        return mortal


@dataclass
class Stage:
    """The receivers, and how they behave today."""

    box: Mailbox
    web: Receiver
    ears: Ears
    rng: random.Random
    rate: float = 0.0

    def __post_init__(self) -> None:
        self.box.content = self.mail
        self.web.answer = self.request

    def mail(self, mail: Received) -> str:
        said = self.rng.choice(("drop", "451 4.3.0 later", "552 5.2.2 full")) if self.fails() else ""
        if said in ("", "drop"):
            self.ears.hear("mail", mail.to[0], mail.id, mail.keys, mail.text, said == "")
            assert "Bcc" not in mail.mail
        return said

    def request(self, request: Request) -> int:
        status = self.rng.choice((0, 500, 503, 403, 429)) if self.fails() else 200
        took = status == 200 or (status in (0, 500, 503) and self.rng.random() < 0.5)
        if took and request.path == "/hook":
            data = request.data
            keys = [notice["key"] for notice in data["notices"]]
            self.ears.hear("webhook", "", data["id"], keys, "", status == 200)
            self.ears.seen["webhook"] |= {(one["id"], one["level"], one["due"]) for one in data["notices"]}
        elif took:
            text, _, keys_ = request.data["message"].partition("\nKEYS ")
            name = re.findall(r"\(reminder ([0-9a-f]{8})\)", text)[0]
            self.ears.hear("apprise", "", name, keys_.split(), text, status == 200)
        return status

    def fails(self) -> bool:
        return self.rng.random() < self.rate


def environment(web: Receiver) -> dict[str, str]:
    return {
        "ADR_SMTP_USER": USER,
        "ADR_SMTP_PASSWORD": PASSWORD,
        "ADR_WEBHOOK_URL": web.url("/hook"),
        "ADR_WEBHOOK_SECRET": "secret of ours",
        "ADR_APPRISE_URLS": f"json://localhost:{web.port}/chat",
    }


@pytest.fixture
def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[int], Stage]]:
    """Makes the receivers for a seed; every run trusts the mail server and has an empty HOME."""
    certificates = Certificates(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificates.file))
    monkeypatch.setattr(webhook, "PAUSES", (0.0,))
    words = chat.Chat.words
    monkeypatch.setattr(
        chat.Chat,
        "words",
        lambda self, message, digest: (
            words(self, message, digest)[0],
            words(self, message, digest)[1] + "\nKEYS " + " ".join(message.keys),
        ),
    )
    with mail_server(certificates) as box, http_server() as web:
        yield lambda seed: Stage(box, web, Ears(), random.Random(seed))


@pytest.fixture
def github() -> Iterator[GitHubDouble]:
    """GitHub's issues, on a clock of their own."""
    with serving(GitHubDouble()) as served:
        assert isinstance(served, GitHubDouble)
        served.lags = True
        with on_its_clock(served):
            yield served


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


class Team:
    """The repository that every run clones."""

    def __init__(self, base: Path, *, with_git: bool) -> None:
        self.base = base
        self.with_git = with_git
        self.state = None if with_git else base / "kept" / "reminders.json"
        self.runs = 0
        if with_git:
            git(base, "init", "-q", "--bare", "-b", "main", "origin.git")
            git(base, "clone", "-q", "origin.git", "team")
        else:
            (base / "team").mkdir()

    def commit(self, files: dict[str, str], words: str) -> None:
        for path, text in files.items():
            file = self.base / "team" / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="\n")
        if self.with_git:
            git(self.base / "team", "add", "-A")
            git(self.base / "team", "commit", "-q", "-m", words)
            git(self.base / "team", "push", "-q", "origin", "HEAD:main")

    def fresh(self) -> Path:
        """A new checkout, as a runner makes it."""
        self.runs += 1
        clone = self.base / f"run-{self.runs}"
        if self.with_git:
            git(self.base, "clone", "-q", "--depth=1", f"file://{self.base / 'origin.git'}", clone.name)
        else:
            shutil.copytree(self.base / "team", clone)
        return clone

    def kept(self) -> str:
        """What is remembered."""
        if self.state is not None:
            return self.state.read_text(encoding="utf-8") if self.state.exists() else ""
        if not git(self.base / "origin.git", "for-each-ref", ref.REF):
            return ""
        return git(self.base / "origin.git", "cat-file", "blob", ref.REF)


def needed(clone: Path, day: date) -> set[tuple[str, str, str]]:
    """(id, level, day) of everything that needs attention, as `adr due` has it."""
    report = app.make_report(app.open_log(clone), day)
    return {
        (review.record.id, review.state, review.due.isoformat() if review.due else "")
        for review in report.reviews
        if review.state in ATTENTION
    }


CHANNELS = ("mail", "apprise", "webhook")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("seed", "kept", "cap"), [(1, "git", 100), (2, "file", 100), (4, "file", 3), (5, "issue", 100)]
)
def test_thirty_days(
    tmp_path: Path,
    stage: Callable[[int], Stage],
    github: GitHubDouble,
    monkeypatch: pytest.MonkeyPatch,
    seed: int,
    kept: str,
    cap: int,
) -> None:
    """`kept`: where the state is; with the issue, git's remote has it too, for the days on which GitHub is down."""
    rng = random.Random(seed)
    scene = stage(seed + 1000)
    reaper = Reaper()
    for owner, name in (
        (ref.RefStore, "save"),
        (memory.FileStore, "save"),
        (Dashboard, "save"),
        (Dashboard, "show"),
        (smtplib.SMTP, "send_message"),
        (webhook.Webhook, "_post"),
    ):
        monkeypatch.setattr(owner, name, reaper.around(getattr(owner, name)))
    monkeypatch.setattr(chat, "_notify", reaper.around(chat._notify))

    team = Team(tmp_path, with_git=kept != "file")
    world = World(rng)
    for _ in range(10):
        world.add(FIRST)
    config = CONFIG.format(cap=cap, port=scene.box.port) + ("\n[remind.github]\n" if kept == "issue" else "")
    team.commit(world.files | {"adr.toml": config}, "Begin")
    github.fault = lambda _method, _path: rng.choice(FAULTS) if rng.random() < scene.rate / 3 else None
    more = {"GITHUB_REPOSITORY": "acme/shop", "GITHUB_TOKEN": github.token, "GITHUB_API_URL": github.base}
    cut_off: set[int] = set()
    killed = 0
    again = day = FIRST

    def run(day: date, at: int) -> Reminded | None:
        scene.ears.run += 1
        reaper.at, reaper.passed = at, 0
        home = tmp_path / f"home-{scene.ears.run}"
        home.mkdir()
        monkeypatch.setenv("HOME", str(home))
        clone = team.fresh()
        wish = Wish(as_of=day.isoformat(), state=team.state)
        try:
            done = remind(app.open_log(clone), wish, environment(scene.web) | more)
        except Killed:
            cut_off.add(scene.ears.run)
            return None
        assert not done.problems
        assert not done.unstored
        if scene.rate == 0:
            assert done.exit_code == 0, [one.error for one in done.outcomes]
            if cap == 100:
                heard = {name.partition(" ")[0]: set[tuple[str, str, str]]() for name in scene.ears.seen}
                for name, what in scene.ears.seen.items():
                    heard[name.partition(" ")[0]] |= what
                for channel in CHANNELS:
                    assert needed(clone, day) <= heard[channel], channel
        shutil.rmtree(clone)
        return done

    for at in range(DAYS):
        day = FIRST + timedelta(days=at)
        if at and world.live(day):
            team.commit(world.files, f"Day {at}")
        if rng.random() < 0.15:
            continue  # the runner was down
        scene.rate = rng.choice((0.0, 0.0, 0.3, 0.8))
        for _ in range(1 + (rng.random() < 0.2)):  # somebody starts it by hand, too
            killed += run(day, rng.randint(1, 14) if rng.random() < 0.35 else 0) is None
    scene.rate = 0
    again = day + timedelta(days=1)
    for _ in range(30):
        done = run(again, 0)
        assert done is not None
        if all(one.words == "nothing new" for one in done.outcomes if one.channel in CHANNELS):
            break
    else:
        raise AssertionError("there is always something new")

    assert killed >= 3, "the simulation must be a hard one"
    clone = team.fresh()
    for channel in CHANNELS:
        what = {
            one for name, theirs in scene.ears.seen.items() if name.split()[0] == channel for one in theirs
        }
        assert needed(clone, again) <= what
    repeats = 0
    for (channel, key), times in scene.ears.times.items():
        assert len({one.id for one in times}) == 1, f"{channel} has heard {key} under two ids: {times}"
        for before in times[:-1]:
            repeats += 1
            assert before.run in cut_off or not before.answered, f"{channel} has heard {key} twice: {times}"
    assert repeats, "the simulation must be a hard one"
    state = loads(team.kept())
    if kept == "issue":
        assert [issue.open for issue in github.issues.values()] == [True]
        marker = read_marker(github.issues[1].body)
        assert marker
        state = loads(marker.state).merged(state)
    for channel in CHANNELS:
        assert not state.of(channel).pending
        heard = {key: times for (name, key), times in scene.ears.times.items() if name == channel}
        announced = state.of(channel).announced.keys()
        assert announced <= heard.keys()
        for key in (
            heard.keys() - announced
        ):  # taken by a run that was not told so, and out of date by the next
            assert all(one.run in cut_off or not one.answered for one in heard[key]), key

    if kept == "issue":
        world.review_all(again)
        team.commit(world.files, "Everything is reviewed")
        run(again, 0)
        assert [issue.open for issue in github.issues.values()] == [False]
        assert any(status >= 500 for _, _, status in github.requests), "the simulation must be a hard one"


def test_everybody_hears_their_own(tmp_path: Path, stage: Callable[[int], Stage]) -> None:
    """Owners get what is theirs, the team and the default owner what has waited for long."""
    scene = stage(1)
    team = Team(tmp_path, with_git=False)
    files = {
        f"docs/adr/{number:04}-thing.md": decision(number, due, owner)
        for number, due, owner in (
            (1, "2026-01-10", "@alice"),
            (2, "2026-01-10", "@bob"),
            (3, "2026-01-10", "@carl"),
        )
    }
    team.commit(files | {"adr.toml": CONFIG.format(cap=20, port=scene.box.port)}, "Begin")
    for at in range(45):
        remind(
            app.open_log(team.fresh()),
            Wish(as_of=(FIRST + timedelta(days=at)).isoformat(), state=team.state),
            environment(scene.web),
        )
    heard = {name: sorted({one for one, _, _ in what}) for name, what in scene.ears.seen.items()}
    assert heard["mail alice@example.org"] == ["DR-001"]
    assert heard["mail core@example.org"] == ["DR-001"]
    assert heard["mail bob@example.org"] == ["DR-002"]
    assert heard["mail dave@example.org"] == ["DR-001", "DR-002", "DR-003"]
    counts = {key: len(times) for key, times in scene.ears.times.items()}
    assert set(counts.values()) == {1}
    alice = [one for one in scene.box.mails if one.to == ["alice@example.org"]]
    assert [re.findall(r"Coming up|Due today|Overdue", one.text) for one in alice] == [
        ["Coming up"],
        ["Due today"],
        ["Overdue"],
        ["Overdue"],
        ["Overdue"],
    ]


# ------------------------------------------------------------------------------------------------- true processes


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="kills by a shell script in a hook")
def test_kill_9(tmp_path: Path, stage: Callable[[int], Stage], monkeypatch: pytest.MonkeyPatch) -> None:
    """A real process, killed by those whom it talks to: at the first mail, the first request, each push of the state."""
    scene = stage(1)
    team = Team(tmp_path, with_git=True)
    files = {
        f"docs/adr/{number:04}-thing.md": decision(number, "2026-01-10", OWNERS[number % 2])
        for number in range(4)
    }
    team.commit(files | {"adr.toml": CONFIG.format(cap=20, port=scene.box.port)}, "Begin")
    process: list[subprocess.Popen[str]] = []
    victim, fuse = tmp_path / "pid", tmp_path / "fuse"
    hook = tmp_path / "origin.git" / "hooks" / "post-receive"
    hook.write_text(
        f'#!/bin/sh\n[ -s "{fuse}" ] || exit 0\nn=$(($(cat "{fuse}") - 1))\necho $n > "{fuse}"\n'
        f'[ $n -eq 0 ] && kill -9 "$(cat "{victim}")"\nexit 0\n'
    )
    hook.chmod(0o755)
    ids: dict[tuple[str, str], set[str]] = defaultdict(set)
    times: dict[tuple[str, str], int] = defaultdict(int)

    def heard(channel: str, name: str, keys: list[str]) -> None:
        for key in keys:
            ids[channel, key].add(name)
            times[channel, key] += 1

    def shoot() -> None:
        process[-1].kill()
        process[-1].wait()

    def mail(mail: Received) -> str:
        heard("mail", mail.id, mail.keys)
        if who == "mail":
            shoot()
        return ""

    def request(request: Request) -> int:
        if request.path == "/hook":
            heard("webhook", request.data["id"], [one["key"] for one in request.data["notices"]])
            if who == "webhook":
                shoot()
        return 200

    scene.box.content, scene.web.answer = mail, request
    plan = ["mail", "push 1", "webhook", "push 2", "push 3", "mail", "", ""]
    for at, who in enumerate(plan):
        clone = team.fresh()
        fuse.write_text(who.removeprefix("push ") if who.startswith("push") else "")
        home = tmp_path / f"home-{at}"
        home.mkdir()
        variables = {name: value for name, value in os.environ.items() if not name.startswith("ADR_")}
        child = subprocess.Popen(
            [sys.executable, "-m", "decidedly", "remind", "--as-of", (date(2026, 1, 10) + timedelta(days=at)).isoformat(), "--channel", "mail", "--channel", "webhook"],
            cwd=clone,
            env=variables | environment(scene.web) | {"HOME": str(home)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )  # fmt: skip
        process.append(child)
        victim.write_text(str(child.pid))
        out, err = child.communicate(timeout=300)
        if who == "":
            assert child.returncode == 0, err
            assert re.search(r"^mail: (nothing new|\d decision)", out)
        else:
            assert child.returncode in (-signal.SIGKILL, 0), err
    assert all(len(names) == 1 for names in ids.values()), ids
    assert max(times.values()) > 1, "somebody heard it again after a kill"
    levels = {
        channel: {key.split(".")[1] for name, key in ids if name == channel}
        for channel in ("mail", "webhook")
    }
    assert levels["mail"] >= {"due", "overdue"}
    state = loads(team.kept())
    for channel in ("mail", "webhook"):
        assert not state.of(channel).pending
        current = {key for name, key in ids if name == channel and ".overdue." in key}
        assert current
        assert current <= set(state.of(channel).announced)

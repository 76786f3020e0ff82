"""What the guide says of reviews and reminders is what the program takes."""

from __future__ import annotations

import re
import time
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.conftest import ROOT

from decidedly import dialects, resources, review
from decidedly.config import Config
from decidedly.notices import Table, read_settings
from decidedly.notifiers import NOTIFIERS
from decidedly.notifiers.kind import Surroundings
from decidedly.notifiers.webhook import Webhook
from decidedly.text import Source

DOCS = ROOT / "docs"
NAMES = [kind.name for kind in NOTIFIERS]


def blocks(page: str, language: str) -> list[str]:
    return re.findall(rf"(?m)^```{language}\n(.+?)^```", (DOCS / page).read_text(encoding="utf-8"), re.S)


@pytest.mark.parametrize("text", blocks("remind.md", "toml"))
def test_every_channel_takes_what_the_guide_has(text: str, tmp_path: Path) -> None:
    settings = read_settings(tomllib.loads(text)["remind"], NAMES)
    urls = re.findall(r'ADR_APPRISE_URLS="(.+?)"', (DOCS / "remind.md").read_text(encoding="utf-8"))
    environment = {
        "GITHUB_TOKEN": "token",
        "ADR_APPRISE_URLS": urls[0],
        "ADR_WEBHOOK_URL": "https://example.org/hook",
        "ADR_WEBHOOK_SECRET": "secret of ours",
    }
    surroundings = Surroundings(settings, Config(), tmp_path, environment=environment)
    for kind in NOTIFIERS:
        if kind.name in settings.channels:
            made = kind.make(Table(f"remind.{kind.name}", settings.channels[kind.name]), surroundings)
            assert made.name == kind.name


def test_the_guide_shows_every_setting() -> None:
    from decidedly.notices.settings import KEYS
    from decidedly.notifiers.mail import KEYS as MAIL
    from decidedly.notifiers.tracking import KEYS as TRACKING

    text = (DOCS / "remind.md").read_text(encoding="utf-8")
    hidden = {"user-env", "password-env"}
    for key in {*KEYS, *MAIL, *TRACKING, *NAMES} - hidden:
        assert key in text, key
    for key in review.settings.KEYS:
        assert f"{key} = " in (DOCS / "review.md").read_text(encoding="utf-8")


def test_the_schedules_are_those_that_init_writes() -> None:
    github, gitlab = blocks("remind.md", "yaml")
    loaded: Any = yaml.safe_load(resources.read_text(resources.scaffold(), "github-reviews.yml"))
    assert yaml.safe_load(github) == loaded
    assert yaml.safe_load(gitlab)["reviews"] == yaml.safe_load(resources.read_text(resources.scaffold(), "gitlab.yml"))["reviews"]  # fmt: skip


def test_a_receiver_that_is_written_as_the_guide_says_knows_us() -> None:
    names: dict[str, Any] = {}
    exec(blocks("remind.md", "python")[0], names)
    body, now = b'{"id": 1}', int(time.time())
    header = Webhook("https://example.org", b"secret of ours").signature(body, now)
    assert names["is_ours"](body, header, "secret of ours")
    assert not names["is_ours"](body + b" ", header, "secret of ours")
    assert not names["is_ours"](body, header, "another secret")
    old = Webhook("https://example.org", b"secret of ours").signature(body, now - 3600)
    assert not names["is_ours"](body, old, "secret of ours")


def test_every_plan_of_the_guide_is_read() -> None:
    short, long, *_ = blocks("review.md", "yaml")
    for line in short.splitlines():
        made = record(line)
        assert made.review is not None
        assert made.review.by or made.review.every or made.review.triggers
    made = record(long)
    assert made.review is not None
    assert (made.review.by, made.review.every, made.review.lead) == (date(2026, 6, 30), "6 months", "30 days")
    assert [one.kind for one in made.review.triggers] == ["event", "package", "git-tag", "path", "manual"]
    assert made.review.triggers[-1].backstop == "12 months"
    assert made.assumptions[0].valid_for == "3 months"
    assert made.due is not None
    assert made.due.day == date(2025, 12, 20)


def record(front: str) -> Any:
    text = f"---\nstatus: accepted\n{front.rstrip()}\n---\n\n# A\n\n## Decision\n\nYes.\n"
    made = dialects.read_all([Source("0001-a.md", text)]).records[0]
    assert not made.problems
    return made

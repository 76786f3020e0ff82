"""The installed package, away from the source tree."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.packaging.conftest import Environment

import decidedly

RECORD = """\
---
status: accepted
date: 2026-01-02
decision-makers: [Ada]
---

# Keep decisions as Markdown

## Context and Problem Statement

Where do decisions live?

## Decision Outcome

Chosen option: "Markdown in git", because everybody reads it.
"""

WHERE = """
import decidedly
from decidedly import resources
print(decidedly.__file__)
print(resources.theme())
print(resources.templates())
"""


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """A small repository with one record."""
    folder = tmp_path / "project"
    records = folder / "docs" / "decisions"
    records.mkdir(parents=True)
    (records / "0001-keep-decisions-as-markdown.md").write_text(RECORD, encoding="utf-8")
    return folder


def builds_a_site(env: Environment, log: Path) -> None:
    out = log.parent / "out"
    env.adr("-C", log, "build", "-o", out)
    assert "Keep decisions as Markdown" in (out / "index.html").read_text(encoding="utf-8")


def test_wheel_with_its_dependencies(
    wheel: Path, environment: Callable[[], Environment], log: Path, checkout: Path
):
    env = environment()
    env.install(wheel)

    assert decidedly.__version__ in env.adr("--version")
    assert env.run("-m", "decidedly", "--version") == env.adr("--version")
    for place in env.run("-c", WHERE).splitlines():
        assert place.startswith(str(env.folder)), place
        assert not place.startswith(str(checkout)), place
    builds_a_site(env, log)


def test_editable_install_follows_the_source_tree(
    unpacked: Path, environment: Callable[[], Environment], log: Path
):
    env = environment()
    env.install("--editable", unpacked)

    package, theme, templates = env.run("-c", WHERE).splitlines()
    assert package == str(unpacked / "src" / "decidedly" / "__init__.py")
    assert theme == str(unpacked / "site")
    assert templates == str(unpacked / "templates")
    builds_a_site(env, log)

"""A new record in every real log: it reads back as asked, stands where the others do, and looks like them."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path

import pytest
from tests.conftest import find_corpora

from decidedly import discovery, workspace
from decidedly.begin import shipped_templates
from decidedly.drafting import Wish, draft, free_number, learn
from decidedly.drafting.heads import form_of
from decidedly.log.names import home

pytestmark = pytest.mark.corpora

HERE = find_corpora()
NAMES = sorted(path.name for path in HERE.iterdir() if path.is_dir()) if HERE else []
TITLES = (
    "Use PostgreSQL for billing: yes or no?",
    "Die Größe von *Caches* & „Queues“",
    "3 ways to log",
    "日本語のタイトル",
)


def shape(path: str) -> str:
    """What a file's name begins with, digits aside."""
    found = re.match(r"[^\d]*\d*", posixpath.basename(path))
    return re.sub(r"\d+", "0", found[0]) if found else ""


@pytest.mark.parametrize("name", NAMES)
def test_it_looks_like_its_neighbours(name: str, corpora: Path):
    folder = corpora / name
    place = discovery.open_workspace(folder / "repo" if (folder / "repo").is_dir() else folder)
    log = workspace.load(place)
    names = workspace.names(place)
    for number, title in enumerate(TITLES):
        for at in sorted({home(record.path) for record in log.records})[:4]:
            habits = learn(log, at)
            first, last = log.records[0], log.records[-1]
            related = (last,) if last is not first else ()
            wish = Wish(title, "proposed", "2026-01-15", (first,), bool(number % 2), related, ("db", "money"), ("Ann Lee",), "6 months", "billing")  # fmt: skip
            made = draft(
                log, habits, wish, None, shipped_templates(), number=free_number(log, habits, ()), names=names,
                settings=workspace.reader_settings(place),
            )  # fmt: skip
            assert home(made.path) == at
            assert made.path not in names
            assert made.record.dialect == form_of(habits.dialect) or habits.dialect in (
                "madr1",
                "madr3",
                "madr4",
                "adrinaline",
            )
            assert (
                shape(made.path) in {shape(path) for path in log.by_path} or habits.naming.series == "title"
            )
            newest = habits.model
            assert newest is not None
            assert ("\r\n" in made.text) == ("\r\n" in newest.source.text)

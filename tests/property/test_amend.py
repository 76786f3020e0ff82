"""Every edit in every dialect: the record reads back with just the intended change, and not a byte besides is touched."""

import datetime
import difflib
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.conftest import find_corpora
from tests.dialects.test_dialects import FOLDERS, HERE, facts
from tests.property.written import BODY

from decidedly.amend import WORDS, AmendError, Book, Decision
from decidedly.dialects import read_all
from decidedly.lifecycle import NAMES
from decidedly.log import Log
from decidedly.record import Document, Record
from decidedly.text import Source, decode

DAY = datetime.date(2026, 1, 15)
TEXTS = (".md", ".mdx", ".markdown")

REFUSED = {
    # what a record says of a part of it would be lost, or would be said of the whole
    ("in-part", "", "status"),
    ("in-part", "", "superseded-by"),
    ("statuses", "0003-superseded-in-part.md", "status"),
    # a mail's head, and a text with a title of its own that any new heading or sentence would change
    ("header-table", "peps/pep-0801.md", "links"),
    ("start-dates", "text/0068-lend-at-night.md", "links"),
}
"""What is refused with a message, in which file: nothing else is."""

Edit = Callable[[Book, str], None]


@cache
def folder(root: Path) -> tuple[Log, dict[str, Source]]:
    """A folder's log, and the files beside its records."""
    texts, sides = [], {}
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        if path.suffix in TEXTS and path.is_file():
            texts.append(decode(name, path.read_bytes()))
        elif path.name == "kep.yaml":
            sides[name] = decode(name, path.read_bytes())
    reading = read_all(texts, sides)
    return Log.of(reading.records, reading.documents), sides


def statuses(record: Record) -> Iterator[tuple[str, Edit, dict[str, Any]]]:
    """Every status that the record has not: the edit, and what must be different afterwards."""
    for name in NAMES:
        if record.status is None or record.status.name != name:
            yield name, partial(decide, name), {"status": name}


def decide(status: str, book: Book, path: str) -> None:
    Decision(book, DAY, force=True).status([path], status)


def links(record: Record, other: Record) -> Iterator[tuple[str, Edit, dict[str, Any]]]:
    """Every kind of link to another record."""
    for kind in WORDS:
        wanted = {"status": "superseded"} if kind == "superseded-by" and record.status else {}
        yield kind, partial(link, kind, other.path), wanted


def link(kind: str, other: str, book: Book, path: str) -> None:
    book.add_link(path, kind, other)


FREE = {
    "status", "status_raw", "known", "in_part", "date", "ambiguous_date", "links", "mentions", "dialect", "roles", "checks",
}  # fmt: skip
"""What an edit may change; each of these is looked at on its own."""


def check(log: Log, sides: dict[str, Source], record: Record, edit: Edit, wanted: dict[str, Any]) -> None:
    """Make the edit and hold the result against what was there before."""
    book = Book(log, sides)
    edit(book, record.path)
    made = book.record(record.path)
    before, after = facts(record), facts(made)
    for name in before.keys() - FREE:
        assert after[name] == before[name], name
    assert after["status"] == wanted.get("status", after["status"])
    if "status" not in wanted:
        # A status section that a record without status gets by `Superseded by …` is a status.
        assert after["status"] == before["status"] or before["status"] is None
    if after["date"] != before["date"]:
        assert after["date"] == DAY.isoformat()
    for path, change in book.changes().changes.items():
        told = wanted.get("status") == "accepted" and path in (
            one.target.path for one in log.outgoing(record)
        )
        assert told or path in (record.path, *sides), "no other file is touched"
        assert change.before is not None
        assert change.after is not None
        assert untouched(change.before, change.after)


def refusal(log: Log, sides: dict[str, Source], record: Record, edit: Edit, wanted: dict[str, Any]) -> str:
    """Why the edit is refused; "" where it was made and is as it must be."""
    try:
        check(log, sides, record, edit, wanted)
    except AmendError as error:
        return str(error)
    return ""


def untouched(before: str, after: str) -> bool:
    """Whether only a few lines differ, and all line ends are those of the text."""
    old, new = (text.splitlines(keepends=True) for text in (before, after))
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    blocks = [one for one in matcher.get_opcodes() if one[0] != "equal"]
    ends = {line[len(line.rstrip("\r\n")) :] for line in new} - {""}
    known = {line[len(line.rstrip("\r\n")) :] for line in old} - {""}
    changed = sum(max(b - a, d - c) for _, a, b, c, d in blocks)
    return changed <= 12 and ends <= (known or {"\n"})


def kind_of(label: str) -> str:
    return "status" if label in NAMES else label if label == "superseded-by" else "links"


@pytest.mark.parametrize("name", FOLDERS)
def test_every_edit_of_every_dialect(name: str):
    log, sides = folder(HERE / name)
    for record in log.records:
        other = next((one for one in log.records if one.path != record.path), None)
        edits = [*statuses(record), *(links(record, other) if other else ())]
        for label, edit, wanted in edits:
            why = refusal(log, sides, record, edit, wanted)
            known = {(name, record.path, kind_of(label)), (name, "", kind_of(label))} & REFUSED
            assert not why or known, f"{label}: {why}"
            assert not why or why.endswith("nothing was changed")


@pytest.mark.parametrize("name", [name for name in FOLDERS if name not in ("bytes", "kep")])
def test_line_ends_and_marks_are_kept(name: str):
    """With CRLF line ends and a byte order mark the same edits make the same changes."""
    log, _ = folder(HERE / name)
    texts: list[Record | Document] = [*log.records, *log.documents]
    sources = [Source(one.path, marked(one.source.text)) for one in texts]
    there = Log.of(read_all(sources).records)
    for record in log.records:
        other = next((one for one in log.records if one.path != record.path), None)
        wanted: list[Edit] = [lambda book, path: book.set_status(path, "deprecated", DAY)]
        if other is not None:
            wanted.append(partial(supersedes, other.path))
        for edit in wanted:
            plain, crlf = Book(log), Book(there)
            try:
                edit(plain, record.path)
            except AmendError:
                continue
            edit(crlf, record.path)
            ours = {path: marked(change.after or "") for path, change in plain.changes().changes.items()}
            assert ours == {path: change.after for path, change in crlf.changes().changes.items()}


def marked(text: str) -> str:
    """The text as some editors on Windows write it."""
    return "\ufeff" + text.removeprefix("\ufeff").replace("\n", "\r\n")


def supersedes(other: str, book: Book, path: str) -> None:
    book.add_link(path, "supersedes", other)


HEADS = (
    "---\nstatus: {word}  # so far\ntitle: 'A'\n---\n\n# A\n\n",
    '+++\nstatus = "{word}"\n+++\n\n# A\n\n',
    "# A\n\n* Status: {word}\n* Deciders: me\n\n",
    "# A\n\n**Status:** {word}\n**Date:** 2020-02-02\n\n",
    "# A\n\n| Field | Value |\n|---|---|\n| Status | {word} |\n| Date | 2020-02-02 |\n\n",
    "# 1. A\n\nDate: 2020-02-02\n\n## Status\n\n{word}\n\n",
    "# A\n\nStatus: {word}\n\n",
)


@settings(max_examples=60)
@given(
    st.sampled_from(HEADS),
    st.sampled_from(["proposed", "Proposed", "PROPOSED", "✅ **Accepted**", "Accepted (by the board)", "draft since May", "akzeptiert", "Accepté"]),
    st.text("ab #*[]()|`\n-:.>é", max_size=80),
    st.sampled_from(NAMES),
)  # fmt: skip
def test_what_stands_below_is_never_touched(head: str, word: str, rest: str, status: str):
    """Whatever the prose below: the status is as meant and the prose is the same, or nothing is changed at all."""
    body = BODY + "\n" + rest
    record = read_all([Source("0001-a.md", head.format(word=word) + body)]).records[0]
    book = Book(Log.of([record]))
    try:
        book.set_status(record.path, status, DAY)
    except AmendError:
        assert not book.changes()
        return
    made = book.record(record.path).status
    assert made is not None
    assert made.name == status
    assert all((change.after or "").endswith(body) for change in book.changes().changes.values())


# ------------------------------------------------------------------------------------------------------- real records


CORPORA = find_corpora()
REAL = sorted(path.name for path in CORPORA.iterdir() if path.is_dir()) if CORPORA else []


@pytest.mark.corpora
@pytest.mark.slow
@pytest.mark.parametrize("name", REAL)
def test_every_record_of_every_corpus(name: str, corpora: Path):
    """Each record gets another status and a successor; what is refused has a reason, and is rare."""
    log, sides = folder(corpora / name)
    refused = []
    for number, record in enumerate(log.records):
        other = log.records[number - 1]
        edits = [*statuses(record)]
        chosen = [edits[number % len(edits)]]
        if other is not record:
            every = list(links(record, other))
            chosen += [every[number % len(every)], every[1]]
        for label, edit, wanted in chosen:
            if why := refusal(log, sides, record, edit, wanted):
                refused.append(f"{label}: {why}")
    assert len(refused) <= max(1, len(log.records) * 3 * 0.02), "\n".join(refused)

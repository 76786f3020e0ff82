"""Every form in which teams write records, read from files beside their expectations.

Each folder here is one log. `NAME.json` beside `NAME.md` says what must be read from it; a key that it leaves out is
not judged. The log is read whole, as a user's would be, so that one file can't hide behind another.
"""

import json
from functools import cache
from pathlib import Path
from posixpath import normpath
from typing import Any

import pytest

from decidedly.config import parse_log4brains
from decidedly.dialects import Settings, read_all
from decidedly.record import Document, Record
from decidedly.text import Source, decode

HERE = Path(__file__).parent
FOLDERS = sorted(
    path.name for path in HERE.iterdir() if path.is_dir() and not path.name.startswith(("_", "."))
)
FILES = [
    path.relative_to(HERE).as_posix() for name in FOLDERS for path in sorted((HERE / name).rglob("*.md"))
]
RECORD = {"record", "kind"}


@cache
def read(folder: str) -> dict[str, Record | Document]:
    """What the folder holds, by path, read as one log."""
    root = HERE / folder
    files = [path for path in sorted(root.rglob("*")) if path.is_file() and path.suffix != ".json"]
    found: dict[str, Source] = {}
    for path in files:
        name = path.relative_to(root).as_posix()
        found[name] = decode(name, path.read_bytes())
    sources = [source for name, source in found.items() if name.endswith(".md")]
    sides = {name: source for name, source in found.items() if name.endswith("kep.yaml")}
    workspace = found.get(".log4brains.yml")
    packages = parse_log4brains(workspace.text).packages if workspace else ()
    settings = Settings(packages={normpath(one.records): one.name for one in packages})
    reading = read_all(sources, sides, settings)
    everything: list[Record | Document] = [*reading.records, *reading.documents]
    return {one.path: one for one in everything}


def facts(record: Record) -> dict[str, Any]:
    """The record's facts under the names that the expectations use."""
    plan = record.review
    return {
        "id": record.id,
        "number": record.number,
        "prefix": record.prefix,
        "title": record.title,
        "answer": record.answer,
        "status": record.status.name if record.status else None,
        "status_raw": record.status.raw if record.status else None,
        "known": record.status.known if record.status else None,
        "in_part": record.status.in_part if record.status else None,
        "date": iso(record.date.day if record.date else None),
        "ambiguous_date": record.date.ambiguous if record.date else None,
        "due": iso(record.due.day if record.due else None),
        "dialect": record.dialect,
        "component": record.component,
        "package": record.package,
        "tags": list(record.tags),
        "aliases": list(record.aliases),
        "scope": list(record.scope),
        "owners": list(record.owners),
        "people": [[one.name, one.role] for one in record.people],
        "links": [[one.kind, one.target] for one in record.links if one.kind != "mentions" and not one.image],
        "mentions": [one.target for one in record.links if one.kind == "mentions" and not one.image],
        "options": [
            {"name": one.name, "chosen": one.chosen, "pros": len(one.pros), "cons": len(one.cons)}
            for one in record.options
        ],
        "costs": [[one.name, len(one.costs)] for one in record.options],
        "roles": [one.role for one in record.sections],
        "review": None
        if plan is None
        else {
            "by": iso(plan.by),
            "every": plan.every,
            "lead": plan.lead,
            "snooze": iso(plan.snooze.until if plan.snooze else None),
            "triggers": [[one.kind, one.subject] for one in plan.triggers],
        },
        "reviews": [[iso(one.on), one.outcome] for one in record.reviews],
        "assumptions": [[one.id, one.text, iso(one.checked), one.valid_for] for one in record.assumptions],
        "checks": [[sum(item.done for item in one.items), len(one.items)] for one in record.checklists],
    }


def iso(day: Any) -> str | None:
    """A day in ISO form, or None."""
    return day.isoformat() if day else None


def judged(name: str, wanted: Any, got: Any) -> tuple[Any, Any]:
    """Both sides in the form in which `name` is compared: links and people in any order, roles and mentions as a subset."""
    if name in ("links", "people"):
        return sorted(map(tuple, wanted)), sorted(set(map(tuple, got)))
    if name in ("roles", "mentions"):
        return set(wanted), set(wanted) & set(got)
    if name == "review" and wanted is not None and got is not None:
        return wanted, {key: got[key] for key in wanted}
    return wanted, got


@pytest.mark.parametrize("path", FILES)
def test_read(path: str) -> None:
    """The file says what stands beside it."""
    folder, _, name = path.partition("/")
    wanted = json.loads((HERE / path).with_suffix(".json").read_text(encoding="utf-8"))
    found = read(folder)[name]
    assert isinstance(found, Record) == wanted.get("record", True), f"taken as {type(found).__name__}"
    if not isinstance(found, Record):
        if "kind" in wanted:
            assert found.kind == wanted["kind"]
        return
    got = facts(found)
    unknown = wanted.keys() - got.keys() - RECORD
    assert not unknown, f"{path}: the expectation names {sorted(unknown)}, which nothing here checks"
    pairs = {key: judged(key, value, got[key]) for key, value in wanted.items() if key not in RECORD}
    assert {key: is_ for key, (_, is_) in pairs.items()} == {key: must for key, (must, _) in pairs.items()}


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_span_is_its_text(folder: str) -> None:
    """A field's span, cut out of its file, is the field as written: what every edit relies on."""
    for one in read(folder).values():
        for field in one.fields:
            if field.path is None:
                assert one.source.at(field.span) == field.raw, f"{one.path}: {field.name}"


def test_every_expectation_has_its_file() -> None:
    """No expectation outlives its file, and every folder holds some."""
    lonely = [path for path in HERE.rglob("*.json") if not path.with_suffix(".md").is_file()]
    assert not lonely
    assert all(any(name.startswith(folder + "/") for name in FILES) for folder in FOLDERS)

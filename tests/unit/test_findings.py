"""The formats of findings: exact places, hostile text, and what other programs make of them."""

from __future__ import annotations

import json
import os
import re
import stat
import subprocess
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from tests.conftest import ROOT, missing

from decidedly import resources
from decidedly.cli.lint import FORMATS as NAMES
from decidedly.finding import LOG, Finding, Fix, Related
from decidedly.lint import RULES
from decidedly.outputs import findings as json_format
from decidedly.outputs import text
from decidedly.outputs.checked import Checked
from decidedly.outputs.formats import FORMATS, format_named
from decidedly.printable import visible, width
from decidedly.record import Place
from decidedly.text import Edit, Source, Span

HOSTILE = "::error::x\r\n##[group]y\x1b[31m\u202e%0A]\u2028<b>&\"'\x00\x85\ufffe {0} [1](javascript:x) \ud800"


def finding(source: Source, words: str, **more: Any) -> Finding:
    at = source.text.index(words)
    values: dict[str, Any] = {
        "code": "L120",
        "name": "dangling-record",
        "severity": "error",
        "message": f"“{words}” is no record",
        "help": "correct it",
    }
    values |= more
    return Finding(path=source.path, place=Place("whole", "", Span(at, at + len(words))), **values)


def checked(source: Source, *found: Finding, **more: Any) -> Checked:
    pages = {rule.code: f"# {rule.code} {rule.name}\n\nx\n\n## Why\n\nBecause.\n" for rule in RULES}
    given: dict[str, Any] = {"prefix": "docs/adr/", "rules": RULES, "pages": pages, "version": "1.2.3"}
    return Checked(found, {source.path: source}, 1, texts=(source.path,), **(given | more))


PLAIN = Source("0001-a.md", "# One\n\nSupersedes ADR-9\n")
ONE = finding(PLAIN, "ADR-9", fix=Fix("write ADR-8", {PLAIN.path: (Edit(Span(18, 23), "ADR-8"),)}))
WHOLE = Finding("P001", "no-records", "warning", LOG, Place("whole"), "nothing here", "write one")
WICKED = Source(f"{HOSTILE.replace(chr(0), '')}.md", f"\ufeff{HOSTILE} ADR-9\n")
BAD = finding(
    WICKED, "ADR-9", message=HOSTILE, help=HOSTILE, related=(Related("0001-a.md", Span(0, 1), HOSTILE),),
    fix=Fix(HOSTILE, {WICKED.path: (Edit(Span(0, 1), HOSTILE),)}),
)  # fmt: skip


def test_the_command_knows_every_format() -> None:
    assert [one.name for one in FORMATS] == list(NAMES)
    with pytest.raises(KeyError):
        format_named("nothing")


@pytest.mark.parametrize("name", NAMES)
def test_hostile_text_does_nothing(name: str) -> None:
    """No format prints what steers a terminal, commands a runner, or can't be encoded; JSON and XML stay whole."""
    made = format_named(name).make(checked(WICKED, BAD, WHOLE))
    made.encode("utf-8")
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2028\u2029]|##\\[", made)
    if name == "github":
        lines = made.splitlines()
        assert len(lines) == 2
        assert all(re.match(r"::(error|warning) [^:]*::", line) for line in lines)
    else:
        assert not re.search(r"(?m)^\s*::", made)
    if name in ("json", "gitlab", "sarif"):
        json.loads(made)
    if name == "junit":
        ElementTree.fromstring(made)


def test_json_has_exact_places() -> None:
    data = json.loads(format_named("json").make(checked(PLAIN, ONE, WHOLE)))
    schema = json.loads(resources.read_text(resources.schemas(), "findings-1.json"))
    jsonschema.validate(data, schema)
    assert data["schema"] == json_format.SCHEMA
    first, second = data["findings"]
    assert (first["line"], first["column"], first["end_line"], first["end_column"]) == (3, 12, 3, 17)
    assert (first["path"], first["fixable"], second["path"], second["line"]) == ("0001-a.md", True, ".", 1)


def test_columns_are_characters_and_a_mark_has_none() -> None:
    source = Source("a.md", "\ufeff👍é\tADR-9")
    entry = json.loads(format_named("json").make(checked(source, finding(source, "ADR-9"))))["findings"][0]
    assert (entry["line"], entry["column"], entry["end_column"]) == (1, 4, 9)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("Supersedes ADR-9 now", "ADR-9"),
        ("\tSupersedes\tADR-9", "ADR-9"),
        ("置き換え ADR-9", "ADR-9"),
        ("置き換え", "換え"),
        ("⚠️ 👩‍👩‍👧 ADR-9", "ADR-9"),
        ("e\u0301te\u0301 ADR-9", "ADR-9"),
        ("\x1b[2Jx ADR-9", "ADR-9"),
        ("مرحبا ADR-9", "ADR-9"),
    ],
)
def test_what_is_meant_is_underlined(line: str, words: str) -> None:
    """Seen on a terminal, the marks stand below the words, whatever stands before them."""
    source = Source("a.md", f"# T\n\n{line}\n")
    shown = text.make(checked(source, finding(source, words))).splitlines()
    above, below = shown[2].partition("│ ")[2], shown[3].partition("│ ")[2]
    at = width(below) - width(below.lstrip())
    before = above[: above.index(words)]
    assert at == width(before)
    assert width(below.strip()) == width(words)


def test_long_lines_are_cut_around_the_place() -> None:
    for line in (f"{'漢 ' * 3000}ADR-9{' 字' * 3000}", f"ADR-9{'x' * 10_000}", f"{'x' * 10_000}ADR-9"):
        source = Source("a.md", line)
        shown = text.make(checked(source, finding(source, "ADR-9"), columns=80)).splitlines()
        assert "ADR-9" in shown[2]
        assert "…" in shown[2]
        assert max(width(one) for one in shown) <= 80
        at = shown[3].index("^")
        assert width(shown[2][: shown[2].index("ADR-9")]) == at
    source = Source("a.md", "y" * 10_000)
    shown = text.make(checked(source, finding(source, source.text, message="all"), columns=80)).splitlines()
    assert max(width(one) for one in shown) <= 80


def test_colour_only_when_asked_for() -> None:
    plain = text.make(checked(PLAIN, ONE))
    colored = text.make(checked(PLAIN, ONE, colored=True, links={"L120": "file:///rules/L120.md"}))
    assert "\x1b" not in plain
    assert "\x1b]8;;file:///rules/L120.md\x1b\\" in colored
    bare = re.sub(r"\x1b\[[0-9;]*m|\x1b\]8;;[^\x1b]*\x1b\\", "", colored)
    assert bare == plain


def test_github_shows_ten_of_each_and_counts_the_rest() -> None:
    many = [finding(PLAIN, "ADR-9") for _ in range(13)]
    lines = format_named("github").make(checked(PLAIN, *many, WHOLE)).splitlines()
    assert sum(line.startswith("::error ") for line in lines) == 10
    assert sum(line.startswith("::warning ") for line in lines) == 1
    assert "3 more of level error are in the log of this step only:" in lines
    assert lines[-1] == "::warning title=P001 no-records::nothing here%0Awrite one"
    assert lines[0].startswith("::error file=docs/adr/0001-a.md,line=3,")


def test_github_escapes_properties() -> None:
    source = Source("a,b:c%.md", PLAIN.text)
    line = format_named("github").make(checked(source, finding(source, "ADR-9", message="100%\nof it")))
    assert "file=docs/adr/a%2Cb%3Ac%25.md," in line
    assert "::100%25 of it%0A" in line


def test_fingerprints_do_not_know_lines() -> None:
    moved = Source(PLAIN.path, f"\n\n\n{PLAIN.text}")
    one = json.loads(format_named("gitlab").make(checked(PLAIN, ONE, ONE)))
    two = json.loads(format_named("gitlab").make(checked(moved, finding(moved, "ADR-9"))))
    assert one[0]["fingerprint"] == two[0]["fingerprint"] != one[1]["fingerprint"]
    assert [entry["location"]["path"] for entry in one] == ["docs/adr/0001-a.md"] * 2


def test_junit_counts_cases() -> None:
    clean = Checked((ONE,), {PLAIN.path: PLAIN}, 2, texts=(PLAIN.path, "0002-b.md"))
    suite = ElementTree.fromstring(format_named("junit").make(clean))[0]
    assert (suite.get("tests"), suite.get("failures")) == ("2", "1")
    assert [case.get("classname") for case in suite] == ["0001-a.md", "0002-b.md"]
    assert [len(case) for case in suite] == [1, 0]


# ------------------------------------------------------------------------------------------------------------ SARIF


def sarif_tool() -> Path:
    """Microsoft's validator, from npm; it needs no network."""
    found = [
        path
        for path in (ROOT / "node_modules" / "@microsoft").glob("sarif-multitool-*/Sarif.Multitool*")
        if path.name in ("Sarif.Multitool", "Sarif.Multitool.exe")
    ]
    if not found:
        missing("@microsoft/sarif-multitool")
    if not os.access(found[0], os.X_OK):
        found[0].chmod(found[0].stat().st_mode | stat.S_IXUSR)  # npm runs no install scripts here
    return found[0]


@pytest.mark.parametrize("found", [(), (ONE, WHOLE), (BAD,)], ids=["nothing", "plain", "hostile"])
def test_sarif_is_valid(found: tuple[Finding, ...], tmp_path: Path) -> None:
    """As the format's own validator sees it: no error, and no warning but the one about an address of our own."""
    file = tmp_path / "findings.sarif"
    source = WICKED if BAD in found else PLAIN
    log = checked(source, *found)
    log = Checked(**{**{name: getattr(log, name) for name in log.__dataclass_fields__}, "sources": {PLAIN.path: PLAIN, **log.sources}})  # fmt: skip
    file.write_text(format_named("sarif").make(log), encoding="utf-8")
    done = subprocess.run(
        [sarif_tool(), "validate", file, "--output", tmp_path / "result.sarif", "--log", "ForceOverwrite"],
        capture_output=True,
        text=True,
        env={**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"},
        check=False,
    )
    assert (tmp_path / "result.sarif").exists(), done.stdout + done.stderr
    said = json.loads((tmp_path / "result.sarif").read_text(encoding="utf-8-sig"))["runs"][0].get(
        "results", []
    )
    told = {one["ruleId"] for one in said if one.get("level", "warning") in ("error", "warning")}
    assert told <= {"SARIF2005", *(["SARIF2017"] if WHOLE in found else [])}, (
        done.stdout
    )  # a folder has no region


def test_sarif_says_everything() -> None:
    run = json.loads(format_named("sarif").make(checked(PLAIN, ONE, WHOLE)))["runs"][0]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == [rule.code for rule in RULES]
    first, second = run["results"]
    place = first["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "docs/adr/0001-a.md", "uriBaseId": "REPOSITORY"}
    assert place["region"] == {"startLine": 3, "startColumn": 12, "endLine": 3, "endColumn": 17}
    change = first["fixes"][0]["artifactChanges"][0]["replacements"][0]
    assert change["deletedRegion"] == place["region"]
    assert change["insertedContent"] == {"text": "ADR-8"}
    assert run["tool"]["driver"]["rules"][first["ruleIndex"]]["id"] == "L120"
    assert second["locations"][0]["physicalLocation"] == {"artifactLocation": {"uri": "docs/adr", "uriBaseId": "REPOSITORY"}}  # fmt: skip
    assert first["partialFingerprints"] != second["partialFingerprints"]


# -------------------------------------------------------------------------------------------------------- terminals


@pytest.mark.parametrize(
    ("words", "cells"),
    [("abc", 3), ("漢字", 4), ("⚠️", 2), ("⚠", 1), ("👍🏽", 2), ("👩‍👩‍👧", 2), ("é", 1), ("e\u0301", 1), ("🇩🇪", 2), ("ｱ", 1), ("", 0)],
)  # fmt: skip
def test_widths(words: str, cells: int) -> None:
    assert width(words) == cells


def test_visible_shows_what_hides() -> None:
    assert visible("a\x1b[31m\u202eb\ud800") == "a\\x1b[31m\\u202eb\\ud800"
    assert visible("::error::x\n  ::y") == "\\x3a:error::x\n  \\x3a:y"
    assert visible("مرحبا 👩‍👩‍👧") == "مرحبا 👩‍👩‍👧"


def test_pages_are_beside_their_rules() -> None:
    names = {path for path, _ in resources.walk(resources.rule_pages()) if path.endswith(".md")}
    assert {f"{rule.name.replace('-', '_')}.md" for rule in RULES} <= names


@pytest.mark.parametrize(("others", "named", "rest"), [(5, 5, ""), (6, 4, "and 2 more places")])
def test_many_other_places_are_counted(others: int, named: int, rest: str):
    related = tuple(Related(PLAIN.path, Span(at, at + 1), f"place {at}") for at in range(others))
    said = text.make(checked(PLAIN, finding(PLAIN, "ADR-9", related=related)))
    assert said.count(": place ") == named
    assert (rest or "help: correct it") in said
    assert ("more places" in said) == bool(rest)

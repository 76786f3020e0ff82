"""Every rule's page is its test: its examples are linted in memory, and must say exactly what the page says."""

from __future__ import annotations

import argparse
import posixpath
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from decidedly.dialects import Settings as Reading
from decidedly.dialects import read_all
from decidedly.facts import Facts
from decidedly.finding import Finding
from decidedly.lint import RULES
from decidedly.lint.anchors import anchors_of
from decidedly.lint.baseline import FILE as BASELINE
from decidedly.lint.baseline import read_baseline
from decidedly.lint.context import Context
from decidedly.lint.engine import run
from decidedly.lint.fixing import fix_all
from decidedly.lint.pages import Example, read_page
from decidedly.lint.rule import Rule
from decidedly.lint.settings import read_settings
from decidedly.log import Log
from decidedly.outputs import concise
from decidedly.review import read_events
from decidedly.text import Source

HERE = Path(__file__).resolve().parents[2] / "src" / "decidedly" / "lint" / "rules"
PAGES = {
    rule.code: read_page((HERE / f"{rule.name.replace('-', '_')}.md").read_text(encoding="utf-8"))
    for rule in RULES
}
EXAMPLES = [
    pytest.param(rule, example, id=f"{rule.code}-{'good' if example.good else 'bad'}-{number}")
    for rule in RULES
    for number, example in enumerate(PAGES[rule.code].examples, 1)
]
PREFIX = "adr/"
"""Where the records folder of an example lies in its repository; `../x` in an example is a file of the repository."""

OWN = "https://git.example.org/team/shop/blob/main/adr/"
"""Where the web shows that folder."""


def options(example: Example) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--select", default="")
    parser.add_argument("--ignore", default="")
    parser.add_argument("--as-of", type=date.fromisoformat)
    parser.add_argument("--base")
    parser.add_argument("--format", default="concise", choices=["concise"])
    return parser.parse_args(list(example.options))


def read_log(files: Mapping[str, str]) -> Log:
    sources = [
        Source(path, text)
        for path, text in files.items()
        if path.endswith(".md") and not path.startswith("../")
    ]
    sides = {
        path: Source(path, text) for path, text in files.items() if posixpath.basename(path) == "kep.yaml"
    }
    reading = read_all(sources, sides, Reading())
    others = [path for path in files if not path.endswith(".md") and not path.startswith("../")]
    return Log.of(reading.records, reading.documents, own_urls=(OWN,), files=others)


def context_of(rule: Rule, example: Example, files: Mapping[str, str]) -> Context:
    given = options(example)
    table = {}
    if "../adr.toml" in files:
        import tomllib

        table = tomllib.loads(files["../adr.toml"]).get("lint", {})
    settings = read_settings(table)
    chosen = tuple(part for part in given.select.split(",") if part) or (rule.code,)
    settings = replace(
        settings, select=chosen, ignore=tuple(part for part in given.ignore.split(",") if part)
    )
    log = read_log(files)
    text = files.get("events.yaml")
    facts = Facts(
        files=frozenset(files),
        lines={path: text.count("\n") + (not text.endswith("\n")) for path, text in files.items()},
        anchors={
            path: anchors_of(text)
            for path, text in files.items()
            if path.startswith("../") and path.endswith(".md")
        },
        tree=frozenset(posixpath.normpath(posixpath.join(PREFIX, path)) for path in files),
        prefix=PREFIX,
        base=read_log(example.base) if example.base else None,
        events=read_events(text) if text is not None else None,
        events_text=text,
        today=given.as_of,
    )
    kept = files.get(BASELINE)
    return Context(log, settings, facts, read_baseline(kept) if kept is not None else None)


def lint(rule: Rule, example: Example, files: Mapping[str, str]) -> tuple[Finding, ...]:
    return run(RULES, context_of(rule, example, files)).findings


def shown(findings: tuple[Finding, ...], files: Mapping[str, str]) -> str:
    sources = {path: Source(path, text) for path, text in files.items()}
    return "".join(concise.line(finding, sources) + "\n" for finding in findings)


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_example(rule: Rule, example: Example) -> None:
    """The findings are exactly those on the page, and fixing leaves exactly what the page shows, twice."""
    findings = lint(rule, example, example.files)
    assert shown(findings, example.files) == example.output
    if example.good:
        assert not findings
    if not example.fixed:
        return
    sources = {path: Source(path, text) for path, text in example.files.items() if path.endswith(".md")}
    extra: dict[str, str | None] = {name: example.files.get(name) for name in ("events.yaml", BASELINE)}

    def again(texts: Mapping[str, str]) -> tuple[Finding, ...]:
        return lint(rule, example, {**example.files, **texts})

    unsafe = "--unsafe-fixes" in example.fix_options
    fixed = fix_all(sources, findings, again, unsafe=unsafe, extra=extra)
    assert fixed.texts == example.fixed
    texts = {**example.files, **fixed.texts}
    sources = {path: Source(path, text) for path, text in texts.items() if path.endswith(".md")}
    assert not fix_all(
        sources,
        lint(rule, example, texts),
        again,
        unsafe=unsafe,
        extra={name: texts.get(name) for name in ("events.yaml", BASELINE)},
    ).texts


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_page(rule: Rule) -> None:
    """The page names the rule, gives a reason, shows good and bad, and an example of the fix that the rule offers."""
    page = PAGES[rule.code]
    assert (page.code, page.name) == (rule.code, rule.name)
    assert page.summary
    assert len(page.why) > 80
    assert any(example.good for example in page.examples)
    assert any(not example.good and example.output for example in page.examples)
    if rule.fix:
        assert any(example.fixed for example in page.examples), "no example shows the fix"


def test_every_file_is_listed() -> None:
    """No rule and no page is left out of RULES, and codes come in order, each once."""
    names = {path.stem for path in HERE.glob("*.py")} - {"__init__"}
    assert (
        names == {rule.name.replace("-", "_") for rule in RULES} == {path.stem for path in HERE.glob("*.md")}
    )
    codes = [rule.code for rule in RULES]
    assert codes == sorted(set(codes), key=lambda code: ("PMSLRXCG".index(code[0]), code))

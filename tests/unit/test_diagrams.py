"""Mermaid diagrams: what they show in words, how they are drawn and kept."""

from __future__ import annotations

import pytest
from tests.unit.reading import record

from decidedly import diagrams
from decidedly.render import Href, Picture, describe, render, sources

FLOW = "graph TD\n  A[Ask the team] -->|soon| B{Settled?}\n  B --> C([Write it<br>down])\n"
SVG = b'<svg viewBox="0 0 120.4 80"><text>x</text></svg>'


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (FLOW, "Flowchart: Ask the team, soon, Settled?, Write it down"),
        ("sequenceDiagram\n participant P as Phone\n P->>W: hello", "Sequence diagram: Phone"),
        ("---\ntitle: How it flows\n---\nflowchart LR\n A --> B", "Flowchart: How it flows"),
        (
            "%% note\npie title Votes\n accTitle: Who voted\n accDescr: Half did.\n",
            "Pie chart: Who voted. Half did.",
        ),
        ("flowchart LR\n accDescr {\n Two\n steps\n }\n A-->B", "Flowchart: Two steps"),
        ("stateDiagram-v2\n [*] --> Still", "State diagram"),
        ("", "Diagram"),
        ("nonsense <script>", "Diagram"),
    ],
)
def test_a_diagram_is_told_in_words(source: str, words: str):
    assert describe(source) == words


def test_a_drawn_diagram_stands_for_its_source():
    one = record(f"# T\n\n## Context\n\n```mermaid\n{FLOW}```\n\n```mermaid\nother\n```\n")
    assert tuple(sources(one)) == (FLOW, "other\n")
    picture = Picture("x.svg", 120, 80, 'A "flow"')
    made = render(
        one, lambda target, _: Href(target), pictures=lambda source: picture if source == FLOW else None
    )
    html = made.sections[0].html
    assert '<a href="x.svg"><img src="x.svg" alt="A &quot;flow&quot;" width="120" height="80"' in html
    assert "<details><summary>Source of the diagram</summary><pre" in html
    assert "A[Ask the team] --&gt;|soon| B" in html
    assert '<figure class="mermaid-source">' in html, "what was not drawn stays source"


def test_a_diagram_is_drawn_once(tmp_path, monkeypatch):
    drawn = []
    monkeypatch.setattr(diagrams, "_version", lambda: "1")
    monkeypatch.setattr(diagrams, "_one", lambda source: drawn.append(source) or (SVG, ""))
    assert diagrams.draw([FLOW], known_only=True, cache=tmp_path).pictures == {}
    assert diagrams.draw([FLOW], cache=tmp_path).pictures == {FLOW: SVG}
    assert diagrams.draw([FLOW], cache=tmp_path).pictures == {FLOW: SVG}
    assert diagrams.draw([FLOW], known_only=True, cache=tmp_path).pictures == {FLOW: SVG}
    assert drawn == [FLOW]
    (kept,) = tmp_path.iterdir()
    kept.write_bytes(b"<svg half of it")
    assert diagrams.draw([FLOW], cache=tmp_path).pictures == {FLOW: SVG}
    assert drawn == [FLOW, FLOW], "what is broken in the cache is drawn again"


def test_what_can_not_be_drawn_is_said_once(tmp_path, monkeypatch):
    monkeypatch.setattr(diagrams, "_version", lambda: "1")
    monkeypatch.setattr(diagrams, "_one", lambda source: (None, "Parse error on line 2"))
    told = diagrams.draw([FLOW], cache=tmp_path / "no" / "cache").warnings
    assert told == ("a Mermaid diagram shown as source: “graph TD”: Parse error on line 2",)
    assert len(diagrams.draw([f"graph TD\n{n}" for n in range(9)], cache=tmp_path).warnings) == 1
    monkeypatch.setattr(diagrams, "_version", lambda: "")
    told = diagrams.draw([FLOW, "b"], cache=tmp_path).warnings
    assert told == ("2 Mermaid diagrams shown as source: to draw them, pip install 'decidedly[mermaid]'",)
    assert diagrams.draw([], cache=tmp_path) == diagrams.Drawn()


@pytest.mark.slow
def test_mermaid_draws(tmp_path):
    pytest.importorskip("mermaidx")
    made = diagrams.draw(["graph TD\n A[Ask] --> B", "graph TD\n A[[[ -->"], cache=tmp_path)
    svg = made.pictures["graph TD\n A[Ask] --> B"]
    assert svg.startswith(b"<svg")
    assert b"Ask" in svg
    assert b"foreignObject" not in svg
    assert len(made.warnings) == 1
    assert "“graph TD”: " in made.warnings[0]


def test_a_cache_that_can_not_be_written_to_is_none(tmp_path, monkeypatch):
    monkeypatch.setattr(diagrams, "_version", lambda: "1")
    monkeypatch.setattr(diagrams, "_one", lambda _: (SVG, ""))
    (tmp_path / "file").write_text("no folder")
    assert diagrams.draw([FLOW], cache=tmp_path / "file" / "x").pictures == {FLOW: SVG}

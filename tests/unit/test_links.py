import pytest
from tests.unit.reading import kinds, record


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("---\nsupersedes: [DR-000, '0003']\nrelated: 0002-x.md\nsuperseded-by: none\n---\n# T\n",
         [("supersedes", "DR-000"), ("supersedes", "0003"), ("relates-to", "0002-x.md")]),
        ("---\nlinks:\n  - {target: 2, kind: supersededby}\n  - {target: 3, kind: relatesto}\n  - {target: 4, kind: Clarifies}\n---\n# T\n",
         [("superseded-by", "2"), ("relates-to", "3"), ("clarifies", "4")]),
        ("---\nstatus: superseded by ADR-0123\n---\n# T\n", [("superseded-by", "ADR-0123")]),
        ("---\nstatus: 'superseded by [ADR-0005](0005-x.md)'\n---\n# T\n", [("superseded-by", "0005-x.md")]),
        ("# T\n\n* Status: superseeded by [ADR-0005](0005-x.md)\n", [("superseded-by", "0005-x.md")]),
        ("# T\n\n## Status\n\nAccepted\n\nSupercedes [1. A](0001-a.md)\n\nAmended by [3. C](0003-c.md)\n", [("supersedes", "0001-a.md"), ("amended-by", "0003-c.md")]),
        ("# T\n\n## Status\n\nAccepted\n\nClarifies [1. A](0001-a.md)\n", [("clarifies", "0001-a.md")]),
        ("# T\n\n## Status\n\nAccepted; superseded in part by [4](4.md)\n", [("superseded-in-part-by", "4.md")]),
        ("# T\n\n**Supersedes:** [A](a.md), [B](b.md) and [C](c.md)\n", [("supersedes", "a.md"), ("supersedes", "b.md"), ("supersedes", "c.md")]),
        ("# T\n\nSupersedes: N/A\n", []),
        ("# T\n\nSupersedes: none yet\n", []),
        # what is said of a target names nothing, whatever it holds: commas, numbers, line ends
        ("# T\n\n- **Supersedes:** ADR-14 (its term is a\n  self-rating, not a measure of 3)\n", [("supersedes", "ADR-14")]),
        ("# T\n\n**Supersedes:** ADR-7, in part, only its \"role, trusted until\" rule\n", [("supersedes-in-part", "ADR-7")]),
        ("# T\n\n**Supersedes:** Part of ADR-26\n", [("supersedes-in-part", "ADR-26")]),
        ("# T\n\n**Supersedes:** Unresolved portions of ADR-22, ADR-23, and OD-X-7\n", [("supersedes-in-part", "ADR-22"), ("supersedes-in-part", "ADR-23"), ("supersedes-in-part", "OD-X-7")]),
        ("# T\n\n**Supersedes:** ADR-16 and ADR-23 for the qualifying round only\n", [("supersedes-in-part", "ADR-16"), ("supersedes-in-part", "ADR-23")]),
        ("# T\n\n**Supersedes:** ADR-30's outbox. ADR-31, ADR-32 remain\n", [("supersedes-in-part", "ADR-30")]),
        ("# T\n\n**Supersedes:** ADR-13 mục 5, phần \"Index, cột\", và phương án của ADR-13 (38)\n", [("supersedes-in-part", "ADR-13")]),
        ("---\nsupersedes:\n  - adr: \"37\"\n    scope: threshold\n  - ADR-8 clause 2 only insofar as 3 may go\n---\n# T\n", [("supersedes-in-part", "37"), ("supersedes-in-part", "ADR-8")]),
        ("# T\n\n- Status: Superseded by ADR 16 on its form, 2026-09-10. ADR 16 stays\n", [("superseded-by", "ADR 16")]),
        ("# T\n\n| A | B |\n|---|---|\n| Status | Superseded |\n| Superseded by | `docs/contract.md` (contract) + `src/` |\n", [("superseded-by", "docs/contract.md")]),
        ("# T\n\n## Supersedes\n\nNone. Supersedes the words in:\n- `FORMAL.md §11.3` (first)\n", []),
        ("# T\n\n## Supersedes\n\n本 ADR 不取代 ADR 2 的契约，也不取代 ADR 3；它部分取代 ADR 1 中的表述。\n", [("supersedes-in-part", "ADR 1")]),
        ("# T\n\n**Supersedes:** ADR 3 & 4, ADRs 5 and 6, ADR-7 / ADR-8, ADR-0021/0022\n", [("supersedes", name) for name in ("ADR 3", "4", "ADRs 5", "6", "ADR-7", "ADR-8", "ADR-0021", "0022")]),
        ("# T\n\n**Supersedes:** ADR-1 through ADR-4, ADR-001–009, ADR-5 y ADR-6, ADR-7 and 3 nodes, ADR-8 – 2024\n", [("supersedes", name) for name in ("ADR-1", "ADR-4", "ADR-001", "009", "ADR-5", "ADR-6", "ADR-7", "ADR-8")]),
        ("# T\n\n**Supersedes:** ADR-11 §17 (deferral), ADR-2\n", [("supersedes-in-part", "ADR-11"), ("supersedes", "ADR-2")]),
        ("---\nsuperseded_by: ADR-21 (converter, filter and 30 uF ceiling only)\nstatus: accepted\n---\n# T\n", [("superseded-in-part-by", "ADR-21")]),
        ("---\nsuperseded_by: ADR-13 + ADR-16 (closed)\nstatus: superseded\n---\n# T\n", [("superseded-by", "ADR-13"), ("superseded-by", "ADR-16")]),
        ("# T\n\nStatus: Accepted\nSuperseded by: ADR-3 for rule 15; ADR-4 for retention\n", [("superseded-in-part-by", "ADR-3"), ("superseded-in-part-by", "ADR-4")]),
        ("# T\n\nStatus: Superseded\nSuperseded by: ADR-3 for the reasons there\n", [("superseded-by", "ADR-3")]),
        ("# T\n\n**Amends:** ADR-2, the specification, and the overview\n", [("amends", "ADR-2")]),
        ("# T\n\n**Supersedes:** Use MySQL, Use MongoDB\n", [("supersedes", "Use MySQL"), ("supersedes", "Use MongoDB")]),
        ("# T\n\n## Links\n\n* Refined by [ADR-5](0005-x.md)\n* [ADR-6](0006-x.md)\n* Depends on ADR-7 and ADR-8\n* [Reading](https://example.org)\n",
         [("refined-by", "0005-x.md"), ("relates-to", "0006-x.md"), ("depends-on", "ADR-7"), ("depends-on", "ADR-8")]),
        ("# T\n\n## Related Decisions\n\n- DR-002: Map Provider\n- DR-003 (later)\n", [("relates-to", "DR-002"), ("relates-to", "DR-003")]),
        ("# T\n\n## Decision\n\nThis ADR supersedes [A](a.md). It does not supersede [B](b.md).\n", [("supersedes", "a.md")]),
        ("# T\n\n## Context\n\n[A](a.md) supersedes [B](b.md), which we like.\n", []),
        ("# T\n\n## Decision\n\nWe might supersede ADR-4 if it fails.\n", []),
        ("# T\n\n## Supersedes\n\n- [A](a.md)\n", [("supersedes", "a.md")]),
        ("# T\n\n## Status\n\n`superseded by ADR-9` <!-- superseded by ADR-8 -->\n", [("superseded-by", "ADR-9")]),
        ("# T\n\n- **Supersedes:** [A](a.md) (who watches what; its place only; see “What ADR-18 said”)\n", [("supersedes-in-part", "a.md")]),
        ("# T\n\n- **Supersedes:** the Phase 4 note in `x.service`\n", [("supersedes", "the Phase 4 note in `x.service")]),
        ("---\nsuperseded-by: ../later/0007-x.md\n---\n# T\n", [("superseded-by", "../later/0007-x.md")]),
        ("# T\n\n## Decision\n\nIt extends rather than replaces ADR-1. This ADR replaces ADR-4's limit. It replaces only ADR-5.\n",
         [("supersedes-in-part", "ADR-4"), ("supersedes-in-part", "ADR-5")]),
        ("# T\n\n## Status\n\n**Superseded** by: [A](a.md)\n", [("superseded-by", "a.md")]),
        ("# T\n\n## Status\n\nSuperseded — [A](a.md)\n", [("superseded-by", "a.md")]),
        ("# T\n\nStatus: Accepted, supersedes 0003\n", [("supersedes", "0003")]),
        ("# T\n\n## References\n\n- [A](a.md) (superseded by this ADR)\n- Superseded: [B](b.md)\n- [C](c.md) was replaced by this decision.\n",
         [("supersedes", "a.md"), ("relates-to", "b.md"), ("supersedes", "c.md")]),
        ("---\nlinks:\n  supersedes: [3, '4']\n  dependsOn: ADR-5\n  reads: 6\n---\n# T\n", [("supersedes", "3"), ("supersedes", "4"), ("depends-on", "ADR-5")]),
        ("---\nrelations:\n  - {type: supersedes, target: ADR-3}\n---\n# T\n", [("supersedes", "ADR-3")]),
        ("# T\n\n## Decision\n\nThis ADR replaces ADR-2023-004.\n", [("supersedes", "ADR-2023-004")]),
        ("# T\n\n- Status: accepted\n- Supersedes: ADR-5 and the upper half of ADR-3\n", [("supersedes", "ADR-5"), ("supersedes-in-part", "ADR-3")]),
        ("# T\n\n- Status: accepted\n- Supersedes: [A](a.md) (in part), [B](b.md)\n", [("supersedes-in-part", "a.md"), ("supersedes", "b.md")]),
        ("# T\n\n- Status: accepted\n- Supersedes: parts of ADR-5 and ADR-3\n", [("supersedes-in-part", "ADR-5"), ("supersedes-in-part", "ADR-3")]),
        ("# T\n\n## Decision\n\nThis record supersedes ADR-1 in part. It replaces ADR-2.\n", [("supersedes-in-part", "ADR-1"), ("supersedes", "ADR-2")]),
        ("# T\n\nErsetzt ADR-1 teilweise.\n\nErsetzt: ADR-2 nur für den Import\n\nErsetzt teilweise: ADR-3\n", [("supersedes-in-part", "ADR-1"), ("supersedes-in-part", "ADR-2"), ("supersedes-in-part", "ADR-3")]),
        ("# T\n\nSustituye a ADR-1 en lo relativo a los cobros. El resto de ADR-1 sigue vigente.\n", [("supersedes-in-part", "ADR-1")]),
        ("# T\n\n状态：已采纳 · 取代 ADR 1 中关于队列的部分\n", [("supersedes-in-part", "ADR 1")]),
        ("# T\n\n- 相关：ADR-1（队列，只写引导）、ADR-2\n- 关联：ADR-3\n", [("relates-to", "ADR-1"), ("relates-to", "ADR-2"), ("relates-to", "ADR-3")]),
        ("# T\n\n- **Status:** Remplacé en partie par [A](a.md)\n", [("superseded-in-part-by", "a.md")]),
        ("# T\n\n- Supersedes: ADR-1 (§3), ADR-2\n", [("supersedes-in-part", "ADR-1"), ("supersedes", "ADR-2")]),
        ("# T\n\n- Supersedes: [A](a.md) for the melody; brings back\n  [B](b.md)'s rule\n", [("supersedes-in-part", "a.md")]),
        ("# T\n\n- Supersedes: [A](a.md)の`x`判断\n", [("supersedes-in-part", "a.md")]),
        ("# T\n\n- Supersedes: [A](a.md) 中的键（其余条款仍有效）\n", [("supersedes-in-part", "a.md")]),
        ("# T\n\n- Supersedes: the palette from [[adr/0001-a]]\n", [("supersedes-in-part", "adr/0001-a")]),
        ("# T\n\n- Status: Accepted\n- Superseded by: ADR-3 (только пункт 4)\n", [("superseded-in-part-by", "ADR-3")]),
        ("# T\n\n## Status\n\n已废弃，已被 [A](a.md) 完全取代。\n", [("superseded-by", "a.md")]),
        # the field says of what, the title does not
        ("# T (supersedes ADR-1 for transport)\n\n- Status: accepted\n- Supersedes: ADR-1 (transport only)\n", [("supersedes-in-part", "ADR-1")]),
        # the id of another log, by its name
        ("# T\n\n- Related: ADR-1, billing-hub:ADR-2, acme/shop:ADR-3\n", [("relates-to", "ADR-1")]),
        ("# T\n\n- Related: billing-hub:ADR-2\n", [("relates-to", "billing-hub:ADR-2")]),
        ("# T\n\n* Status: draft [accepted | superseded by [ADR-0005](0005-x.md) | …]\n", []),
    ],
)  # fmt: skip
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_kinds(text: str, wanted: list[tuple[str, str]], end: str):
    one = record(text.replace("\n", end), "0009-x.md")
    assert kinds(one) == wanted
    for link in one.links:
        assert one.source.at(link.span) == link.target


def test_everything_else_is_a_mention():
    one = record(
        "# T\n\n## Context\n\nSee ADR-3, [x](x.md), ![p](p.png), <https://a.b> and `ADR-4`.\n\n```\nADR-5\n```\n\n[y][r]\n\n[r]: y.md\n",
        "0009-x.md",
    )
    assert [(link.kind, link.target, link.image) for link in one.links] == [
        ("mentions", "ADR-3", False), ("mentions", "x.md", False), ("mentions", "p.png", True), ("mentions", "https://a.b", False), ("mentions", "y.md", False)
    ]  # fmt: skip


def test_an_id_of_another_log_is_no_mention():
    one = record("# T\n\n## Context\n\nAs in billing-hub:ADR-2. Related:ADR-3 holds.\n", "0009-x.md")
    assert [link.target for link in one.links] == ["ADR-3"]


def test_places_and_labels():
    one = record("---\nsupersedes: A-1\n---\n# T\n\n## Links\n\n- Builds on [B](b.md)\n")
    first, second = one.links
    assert (first.place.kind, first.place.name, first.label) == ("field", "supersedes", "supersedes")
    assert (second.place.kind, second.place.name, second.label, second.text) == (
        "section",
        "links",
        "Builds on",
        "B",
    )


def test_a_template_links_to_nothing():
    assert (
        kinds(record("# T\n\n* Status: [proposed | rejected | superseded by [ADR-0005](0005-example.md)]\n"))
        == []
    )


def test_ids_of_the_records_own_series_are_found():
    one = record(
        "# XY-7: T\n\n## Context\n\nSee XY-3 and UTF-8 and ISO 9001 and v1.2 and #12.\n", "XY-7-t.md"
    )
    assert "XY-3" in [link.target for link in one.links]
    assert not {"UTF-8", "ISO 9001", "12"} & {link.target for link in one.links}

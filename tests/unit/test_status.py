import pytest

from decidedly.dialects.status import cleaned, is_unfilled, read_status


@pytest.mark.parametrize(
    ("raw", "name", "note"),
    [
        ("Accepted", "accepted", ""), ("✅ **Accepted**", "accepted", ""), ("accepted 2024-05-01", "accepted", "2024-05-01"), ("WIP [accepted | superseded by [ADR-0005](0005-x.md) | …]", "draft", ""), ("Proposed | **Accepted** | Rejected", "accepted", ""), ("`accepted`", "accepted", ""),
        ("Accepted (Sunset = x)", "accepted", "(Sunset = x)"), ("Accepted and implemented", "accepted", "and implemented"), ("'accepted'", "accepted", ""),
        ("Proposed Not Implemented", "proposed", "Not Implemented"), ("LAST CALL 2024-05-01", "proposed", "2024-05-01"), ("In Review", "proposed", ""),
        ("Not accepted", "rejected", ""), ("~~Proposed~~ Accepted", "accepted", ""), ("Proposed -> Accepted", "accepted", ""), ("draft → accepted", "accepted", ""),
        ("[Accepted]", "accepted", ""), ("{accepted}", "accepted", ""), ("accepted <!-- or not -->", "accepted", ""), ("✅", "accepted", ""), ("❌", "rejected", ""),
        ("Deprecated in favor of ADR-3", "deprecated", "in favor of ADR-3"), ("accepted, supersedes ADR-2", "accepted", "supersedes ADR-2"),
        ("superseded by [ADR-0005](0005-x.md)", "superseded", "ADR-0005"), ("Superceded by [2. x](0002-x.md)", "superseded", "2. x"), ("superseeded by ADR-5", "superseded", "ADR-5"),
        ("Superseded by ADR-5 (partially superseded by ADR-4)", "superseded", "ADR-5"), ("Superseded (in part superseded by ADR-4)", "superseded", ""),
        ("Replaced by ADR-3", "superseded", "ADR-3"), ("WIP", "draft", ""), ("已接受", "accepted", ""),
        ("已采纳并实现（2024-05-01）", "accepted", "并实现（2024-05-01）"), ("承認待ち", "proposed", ""), ("Signed off", "accepted", ""), ("Actée", "accepted", ""), ("Decidido", "accepted", ""),
        ("Obsoleto, reemplazado por ADR-3", "superseded", "ADR-3"), ("Veraltet (ersetzt durch ADR-3)", "superseded", "ADR-3)"), ("Akzeptiert, ersetzt teilweise ADR-2", "accepted", "ersetzt teilweise ADR-2"),
    ],
)  # fmt: skip
def test_known_statuses(raw: str, name: str, note: str):
    status = read_status(raw)
    assert status is not None
    assert (status.name, status.known, status.in_part, status.note, status.raw) == (
        name,
        True,
        False,
        note,
        raw,
    )


@pytest.mark.parametrize(
    "raw",
    [
        "superseded-in-part by [0014](x.md)",
        "Superseded in part by 3",
        "Provisionally Superseded by ADR-039",
        "Teilweise ersetzt durch ADR-3",
        "Remplacé en partie par ADR-3",
        "Parcialmente substituído por ADR-3",
        "已接受（部分被 ADR-3 取代）",
        "一部は ADR-3 で置き換え",
        "partially superseded by ADR-4",
        "Accepted, parts superseded by ADR-9",
        "Accepted (superseded in part by [ADR-4](0004-x.md)) — 2026-08-12",
    ],
)
def test_what_is_superseded_in_part_is_accepted(raw: str):
    status = read_status(raw)
    assert status is not None
    assert (status.name, status.in_part) == ("accepted", True)


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("purple", "purple"),
        ("On-Hold", "on hold"),
        ("Not superseded by anything", "not superseded"),
        ("Parked until May", "parked until may"),
    ],
)
def test_unknown_words_stay(raw: str, name: str):
    status = read_status(raw)
    assert status is not None
    assert (status.name, status.known) == (name, False)


@pytest.mark.parametrize(
    "raw",
    ["", " ", "TBD", "n/a", "-", "{proposed | rejected | accepted}", "[proposed | accepted | rejected | …]", "<accepted>", "proposed/accepted/rejected",
     "Proposed, Accepted or Rejected", "[Choose one]", "<!-- accepted -->"],
)  # fmt: skip
def test_a_template_states_nothing(raw: str):
    assert read_status(raw) is None


def test_configured_names_replace_ours():
    names = ("open", "closed")
    status = read_status("**Closed** for now", names)
    assert status is not None
    assert (status.name, status.known) == ("closed", True)
    unknown = read_status("Accepted", names)
    assert unknown is not None
    assert (unknown.name, unknown.known) == ("accepted", False)


def test_cleaned_and_unfilled():
    assert cleaned("✅ **[Accepted](x.md)** <br>") == "Accepted"
    assert is_unfilled("{proposed | rejected}")
    assert not is_unfilled("accepted")
    assert not is_unfilled("superseded by [ADR-1 | x](1.md)")

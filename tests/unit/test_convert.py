"""Converting what stands elsewhere than in the record's own head: TOML, nested keys, a file beside it, a history."""

from __future__ import annotations

from pathlib import Path

import pytest

from decidedly.amend import AmendError, Book
from decidedly.amend.spelling import scalar, yaml_of
from decidedly.app import open_log
from decidedly.decide import convert
from decidedly.dialects import read_all, read_record
from decidedly.log import Log
from decidedly.preamble import load_yaml, read_preamble
from decidedly.text import Source

BODY = "\n# Heat\n\n## Decision\n\nA model.\n"


def made(text: str, dialect: str) -> str:
    """The record in another form."""
    book = Book(Log.of([read_record(Source("0001-heat.md", text))]))
    book.convert("0001-heat.md", dialect)
    return book.record("0001-heat.md").source.text


def refused(text: str, dialect: str) -> str:
    with pytest.raises(AmendError) as raised:
        made(text, dialect)
    assert str(raised.value).endswith("nothing was changed")
    return str(raised.value)


# ---------------------------------------------------------------------------------------------------------------- TOML

TOML = """+++
# of the house
title = "Heat: by # model"   # the question
date = 2024-06-03
weight = 1_000
at = 07:30:00
status = 'accepted' # by the board
tags = [
  "house", # as it is
  'a "b"',
]
taxonomies.kind = "x"

# for the theme
[extra]
math = true # yes
inner = {a = 1, b = ["c"]}
[[extra.links]]
url = "https://example.org/#x"
+++
"""

YAML = """---
# of the house
title: "Heat: by # model" # the question
date: 2024-06-03
weight: 1_000
at: "07:30:00"
status: accepted # by the board
# as it is
tags: [house, "a \\"b\\""]

# for the theme
# yes
taxonomies:
  kind: x
extra:
  math: true
  inner:
    a: 1
    b:
    - c
  links:
  - url: https://example.org/#x
---
"""


def test_toml_becomes_yaml_with_its_comments() -> None:
    assert made(TOML + BODY, "native") == YAML + BODY
    assert made((TOML + BODY).replace("\n", "\r\n"), "madr4") == (YAML + BODY).replace("\n", "\r\n")
    assert made("\ufeff" + TOML + BODY, "madr4") == "\ufeff" + YAML + BODY


def test_toml_gives_away_what_a_list_can_say() -> None:
    """What it can't say stays TOML, tables and comments too."""
    text = made(TOML + BODY, "madr2")
    assert text.partition("# Heat\n")[2].startswith(
        '\n* Status: accepted <!-- by the board -->\n* Date: 2024-06-03\n* Tags: house, a "b" <!-- as it is -->\n\n## Decision'
    )
    gone = [
        "date = 2024-06-03\n",
        "status = 'accepted' # by the board\n",
        TOML[TOML.index("tags") : TOML.index("taxonomies")],
    ]
    left = TOML
    for lines in gone:
        left = left.replace(lines, "")
    assert text.startswith(left)


def test_toml_goes_whole_where_nothing_is_left() -> None:
    text = '+++\nstatus = "accepted"\ndate = 2024-06-03\n+++\n' + BODY
    assert (
        made(text, "bold-labels")
        == "# Heat\n\n**Status:** accepted\n**Date:** 2024-06-03\n\n## Decision\n\nA model.\n"
    )


def test_toml_comes_together_with_a_list() -> None:
    text = "+++\nweight = 3\n+++\n\n# Heat\n\n* Status: accepted\n\n## Decision\n\nA model.\n"
    assert (
        made(text, "madr4") == "---\nstatus: accepted\nweight: 3\n---\n\n# Heat\n\n## Decision\n\nA model.\n"
    )


def test_toml_that_can_not_be_read_is_refused() -> None:
    text = "+++\nstatus = accepted\n+++\n\n# Heat\n\n* Status: accepted\n\n## Decision\n\nA model.\n"
    assert "TOML front matter can't be read" in refused(text, "madr4")


@pytest.mark.parametrize(
    "value",
    [
        "",
        "a",
        "true",
        "No",
        "1",
        "01",
        "a: b",
        "x # y",
        "é",
        "\x07",
        "a\nb",
        "\u2028",
        "'",
        '"\\',
        "- a",
        "[x]",
        "~",
        "=",
        "2024-06-03",
        "@a",
    ],
)
def test_scalars_are_read_as_they_were(value: str) -> None:
    """YAML 1.1 as its parser has it, and as our own reader has it."""
    import yaml

    assert load_yaml(f"a: {scalar(value)}\n") == {"a": value}
    if value not in ("1", "2024-06-03"):
        assert yaml.safe_load(f"a: {scalar(value)}\n") == {"a": value}


def test_numbers_without_end_have_names_in_yaml() -> None:
    source = Source("a.md", "+++\na = inf\nb = -inf\nc = nan\nd = [1.5, inf]\n+++\n")
    assert yaml_of(source, read_preamble(source)) == "a: .inf\nb: -.inf\nc: .nan\nd: [1.5, .inf]\n"


# --------------------------------------------------------------------------------------------------------- nested keys


def test_nested_keys_come_up() -> None:
    text = (
        "---\ntitle: Heat\nadr: # ours\n  # who\n  author: Ana\n  status: accepted\n  extends:\n    - 0002\n\nnav: 1\n---\n"
        + BODY
    )
    assert made(text, "madr4") == (
        "---\ntitle: Heat\n# ours\n# who\nauthor: Ana\nstatus: accepted\nextends:\n  - 0002\n\nnav: 1\n---\n"
        + BODY
    )


def test_nested_keys_in_braces_come_up() -> None:
    text = "---\nadr: {status: accepted, created: '2024, May', tags: [a, b]} # ours\n---\n" + BODY
    assert made(text, "native") == (
        "---\nstatus: accepted\ncreated: '2024, May'\ntags: [a, b]\n# ours\n---\n" + BODY
    )


def test_nested_keys_go_into_a_list() -> None:
    """What a list can't say stays nested; a mapping of which nothing is left goes, one with a comment stays."""
    text = "---\nnav: 1\nadr:\n  status: accepted\n  created: 2024-06-03\n---\n" + BODY
    assert made(text, "madr2").startswith(
        "---\nnav: 1\nadr:\n  created: 2024-06-03\n---\n\n# Heat\n\n* Status: accepted\n\n##"
    )
    text = "---\nnav: 1\nadr:\n  status: accepted\n---\n" + BODY
    assert made(text, "madr2").startswith("---\nnav: 1\n---\n\n# Heat\n\n* Status: accepted\n\n##")
    text = "---\nadr:\n  # mine\n  status: accepted\n---\n" + BODY
    assert made(text, "madr2").startswith("---\nadr:\n  # mine\n---\n\n# Heat\n\n* Status: accepted\n\n##")
    text = "---\nadr: {status: accepted, created: 2024-06-03, owner: Ana}\n---\n" + BODY
    assert made(text, "bold-labels").startswith(
        "---\nadr: {created: 2024-06-03}\n---\n\n# Heat\n\n**Status:** accepted\n**Owner:** Ana\n\n##"
    )


def test_keys_that_stand_twice_are_refused() -> None:
    text = "---\ntags: [a]\nadr:\n  status: accepted\n  tags: [b]\n---\n" + BODY
    assert "“tags” stands both under “adr” and beside it" in refused(text, "madr4")


# ---------------------------------------------------------------------------------------------------- a file beside it


def kep(side: str, readme: str = "# Drain\n\n## Summary\n\nIt finishes.\n") -> Book:
    beside = Source("1234-drain/kep.yaml", side)
    reading = read_all([Source("1234-drain/README.md", readme)], {beside.path: beside})
    return Book(Log.of(reading.records), {beside.path: beside})


def test_the_file_beside_goes_when_nothing_is_left_in_it() -> None:
    book = kep("---\nstatus: implementable # soon\nauthors: ['@a', '@b']\n")
    assert book.convert("1234-drain/README.md", "madr2")
    changes = book.changes().changes
    assert changes["1234-drain/kep.yaml"].after is None
    assert changes["1234-drain/README.md"].after == (
        "# Drain\n\n* Status: implementable <!-- soon -->\n* Author: @a, @b\n\n## Summary\n\nIt finishes.\n"
    )
    assert book.record("1234-drain/README.md").dialect == "madr2"


@pytest.mark.parametrize(
    "left", ["# of SIG Fleet\n", "kep-number: 1234\n", "title: Drain\nowning-sig: fleet\n"]
)
def test_the_file_beside_stays_with_what_is_left(left: str) -> None:
    book = kep(left + "status: implementable\n")
    assert book.convert("1234-drain/README.md", "native")
    assert book.changes().changes["1234-drain/kep.yaml"].after == left
    assert not book.convert("1234-drain/README.md", "native")


def test_a_removed_file_is_gone_from_the_disk(tmp_path: Path) -> None:
    folder = tmp_path / "keps" / "1234-drain"
    folder.mkdir(parents=True)
    (folder / "README.md").write_bytes(b"# Drain\n\n## Summary\n\nIt finishes.\n")
    (folder / "kep.yaml").write_bytes(b"status: implementable\n")
    decided = convert(open_log(tmp_path, tmp_path / "keps"), "madr4")
    assert decided.done["1234-drain/kep.yaml"] == ("removed: all of it is in the record",)
    assert [file.name for file in folder.iterdir()] == ["README.md"]
    assert (folder / "README.md").read_bytes().startswith(b"---\nstatus: implementable\n---\n\n# Drain\n")


# ----------------------------------------------------------------------------------------------------------- a history

TABLE = "# Heat\n\n## Status\n\n| Status | Time |\n|---|---|\n| Proposed | 2023-03-01 |\n| Accepted | 2023-03-08 |\n\n## Decision\n\nA model.\n"


def test_a_remark_goes_behind_the_history() -> None:
    text = "---\nstatus: accepted # by the board\ndate: 2023-03-08\n---\n" + TABLE
    assert made(text, "nygard") == TABLE.replace(
        "\n\n## Decision", "\n\n<!-- by the board -->\n\n## Decision"
    )


def test_a_history_without_a_day_for_what_is_new_is_refused() -> None:
    text = "---\nstatus: deprecated\n---\n" + TABLE
    record = read_record(Source("0001-heat.md", text))
    assert record.date is not None  # the history's own day: nobody knows when it was deprecated
    assert "there is no day for a new entry; write that entry first" in refused(text, "nygard")


def test_what_a_weaker_place_says_is_not_lost() -> None:
    """A second section of that name, a table of revisions: what does not count stays where it is."""
    more = "## Status\n\nStill exploring.\n"
    text = "---\nstatus: accepted\ndate: 2024-06-03\n---\n" + BODY + "\n" + more
    assert more in made(text, "madr2")
    table = "| Date | Author |\n|---|---|\n| 2025-01-01 | Bo |\n"
    text = f"# Heat\n\n* Status: accepted\n* Date: 2024-06-03\n\n{table}\n## Decision\n\nA model.\n"
    assert table in made(text, "madr4")


def test_a_second_label_of_a_field_keeps_its_name() -> None:
    text = "---\nstatus: accepted\nstage: beta\n---\n" + BODY
    there = made(text, "madr2")
    assert "* Status: accepted\n* Stage: beta\n" in there
    assert made(there, "madr4").startswith("---\nstatus: accepted\nstage: beta\n---\n")


def test_a_status_goes_whole() -> None:
    """With the links in it, and with what its sentence says on the next line."""
    text = (
        "# Heat\n\n## Status\n\nImplemented in <https://example.org/1>,\nbut for the shed.\n\nIt was long due.\n"
        + BODY[7:]
    )
    status = "Implemented in <https://example.org/1>, but for the shed."
    assert f"\n* Status: {status}\n\n## Status\n\nIt was long due.\n" in made(text, "madr2")
    assert made(text, "madr4").startswith(f'---\nstatus: "{status[:1].lower()}{status[1:]}"\n---\n')
    text = "# Heat\n\n## Status\n\n❌ Rejected, [see why](https://example.org/2)\n" + BODY[7:]
    assert made(text, "native").startswith(
        '---\nstatus: "❌ Rejected, [see why](https://example.org/2)"\n---\n'
    )


def test_what_a_template_s_braces_hold_is_a_value() -> None:
    text = "---\nstatus: { accepted }\ndeciders: { Ana Lee, Bo }\ninformed: {who must know}\n---\n" + BODY
    assert made(text, "madr2").startswith("# Heat\n\n* Status: accepted\n* Deciders: Ana Lee, Bo\n")


def test_the_day_when_a_text_was_begun_does_not_become_that_of_its_decision() -> None:
    text = "# Heat\n\nCreated: August 6, 2019\n\n## Status\n\nAccepted\n" + BODY[7:]
    assert made(text, "madr4") == "---\nstatus: accepted\n---\n\n# Heat\n\nCreated: August 6, 2019" + BODY[7:]


def test_a_template_s_status_is_none() -> None:
    """What nobody has filled in stays for whoever does."""
    text = "# Heat\n\nDate: 2024-06-03\n\n## Status\n\n> Accepted or Rejected\n" + BODY[7:]
    assert (
        made(text, "madr4")
        == "---\ndate: 2024-06-03\n---\n\n# Heat\n\n## Status\n\n> Accepted or Rejected\n" + BODY[7:]
    )


def test_tags_keep_their_letters_there_and_back() -> None:
    """Lists are read as having them in small letters; what is written stays as it was."""
    text = "---\nstatus: accepted\ntags: [Heat, GPU]\n---\n" + BODY
    assert made(made(text, "madr2"), "madr4") == text


def test_what_stands_below_a_status_comes_along() -> None:
    text = "# Heat\n\n## Status\n\nAccepted\n\n**Date:** 2024-05-06\nDeciders: Ann, Bob\n\n## Decision\n\nA model.\n"
    assert made(text, "madr4") == (
        '---\nstatus: accepted\ndate: 2024-05-06\ndecision-makers: "Ann, Bob"\n---\n\n# Heat\n\n## Decision\n\nA model.\n'
    )

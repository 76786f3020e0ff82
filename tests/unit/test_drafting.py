"""New records: names that are safe everywhere, the habits of a log, numbers, templates, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from decidedly import dialects, resources
from decidedly.begin import shipped_templates
from decidedly.drafting import (  # fmt: skip
    SHIPPED,
    Drafted,
    DraftError,
    Template,
    TemplateError,
    Wish,
    clean_title,
    draft,
    free_number,
    learn,
    moved_to,
    offered,
)
from decidedly.drafting.front import scalar
from decidedly.drafting.heads import WRITABLE, form_of
from decidedly.drafting.names import RESERVED, safe, slug
from decidedly.log import Log
from decidedly.text import Source

TEMPLATES = shipped_templates()


def log_of(*texts: tuple[str, str], local: bool = False) -> Log:
    read = dialects.read_all(Source(path, text) for path, text in texts)
    return Log.of(read.records, read.documents, local_ids=local)


def nygard(number: int, title: str = "Something", status: str = "Accepted") -> str:
    return f"# {number}. {title}\n\nDate: 2024-01-02\n\n## Status\n\n{status}\n\n## Context\n\nA.\n\n## Decision\n\nB.\n\n## Consequences\n\nC.\n"


def new(log: Log, title: str = "Use a queue", template: Template | None = None, **more: object) -> Drafted:
    names = more.pop("names", [record.path for record in log.records])
    ascii_names = bool(more.pop("ascii_names", False))
    habits = learn(log, dialect=template.dialect if template else "")
    wish = Wish(title, str(more.pop("status", "proposed")), "2026-01-15", **more)  # type: ignore[arg-type]
    return draft(log, habits, wish, template, TEMPLATES, number=free_number(log, habits, ()), names=names, ascii_names=ascii_names)  # type: ignore[arg-type]  # fmt: skip


# -------------------------------------------------------------------------------------------------------------- names


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("Use PostgreSQL for billing", "use-postgresql-for-billing"),
        ("Grüße an Zoë", "grüße-an-zoë"),
        ("日本語のタイトル", "日本語のタイトル"),
        ("नमस्ते दुनिया", "नमस्ते-दुनिया"),
        ("مرحبا بالعالم", "مرحبا-بالعالم"),
        ("The team's “own” way", "the-teams-own-way"),
        ("a/b\\c:d*e?f<g>h|i", "a-b-c-d-e-f-g-h-i"),
        ("🎉🎉", "decision"),
        ("👩‍💻 remote", "remote"),
        ("...", "decision"),
        ("x" * 300, "x" * 60),
        ("界" * 300, "界" * 40),
        ("ends with a dot.", "ends-with-a-dot"),
        ("e\u0301te\u0301", "été"),
    ],
)
def test_slugs(title: str, wanted: str):
    assert slug(title) == wanted


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("Grüße an Zoë, straße", "grusse-an-zoe-strasse"),
        ("Łódź и Москва", "lodz-i-moskva"),
        ("日本語", "decision"),
        ("Αθήνα", "athina"),
        ("œuvre Ærø", "oeuvre-aero"),
    ],
)
def test_slugs_in_ascii(title: str, wanted: str):
    assert slug(title, ascii_only=True) == wanted
    assert slug(title, ascii_only=True).isascii()


def test_names_that_windows_keeps():
    assert safe("con") == "con-decision"
    assert safe("COM¹") == "COM¹-decision"
    assert safe("nul.txt") == "nul.txt-decision"
    assert safe("0001-con") == "0001-con"
    assert "lpt0" in RESERVED


@pytest.mark.parametrize(
    "title", ["../../x", "..", "a/../b", "..\\x", "/etc/passwd", "~/x", "\\\\host\\share", "C:\\x"]
)
def test_a_path_is_no_title(title: str):
    with pytest.raises(ValueError, match="is a path"):
        clean_title(title)


@pytest.mark.parametrize(
    ("title", "why"),
    [
        ("", "empty"),
        (" \t\n ", "empty"),
        ("a\x1b[31m", r"control character \(U\+001B\)"),
        ("a\x00b", "control character"),
        ("a\u202eb", r"turns text round \(U\+202E\)"),
        ("a\u2028b c\ud800", "half a character"),
        ("---", "no letter"),
        ("x" * 301, "301 characters"),
    ],
)
def test_titles_that_are_refused(title: str, why: str):
    with pytest.raises(ValueError, match=why):
        clean_title(title)


def test_titles_are_one_line():
    assert clean_title("  Use\n a\tqueue  ") == "Use a queue"
    assert clean_title("Use C# or and/or") == "Use C# or and/or"


# ------------------------------------------------------------------------------------------------------------- habits


@pytest.mark.parametrize(
    ("names", "wanted"),
    [
        (["0001-a.md", "0002-b.md"], "0003-use-a-queue.md"),
        (["0000-a.md"], "0001-use-a-queue.md"),
        (["ADR-1.md", "ADR-2.md", "ADR-10.md"], "ADR-11.md"),
        (["adr-001-a.md"], "adr-002-use-a-queue.md"),
        (["DR-001-a.md", "DR-002-b.md"], "DR-003-use-a-queue.md"),
        (["ADR009-A-Thing.md"], "ADR010-Use-a-queue.md"),
        (["0001_a_thing.md"], "0002_use_a_queue.md"),
        (["0099-a.md"], "0100-use-a-queue.md"),
        (["9-a.md"], "10-use-a-queue.md"),
        (["0001-a/README.md"], "0002-use-a-queue/README.md"),
        (["0001-a.mdx"], "0002-use-a-queue.mdx"),
        (["sub/0001-a.md", "sub/0002-b.md"], "sub/0003-use-a-queue.md"),
        (["2021-06-05_001-a.md"], "2026-01-15_002-use-a-queue.md"),
        (["0001 A thing.md"], "0002 Use a queue.md"),
    ],
)
def test_files_are_called_as_the_others_are(names: list[str], wanted: str):
    log = log_of(*((name, nygard(number, f"Thing {'abc'[number % 3]}")) for number, name in enumerate(names)))
    made = new(log)
    assert made.path == wanted


def test_dates_as_names():
    text = "# A\n\n- Status: accepted\n- Date: 2024-01-02\n\n## Context\n\nA.\n\n## Decision\n\nB.\n"
    log = log_of(("20240102-a.md", text), ("20240203-b.md", text.replace("# A", "# B")))
    made = new(log)
    assert (made.path, made.record.id, made.record.dialect) == ("20260115-use-a-queue.md", "20260115-use-a-queue", "log4brains")  # fmt: skip
    again = new(log, names=["20260115-use-a-queue.md", "20260115-USE-A-QUEUE-2.md"])
    assert again.path == "20260115-use-a-queue-3.md"


@pytest.mark.parametrize(
    ("names", "wanted"),
    [
        (["2024-001-x", "2024-002-x", "2025-001-x"], "2026-001-use-a-queue.md"),
        (["2024-001-x", "2025-002-x"], "2026-003-use-a-queue.md"),
        (["2026-001-x", "2026-002-x"], "2026-003-use-a-queue.md"),
        (["2024_07_x_y", "2024_08_z_y"], "2026_01_use_a_queue.md"),
        (["ADR-2024-007-x", "ADR-2025-001-x"], "ADR-2026-001-use-a-queue.md"),
        (["20240115-x", "20250103-x"], "20260115-use-a-queue.md"),
        (["2024/03-x", "2024/04-x", "2025/01-x"], "2026/01-use-a-queue.md"),
        (["2024/0003-x", "2025/0004-x"], "2026/0005-use-a-queue.md"),
        (["y/2024/0003-x", "y/2026/0004-x"], "y/2026/0005-use-a-queue.md"),
        (["2024/0003-x", "other/0004-x"], "2024/0005-use-a-queue.md"),
    ],
)
def test_numbers_that_go_by_years(names: list[str], wanted: str):
    day = "2026-01-15"
    log = log_of(*((f"{name}.md", nygard(number)) for number, name in enumerate(names, 1)))
    habits = moved_to(learn(log, "2024" if "other/0004-x" in names else None), log, day)
    number = free_number(log, habits, (), day)
    made = draft(log, habits, Wish("Use a queue", "proposed", day), None, TEMPLATES, number=number)
    assert made.path == wanted


@pytest.mark.parametrize("kind", ["Architecture Decision Record: ", "ADR – ", "[ADR] ", "ADR: 2. "])
def test_headings_that_say_what_kind_of_document_it_is(kind: str):
    made = new(log_of(("0002-x.md", nygard(2).replace("2. ", kind))))
    assert made.text.split("\n")[0] == f"# {kind.replace('2', '3')}Use a queue"
    assert made.record.title == ("Use a queue" if "2" in kind else f"{kind}Use a queue")


def test_a_history_of_statuses_in_a_list_begins_with_its_first_entry():
    head = "- By: Ann\n- Status:\n  - 2024-05-01: Proposed\n  - 2024-05-09: Accepted\n"
    made = new(log_of(("0001-x.md", nygard(1).replace("## Status\n\nAccepted\n", head))))
    assert "- Status:\n  - 2026-01-15: Proposed\n" in made.text
    assert (made.record.status.name, str(made.record.date.day)) == ("proposed", "2026-01-15")


def test_headings_whose_number_goes_by_years():
    texts = [(f"ADR-2024-00{number}-x.md", nygard(number).replace(f"# {number}. ", f"# ADR-2024-00{number}: ")) for number in (1, 2)]  # fmt: skip
    log = log_of(*texts)
    habits, day = learn(log), "2026-01-15"
    wish = Wish("Use a queue", "proposed", day)
    made = draft(log, habits, wish, None, TEMPLATES, number=free_number(log, habits, (), day))
    assert (made.text.split("\n")[0], made.record.id) == ("# ADR-2026-001: Use a queue", "ADR-2026-001")


def test_line_ends_as_in_the_newest():
    log = log_of(("0001-a.md", nygard(1).replace("\n", "\r\n")))
    text = new(log).text
    assert text.count("\r\n") == text.count("\n") > 5


def test_headings_as_in_the_newest():
    for heading in ("# ADR-0001: Thing", "# ADR 1 – Thing", "# 0001 Thing", "# Thing"):
        text = nygard(1).replace("# 1. Something", heading)
        made = new(log_of(("0001-thing.md", text)))
        assert made.text.splitlines()[0] == heading.replace("1", "2").replace("Thing", "Use a queue")


def test_a_team_s_own_headings():
    text = "# 1. Titre\n\n**Statut :** Accepté\n**Date :** 2024-01-02\n\n## Contexte\n\nA.\n\n## Décision\n\nB.\n\n## Conséquences\n\nC.\n"
    made = new(log_of(("0001-a.md", text)), owners=("Zoë",))
    assert [one.title for one in made.record.sections] == ["Contexte", "Décision", "Conséquences"]
    assert "**Statut :** Proposé" in made.text


def test_a_title_that_begins_with_a_number():
    made = new(log_of(("0001-a.md", nygard(1))), title="3 ways to log")
    assert (made.record.title, made.record.number) == ("3 ways to log", 2)


def test_an_empty_log():
    made = new(log_of(), review="6 months")
    assert (made.path, made.record.id, made.record.dialect) == (
        "DR-001-use-a-queue.md",
        "DR-001",
        "native",
    )
    assert new(log_of(), template=TEMPLATES["nygard"]).path == "0001-use-a-queue.md"
    assert new(log_of(), template=TEMPLATES["nygard"]).text.startswith("# 1. Use a queue\n\nDate: 2026-01-15\n\n## Status\n\nProposed\n")  # fmt: skip


# ------------------------------------------------------------------------------------------------------------ numbers


def test_numbers_that_are_taken():
    log = log_of(("0001-a.md", nygard(1)), ("0007-b.md", nygard(7)), ("DR-020-c.md", nygard(20).replace("# 20. ", "# DR-020: ")), ("0009-notes.md", "# 9. Notes\n\nNothing.\n"))  # fmt: skip
    habits = learn(log)
    assert free_number(log, habits, ()) >= 8
    elsewhere = log_of(("0011-x.md", nygard(11))).records
    assert free_number(log, habits, elsewhere) == 12
    aliased = log_of(("0001-a.md", "---\nstatus: accepted\naliases: [0030]\n---\n" + nygard(1)))
    assert free_number(aliased, learn(aliased), ()) == 31


def test_numbers_of_a_folder_where_ids_are_local():
    log = log_of(("a/0001-x.md", nygard(1)), ("b/0005-y.md", nygard(5)), local=True)
    assert free_number(log, learn(log, "a"), ()) == 2
    assert free_number(log, learn(log, "b"), ()) == 6


# ---------------------------------------------------------------------------------------------------------- templates


def test_every_template_is_listed_and_ships(checkout: Path):
    assert {file.stem for file in (checkout / "templates").glob("*.md")} == {one.name for one in SHIPPED}
    assert {path for path, _ in resources.walk(resources.templates())} == {
        f"{one.name}.md" for one in SHIPPED
    }


@pytest.mark.parametrize("name", [one.name for one in SHIPPED])
@pytest.mark.parametrize("dialect", WRITABLE)
def test_every_template_in_every_dialect(name: str, dialect: str):
    """The text is the template's, the head the dialect's: any two go together."""
    from dataclasses import replace

    log = log_of(("0001-a.md", nygard(1)), ("0002-b.md", nygard(2)))
    habits = replace(learn(log), dialect=dialect)
    wish = Wish("Which queue, and why?", "proposed", "2026-01-15", (log.records[0],), True, (log.records[1],), ("db", "two words"), ("Alice Smith", "@bob"), "6 months", "billing")  # fmt: skip
    made = draft(log, habits, wish, TEMPLATES[name], TEMPLATES, number=3)
    assert made.record.title == "Which queue, and why?"
    assert {(one.link.kind, one.record.path) for one in made.log.resolved(made.record) if one.record} >= {("supersedes-in-part", "0001-a.md"), ("relates-to", "0002-b.md")}  # fmt: skip
    assert "\n\n\n" not in made.text
    assert made.text.endswith("\n")
    assert not made.text.endswith("\n\n")


def test_dialects_that_nobody_writes():
    assert form_of("nygard") == "nygard"
    assert form_of("plain") == form_of("kep") == form_of("y-statement") == "front-matter"


def own(text: str) -> Template:
    return Template("mine", "", "", text, own=True, where="templates/mine.md")


def test_a_template_of_adr_tools():
    text = (
        "# NUMBER. TITLE\r\n\r\nDate: DATE\r\n\r\n## Status\r\n\r\nSTATUS\r\n\r\n## Forces\r\n\r\nNone.\r\n"
    )
    log = log_of(("0001-a.md", nygard(1)))
    made = new(log, template=own(text), supersedes=log.records)
    assert made.text == (
        "# 2. Use a queue\n\nDate: 2026-01-15\n\n## Status\n\nProposed\n\n"
        "Supersedes [1. Something](0001-a.md)\n\n## Forces\n\nNone.\n"
    )


def test_a_template_of_one_s_own():
    text = "---\nid: {{ id }}\nstatus: {{ status }}\ndate: {{ date }}\nowner: {{ owner }}\n---\n\n# {{ title }}\n\n## Context\n\n## Decision\n"
    log = log_of(("0001-a.md", nygard(1)))
    made = new(log, template=own(text), owners=("Alice",), status="draft")
    assert made.record.owners == ("Alice",)
    with pytest.raises(
        DraftError,
        match=r"templates/mine\.md: .* the tags would be none instead of “x”; begin the template with",
    ):
        new(log, template=own(text), tags=("x",), status="draft")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{% if %}", r"templates/mine\.md:1: "),
        ("{{ nothing }}", "'nothing' is undefined; there are component, date, head"),
        ("{{ ''.__class__.__mro__ }}", "unsafe"),
        ("{{ owners.append('x') }}", "unsafe"),
        ("{{ 1 // 0 }}", "ZeroDivisionError"),
        ("{% include '/etc/passwd' %}", "no loader"),
        ("{% for i in range(1000000000) %}{% endfor %}", "OverflowError"),
    ],
)
def test_templates_that_can_not_be_used(text: str, why: str):
    with pytest.raises(TemplateError, match=why):
        new(log_of(("0001-a.md", nygard(1))), template=own(text))


def test_a_record_s_words_are_no_template():
    made = new(log_of(("0001-a.md", nygard(1))), title="Use {{ 7 * 7 }} and TITLE")
    assert made.record.title == "Use {{ 7 * 7 }} and TITLE"


@pytest.mark.parametrize("title", ["Use *many* queues", "Call `run` [once]", "Half of _all_"])
@pytest.mark.parametrize("head", ["# 1. Thing\n\n", "---\nslug: 1\ntitle: |\n  1. Thing\ntags: [Accepted]\n---\n\n", "---\ntitle: Thing\nstatus: accepted\n---\n\n"])  # fmt: skip
def test_marks_of_markdown_in_a_title_are_read_as_they_were_given(head: str, title: str):
    text = f"{head}## Status\n\nAccepted\n\n## Context\n\nA.\n\n## Decision\n\nB.\n"
    assert new(log_of(("0001-a.md", text)), title).record.title == title


def test_text_in_place_of_the_template_s():
    made = new(log_of(("0001-a.md", nygard(1))), body="\ufeff\r\n## Context\r\n\r\nMine.\r\n")
    assert made.text.endswith("## Status\n\nProposed\n\n## Context\n\nMine.\n")


@pytest.mark.parametrize("title", ["2. Zwei", "ADR-2: Zwei", "0002 Zwei"])
def test_what_would_not_read_back_is_refused(title: str):
    log = log_of(("0001-a.md", nygard(1).replace("# 1. ", "# ")))
    with pytest.raises(
        DraftError, match=r"would not read back as asked: .*the title would be .*; use other words"
    ):
        new(log, title=title)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("Use a queue", "Use a queue"), ("Which?", "Which?"), ("6 months", "6 months"), ("yes", '"yes"'), ("null", '"null"'), ("a: b", '"a: b"'),
     ("#x", '"#x"'), ("@bob", '"@bob"'), ("007", '"007"'), ("", '""'), ('say "x"', '"say \\"x\\""'), ("a\x85b", '"a\\u0085b"')],
)  # fmt: skip
def test_yaml(text: str, wanted: str):
    assert scalar(text) == wanted


# ------------------------------------------------------------------------------------------- as the team would have it


@pytest.mark.parametrize(
    ("statuses", "wanted"),
    [
        (["PROPOSED", "ACCEPTED"], "PROPOSED"),
        (["accepté", "accepté"], "proposé"),
        (["✅ Accepted", "🤔 Proposed"], "🤔 Proposed"),
        (["Accepted", "Pending", "Pending"], "Pending"),
        (["Accepted", "Under discussion in #12"], "Proposed"),
    ],
)
def test_the_team_s_own_word_for_a_status(statuses: list[str], wanted: str) -> None:
    log = log_of(*((f"000{number}-a.md", nygard(number, status=one)) for number, one in enumerate(statuses, 1)))  # fmt: skip
    assert f"\n## Status\n\n{wanted}\n" in new(log).text


@pytest.mark.parametrize(
    ("head", "wanted"),
    [
        ("**Date**: 2024-01-02\n\n**Status**: Accepted", "**Date**: 2026-01-15\n\n**Status**: Proposed\n\n**Tags**: x\n"),
        ("**Status:** Accepted  \n**Driver:** Ana  \n**Date:** 2024-01-02  ", "**Status:** Proposed  \n**Date:** 2026-01-15  \n**Tags:** x  \n"),
        ("**Status:** Accepted | **Date:** 2024-01-02", "**Status:** Proposed | **Date:** 2026-01-15 | **Tags:** x\n"),
        ("> Status: **Accepted**  \n> Date: 2024-01-02  ", "> Status: Proposed  \n> Date: 2026-01-15  \n> Tags: x  \n"),
        ("Status: Accepted<br>\nDate: 2024-01-02<br>", "Status: Proposed<br>\nDate: 2026-01-15<br>\nTags: x<br>\n"),
        ("* Status: Accepted\n* Date: 02.01.2024", "* Status: Proposed\n* Date: 15.01.2026\n* Tags: x\n"),
        ("* Status: Accepted\n* Date: March 1, 2024", "* Status: Proposed\n* Date: January 15, 2026\n* Tags: x\n"),
        ("- **Status:** Accepted\n- **Date:** 2024-01-02", "- **Status:** Proposed\n- **Date:** 2026-01-15\n- **Tags:** x\n"),
        ("| Metadata | Value |\n|---|---|\n| Date | 2024-01-02 |\n| Status | Accepted |", "| Date | 2026-01-15 |\n| Status | Proposed |\n| Tags | x |\n"),
        ("---\ncreated: 2024-01-02\nstatus: accepted\n---", "---\nstatus: proposed\ncreated: 2026-01-15\ntags: [x]\n---\n"),
    ],
)  # fmt: skip
def test_labels_as_the_others_have_them(head: str, wanted: str) -> None:
    """Their marks, their order, alone or in a block; created where nothing is dated otherwise."""
    title = "# A\n\n"
    text = f"{head}\n\n{title}" if head.startswith("---") else f"{title}{head}\n\n"
    log = log_of(("0001-a.md", f"{text}## Context\n\nA.\n\n## Decision\n\nB.\n"))
    assert wanted in new(log, tags=("x",)).text


def test_keys_that_hold_the_number_or_the_title_go_on() -> None:
    """A page for a site generator has its title and its place in front matter, and no heading of its own."""
    body = "\n## Context\n\nA.\n\n## Decision\n\nB.\n"
    log = log_of(("adr009-a.md", f"---\nid: adrs-adr009\ntitle: 'ADR009: A'\ndescription: A.\n---\n{body}"))
    made = new(log)
    assert made.path == "adr010-use-a-queue.md"
    assert made.text.startswith('---\nid: adrs-adr010\ntitle: "ADR010: Use a queue"\nstatus: proposed\ndate: 2026-01-15\n---\n\n## Context\n')  # fmt: skip
    log = log_of(("001-a.md", f"---\nslug: 1\ntitle: 1. A\ntags: [x]\n---\n\n## Status\n\nAccepted\n{body}"))
    assert new(log).text.startswith(
        '---\nslug: 2\ntitle: "2. Use a queue"\n---\n\nDate: 2026-01-15\n\n## Status\n'
    )
    log = log_of(("adr-001-a.md", f"---\nid: adr-001-a\ntitle: A\nstatus: accepted\nowner: bo\n---\n\n# ADR-001: A\n{body}"))  # fmt: skip
    made = new(log)
    assert (made.path, made.record.id, made.record.number) == (
        "adr-002-use-a-queue.md",
        "adr-002-use-a-queue",
        2,
    )
    assert "\n# ADR-002: Use a queue\n" in made.text


def test_sections_that_nobody_writes_are_left_out() -> None:
    """MADR in full has more than most teams use; consequences stand as theirs do."""
    text = "# A\n\n* Status: accepted\n* Date: 2024-01-02\n\n## Context and Problem Statement\n\nA.\n\n## Considered Options\n\n* A\n\n## Decision Outcome\n\nA.\n\n### Positive Consequences\n\n* A\n\n### Negative Consequences\n\n* B\n"
    log = log_of(*((f"000{number}-a.md", text) for number in (1, 2, 3)))
    found = [(one.level, one.title) for one in new(log, related=(log.records[0],)).record.sections]
    assert found == [
        (2, "Context and Problem Statement"),
        (2, "Considered Options"),
        (2, "Decision Outcome"),
        (3, "Positive Consequences"),
        (3, "Negative Consequences"),
        (2, "Links"),
    ]
    assert "Confirmation" in new(log_of(("0001-a.md", text))).text, "one record is no habit"


# -------------------------------------------------------------------------------------------- a plain template of theirs

FRONT = """---
# Take out what you do not need.
status: "{proposed | accepted | …}"
date: {YYYY-MM-DD when it was decided} # of the status
deciders: {who was there}
---

# {short title}

## Context and Problem Statement

{Why? By YYYY-MM-DD?}
"""
ROWS = "# Title\n\n| Field   | Value        |\n|---------|--------------|\n| Date    | YYYY-MM-DD   |\n| Status  | Proposed     |\n| Replaces | N/A |\n\n| Revision | Date | Info |\n|---|---|---|\n| 1 | YYYY-MM-DD | First |\n\n## What\n\nOne line.\n"
SECTIONS = "# NNNN: Title of it\n\nDate: YYYY-MM-DD\n\n## Status\n\n> Accepted or Rejected\n>\n> in words\n\n## Why\n\n> In short.\n"


def plain(text: str, model: str, **more: object) -> str:
    template = Template("own", "", "", text, own=True, where="docs/own.md")
    log = log_of(("0001-a.md", model), ("0002-b.md", model.replace("1", "2")))
    return new(log, template=template, **more, supersedes=(log.records[0],)).text  # type: ignore[arg-type]


MADR = "---\nstatus: accepted\ndate: 2024-03-04\n---\n\n# Something\n\n## Decision Outcome\n\nB.\n"


def test_a_plain_template_is_filled_in() -> None:
    """Where it asks for something that is known; what it has no place for comes behind; all other text stays."""
    assert plain(FRONT, MADR, owners=("@ana", "Bo"), tags=("x",)) == (
        FRONT.replace('"{proposed | accepted | …}"', "proposed")
        .replace("{YYYY-MM-DD when it was decided}", "2026-01-15")
        .replace("{who was there}", '["@ana", Bo]\ntags: [x]\nsupersedes: ["0001"]')
        .replace("{short title}", "Use a queue")
    )
    assert plain(SECTIONS, nygard(1), tags=("x",)) == (
        "# 3. Use a queue\n\nDate: 2026-01-15\n\nTags: x\n\n## Status\n\nProposed\n\n"
        "Supersedes [1. Something](0001-a.md)\n\n## Why\n\n> In short.\n"
    )
    assert plain(ROWS, ROWS.replace("YYYY-MM-DD  ", "2024-01-02").replace("Title", "A")) == (
        ROWS.replace("# Title", "# Use a queue")
        .replace("YYYY-MM-DD", "2026-01-15")
        .replace("N/A", "[ADR-0001](0001-a.md)")
    )


def test_what_a_plain_template_has_no_place_for_goes_above_it() -> None:
    """Its text stays then, below a head in the log's form."""
    assert plain("# Title\n\n## Why\n\nIn short.\n", MADR) == (
        '---\nstatus: proposed\ndate: 2026-01-15\nsupersedes: ["0001"]\n---\n\n# Use a queue\n\n## Why\n\nIn short.\n'
    )


def test_a_template_among_the_records_is_used_where_it_fits() -> None:
    """The nearest one above, in the form of the newest; it is text and never Jinja2."""
    files = [
        ("a/0001-a.md", MADR),
        ("a/0002-b.md", MADR),
        ("template.md", SECTIONS),
        ("b/adr-template.md", FRONT),
    ]
    log = log_of(*files)
    assert offered(log, learn(log)) is None, "one is in another form, one is elsewhere"
    log = log_of(*files, ("a/adr-template.md", FRONT + "{{ 7 * 7 }}\n"), ("a/adr-template-short.md", FRONT))
    found = offered(log, learn(log))
    assert found is not None
    assert found.path == "a/adr-template.md"
    template = Template("adr-template", "", "", found.source.text, own=True, where=found.path, found=True)
    assert new(log, template=template).text.endswith("\n{{ 7 * 7 }}\n")
    hopeless = Template("x", "", "", "Nothing but words.\n", own=True, found=True)
    assert new(log, template=hopeless).text == new(log).text, "nobody asked for it"

import pytest
from tests.unit.reading import record

from decidedly.dialects.identity import (
    Identity,
    from_name,
    from_text,
    is_index_name,
    is_template_name,
    is_template_title,
    name_of,
    split_heading,
    title_from_name,
)


@pytest.mark.parametrize(
    ("path", "ident", "prefix", "number", "title"),
    [
        ("0001-use-x.md", "0001", "", 1, "Use x"), ("DR-001-x.md", "DR-001", "DR", 1, "X"), ("adr-7.md", "ADR-7", "ADR", 7, "adr-7"), ("ADR0005_x.md", "ADR0005", "ADR", 5, "X"),
        ("20240101-x.md", "20240101-x", "", None, "X"), ("2024-01-01-x.md", "2024-01-01-x", "", None, "X"), ("2024-01-01-0007-x.md", "0007", "", 7, "X"),
        ("a/0003-y/README.md", "0003", "", 3, "Y"), ("a/0003-y/decision.md", "0003", "", 3, "Y"),
        ("ADR-2024-007-x.md", "ADR-2024-007", "ADR-2024", 7, "X"), ("adr-2024-05-06-x.md", "adr-2024-05-06-x", "", None, "X"), ("2024_05_06_x.md", "2024_05_06_x", "", None, "X"), ("JIRA-123-x.md", "JIRA-123", "JIRA", 123, "X"), ("adr 12 a b.md", "ADR-12", "ADR", 12, "A b"),
    ],
)  # fmt: skip
def test_names_of_files(path: str, ident: str, prefix: str, number: int | None, title: str):
    found = from_name(path)
    assert found is not None
    assert (found.id, found.prefix, found.number) == (ident, prefix, number)
    assert title_from_name(path) == title


@pytest.mark.parametrize(
    "path", ["x.md", "Use-IPv6.md", "v1-2.md", "README.md", "", "123456789-x.md", "x/0001/y.md"]
)
def test_names_without_an_identity(path: str):
    assert from_name(path) is None


@pytest.mark.parametrize(
    ("words", "path", "ident", "title"),
    [
        ("2. Title", "0002-x.md", "2", "Title"), ("ADR-002: Title", "x.md", "ADR-002", "Title"), ("DR-002 – Title", "x.md", "DR-002", "Title"), ("S3", "eip-12.md", None, "S3"), ("H2 for tests", "0002-x.md", None, "H2 for tests"), ("D2 Title", "D2-x.md", "D2", "Title"), ("ADR-2024-007: Title", "x.md", "ADR-2024-007", "Title"), ("ADR-2024-05-06: Title", "x.md", None, "ADR-2024-05-06: Title"), ("ADR-7", "adr-7.md", "ADR-7", ""), ("[ADR-7] T", "x.md", "ADR-7", "T"),
        ("0005 Title", "0005-x.md", "0005", "Title"), ("ADR 0012 - A - B", "0012-x.md", "ADR-0012", "A - B"), ("RFC 12", "rfc-12.md", "RFC-12", ""),
        ("3 ways to log", "0001-x.md", None, "3 ways to log"), ("3-tier or 2-tier", "0001-x.md", None, "3-tier or 2-tier"), ("2.0 release", "0001-x.md", None, "2.0 release"),
        ("HTTP 2 adoption", "0001-x.md", None, "HTTP 2 adoption"), ("Title", "x.md", None, "Title"), ("", "x.md", None, ""), ("9" * 5000, "x.md", None, "9" * 5000),
        ("Architecture Decision Record: Use Redis", "0001-x.md", None, "Architecture Decision Record: Use Redis"),
        ("Architecture Decision Record (ADR): Use Redis", "0001-x.md", None, "Architecture Decision Record (ADR): Use Redis"),
        ("ADR: Use Redis", "0001-x.md", None, "ADR: Use Redis"),
        ("ADR – Use Redis", "0001-x.md", None, "ADR – Use Redis"),
        ("[ADR] Use Redis", "0001-x.md", None, "[ADR] Use Redis"),
        ("Decision Record - Use Redis", "0001-x.md", None, "Decision Record - Use Redis"),
        ("Architectural Decision: ADR-1: Use Redis", "0001-x.md", "ADR-1", "Use Redis"),
        ("RFC: Use Redis", "0001-x.md", None, "RFC: Use Redis"),
        ("Decision: Redis or Kafka", "0001-x.md", None, "Decision: Redis or Kafka"),
        ("Decision Records live in git", "0001-x.md", None, "Decision Records live in git"),
        ("ADR tooling - which one?", "0001-x.md", None, "ADR tooling - which one?"),
        ("ADR-like notes: no", "0001-x.md", None, "ADR-like notes: no"),
        ("ADR:", "0001-x.md", None, "ADR:"),
        ("2024-05-06: Use Redis", "2024-05-06-x.md", None, "Use Redis"),
        ("2024-05-07: Use Redis", "2024-05-06-x.md", None, "2024-05-07: Use Redis"),
    ],
)  # fmt: skip
def test_headings(words: str, path: str, ident: str | None, title: str):
    found, rest = split_heading(words, from_name(path))
    assert (found.id if found else None, rest) == (ident, title)


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("DR-001", ("DR-001", "DR", 1)),
        ("0042", ("0042", "", 42)),
        ("hosting", ("hosting", "", None)),
        ("adr 7", ("adr 7", "ADR", 7)),
        ("**[DR-3]**", ("DR-3", "DR", 3)),
    ],
)
def test_stated_ids(words: str, wanted: tuple[str, str, int | None]):
    found = from_text(words)
    assert found is not None
    assert (found.id, found.prefix, found.number) == wanted


def test_words_that_are_no_id():
    assert from_text(" ") is None
    assert from_text("x" * 121) is None
    assert from_text("9" * 100) == Identity("9" * 100)


@pytest.mark.parametrize(
    ("path", "template"),
    [
        ("template.md", True),
        ("templates/0001-x.md", True),
        ("0000-template.md", True),
        ("adr-template.md", True),
        ("0007-email-template.md", False),
        ("x.md", False),
    ],
)
def test_templates_by_name(path: str, template: bool):
    assert is_template_name(path) is template


@pytest.mark.parametrize(
    ("title", "template"),
    [
        ("{short title}", True),
        ("[short title]", True),
        ("RFC-NNNN Title", True),
        ("[ADR] [Title]", True),
        ("Architecture Decision Record: <title>", True),
        ("[ADR] A title", False),
        ("ADR-XXXX: T", True),
        ("Title of the decision", True),
        ("A title", False),
        ("[T](x.md)", False),
        ("0000: x", False),
    ],
)
def test_templates_by_title(title: str, template: bool):
    assert is_template_title(title) is template


def test_other_names():
    assert name_of("a/b/README.md") == "b"
    assert name_of("README.md") == "README"
    assert is_index_name("docs/README.md")
    assert is_index_name("index.mdx")
    assert not is_index_name("0001-readme.md")


@pytest.mark.parametrize(
    ("stated", "path", "title", "ident", "aliases"),
    [
        ("a-skill", "0007-x.md", "X", "0007", ("a-skill",)),
        ("a-skill", "skill.md", "ADR-7: X", "ADR-7", ("a-skill",)),
        ("a-skill", "skill.md", "X", "a-skill", ()),
        ("DR-8", "0007-x.md", "X", "DR-8", ()),
    ],
)
def test_the_id_of_a_page_is_another_name(
    stated: str, path: str, title: str, ident: str, aliases: tuple[str, ...]
):
    one = record(f"---\nid: {stated}\nstatus: accepted\n---\n# {title}\n", path)
    assert (one.id, one.aliases) == (ident, aliases)

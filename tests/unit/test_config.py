"""Configuration: what each file means, and what is said when it means nothing."""

from datetime import date
from pathlib import Path

import pytest

from decidedly import clock, config
from decidedly.config import Config, ConfigError, Package


def test_everything_in_adr_toml():
    text = """
    records = "docs/decisions"
    title = "Our decisions"
    description = "Why it is as it is"
    url = "https://example.org/decisions"
    source-url = "https://git.example.org/blob/main/{path}"
    edit_url = "https://git.example.org/edit/main/{path}"
    statuses = ["Draft", "accepted", "parked"]
    exclude = ["old/**"]
    ids = "local"
    output = "public"
    site = "theme"
    templates = "docs/templates"

    [lint]
    select = ["P", "L"]
    """
    assert config.parse_toml(text) == Config(
        file="adr.toml",
        records="docs/decisions",
        title="Our decisions",
        description="Why it is as it is",
        url="https://example.org/decisions",
        source_url="https://git.example.org/blob/main/{path}",
        edit_url="https://git.example.org/edit/main/{path}",
        statuses=("draft", "accepted", "parked"),
        exclude=("old/**",),
        ids="local",
        output="public",
        site="theme",
        templates="docs/templates",
        lint={"select": ["P", "L"]},
    )


def test_every_key_is_read():
    assert {key.replace("-", "_") for key in config.KEYS} <= set(Config.__dataclass_fields__)


def test_an_empty_file_is_all_defaults():
    assert config.parse_toml("\ufeff# nothing yet\n") == Config(file="adr.toml")


def test_an_unknown_key_is_a_warning_with_the_nearest_one():
    read = config.parse_toml('recods = "x"\nfrobnicate = 1\n')
    assert read.records == ""
    assert read.warnings[0] == "adr.toml: unknown key “recods”: did you mean “records”?"
    assert read.warnings[1].startswith("adr.toml: unknown key “frobnicate”: known keys: records, title")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("records = 7", "adr.toml: records is a number; write text in quotes"),
        ("title = true", "adr.toml: title is true or false; write text in quotes"),
        ("title = 2026-01-01", "adr.toml: title is a date; write text in quotes"),
        ('exclude = "x"', 'adr.toml: exclude is text; write a list of texts, such as ["a", "b"]'),
        (
            "exclude = [1]",
            'adr.toml: exclude is a list with other things than texts; write a list of texts, such as ["a", "b"]',
        ),
        ("statuses = []", "adr.toml: statuses is empty; leave it out to have draft, proposed,"),
        ('ids = "both"', "adr.toml: ids is “both”; write “global” or “local”"),
        ('url = "example.org"', "adr.toml: url is “example.org”; write an address that begins with https://"),
        (
            'url = "javascript:alert(1)"',
            "adr.toml: url is “javascript:alert(1)”; write an address that begins with https://",
        ),
        (
            'source-url = "https://x.org/"',
            "adr.toml: source-url has no {path}; put it where the record's path belongs",
        ),
        (
            'language = "French"',
            "adr.toml: language is “French”; write a language tag such as “fr” or “pt-BR”",
        ),
        ('provider = "sourcehut"', "adr.toml: provider is “sourcehut”; write one of github, gitlab,"),
        ("lint = 3", "adr.toml: lint is a number; write a table [lint]"),
        ('output = "a\\u0000b"', "adr.toml: output holds a NUL character; write a path"),
        ("records = ", "adr.toml: not valid TOML: Invalid value (at end of document)"),
        ("a = " + "[" * 5000, "adr.toml: not valid TOML"),
    ],
)
def test_what_cannot_be_used_says_file_key_and_what_to_do(text, message):
    with pytest.raises(ConfigError) as caught:
        config.parse_toml(text)
    assert str(caught.value).startswith(message)
    assert caught.value.exit_code == 2


def test_pyproject():
    assert config.parse_pyproject('[project]\nname = "adrift"\n') is None
    assert config.parse_pyproject('[tool.adr]\nrecords = "adr"\n') == Config(
        file="pyproject.toml", records="adr"
    )
    with pytest.raises(ConfigError, match=r"pyproject.toml: tool\.adr\.records is a list; write text"):
        config.parse_pyproject('[tool.adr]\nrecords = ["adr"]\n')
    with pytest.raises(ConfigError, match=r"tool\.adr is a number; write a table \[tool\.adr\]"):
        config.parse_pyproject("tool.adr = 3")


def test_adr_dir():
    assert config.parse_adr_dir("doc/decisions\r\n").records == "doc/decisions"
    with pytest.raises(ConfigError, match="first line"):
        config.parse_adr_dir(" \n")


def test_adrs_toml():
    assert config.parse_adrs_toml('adr_dir = "docs/adr"\nmode = "nextgen"\n').records == "docs/adr"
    assert config.parse_adrs_toml("").records == "doc/adr"


@pytest.mark.parametrize("key", ["path", "adrDir", "directory"])
def test_adr_json(key):
    assert (
        config.parse_json(f'{{"language": "en", "{key}": "docs/adr/", "digits": 4}}').records == "docs/adr/"
    )


def test_adr_json_that_says_nothing():
    assert config.parse_json("{}").warnings
    for text in ("[1]", "{", "[" * 100_000):
        with pytest.raises(ConfigError, match=r"\.adr\.json: "):
            config.parse_json(text)


LOG4BRAINS = """
project:
  name: Shop
  tz: Europe/Berlin
  adrFolder: ./docs/adr
  packages:
    - name: cart
      path: ./packages/cart
      adrFolder: ./packages/cart/adr
  repository:
    url: https://github.com/shop/shop/
    provider: github
    viewFileUriPattern: /blob/%branch/%path
"""


def test_log4brains():
    assert config.parse_log4brains(LOG4BRAINS) == Config(
        file=".log4brains.yml",
        records="./docs/adr",
        title="Shop",
        repository="https://github.com/shop/shop",
        provider="github",
        source_url="https://github.com/shop/shop/blob/HEAD/{path}",
        ids="local",
        packages=(Package("cart", "./packages/cart", "./packages/cart/adr"),),
    )


def test_log4brains_with_only_packages():
    text = "project:\n  name: x\n  adrFolder: null\n  packages:\n    - {name: a, path: a, adrFolder: a/adr}\n"
    read = config.parse_log4brains(text)
    assert (read.records, read.packages[0].records) == ("", "a/adr")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: [", r"\.log4brains\.yml: "),
        ("- a", r"no “project”"),
        ("project: x", r"no “project”"),
        ("project: {packages: [{name: a}]}", r"project\.packages\[0\] lacks adrFolder"),
        ("project: {packages: [a]}", r"project\.packages\[0\] is text"),
        ("project: {name: [a]}", r"project\.name is a list"),
        ("project: " + "{a: " * 2000, r"\.log4brains\.yml: "),
    ],
)
def test_log4brains_that_cannot_be_used(text, message):
    with pytest.raises(ConfigError, match=message):
        config.parse_log4brains(text)


# ------------------------------------------------------------------------------------------------------ files


def test_the_first_of_several_files_wins(tmp_path: Path):
    (tmp_path / ".adr-dir").write_text("doc/adr\n")
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'adr'\n")
    found = config.find_config(tmp_path)
    assert found is not None
    assert found[0].name == ".adr-dir"
    (tmp_path / "adr.toml").write_text("title = 'T'\n")
    found = config.find_config(tmp_path)
    assert found is not None
    assert (found[0].name, found[1].title, found[1].file) == ("adr.toml", "T", str(tmp_path / "adr.toml"))


def test_no_file(tmp_path: Path):
    assert config.find_config(tmp_path) is None


def test_files_that_cannot_be_read(tmp_path: Path):
    file = tmp_path / "adr.toml"
    with pytest.raises(ConfigError, match=r"adr\.toml: No such file"):
        config.read_config(file)
    file.write_bytes(b"title = '\xff'")
    with pytest.raises(ConfigError, match="not UTF-8"):
        config.read_config(file)
    file.write_bytes(b"#" * 300_000)
    with pytest.raises(ConfigError, match="larger than"):
        config.read_config(file)


def test_a_huge_pyproject_of_somebody_else_is_none_of_ours(tmp_path: Path):
    (tmp_path / "pyproject.toml").write_bytes(b"#" * 300_000)
    assert config.find_config(tmp_path) is None


# ------------------------------------------------------------------------------------------------------ the clock


def test_the_day(monkeypatch: pytest.MonkeyPatch):
    assert clock.as_of("2026-02-28") == date(2026, 2, 28)
    monkeypatch.setenv("ADR_DATE", "2026-03-01")
    assert clock.as_of() == date(2026, 3, 1)
    assert clock.as_of("2026-02-28") == date(2026, 2, 28)


def test_what_is_published_takes_its_day_from_source_date_epoch(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert clock.as_of(reproducible=True) == clock.source_date() == date(2023, 11, 14)
    assert clock.as_of() > date(2025, 1, 1)


@pytest.mark.parametrize("words", ["soon", "99999999999999999999", "1e9"])
def test_days_that_are_none(monkeypatch: pytest.MonkeyPatch, words):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", words)
    with pytest.raises(ConfigError, match=r"SOURCE_DATE_EPOCH: .* is no number of seconds"):
        clock.source_date()
    with pytest.raises(ConfigError, match="--as-of: “2026-02-30” is no date; write YYYY-MM-DD"):
        clock.as_of("2026-02-30")


@pytest.mark.parametrize(
    ("words", "day"),
    [("today", date(2026, 3, 1)), ("Tomorrow", date(2026, 3, 2)), ("yesterday ", date(2026, 2, 28))],
)
def test_a_moment_may_be_a_word_for_a_day(monkeypatch: pytest.MonkeyPatch, words: str, day: date):
    monkeypatch.setenv("ADR_DATE", "2026-03-01")
    assert clock.moment(words).day == day

"""What the rules about files and metadata stand on: damaged and hidden characters, dates, labels, ids, template text."""

from __future__ import annotations

import importlib
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decidedly.dialects import read_all
from decidedly.facts import Facts
from decidedly.finding import Finding
from decidedly.lint import RULES
from decidedly.lint.characters import controls, turning
from decidedly.lint.context import Context, all_texts
from decidedly.lint.days import day_first, strange
from decidedly.lint.engine import run
from decidedly.lint.fixing import fix_all
from decidedly.lint.mojibake import repairs
from decidedly.lint.placeholders import placeholders
from decidedly.lint.settings import Settings
from decidedly.lint.words import as_written, is_nothing, one_slip
from decidedly.log import Log
from decidedly.text import Source, Span, decode

SENTENCES = [
    "It’s “done” – café, naïve, Åland, 50 €, 20 °C… ✅ ⚠️ 🚀 → done ™",
    "├── src │ └── main ─ ┌─┐ ★★★☆ × ≤ ≥ ≈",
    "Привет, мир: решение принято",
    "決定事項：一つのキュー",
    "Łódź, Gdańsk, Žižkov, İstanbul, Đà Nẵng",
]
"""What people write, and what has to come back after it was damaged."""


def mended(text: str) -> str:
    for one in reversed(list(repairs(text))):
        text = text[: one.span.start] + one.new + text[one.span.end :]
    return text


def as_windows(data: bytes) -> str:
    """Windows-1252 as programs read it: where it has no character, the control character of that number."""
    return "".join(
        chr(byte) if byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else bytes([byte]).decode("cp1252")
        for byte in data
    )


class TestMojibake:
    @pytest.mark.parametrize("text", SENTENCES[:2])
    @pytest.mark.parametrize(
        "read", [lambda data: data.decode("mac_roman"), as_windows, lambda data: data.decode("latin-1")]
    )
    def test_what_was_read_wrongly_comes_back(self, text: str, read: object) -> None:
        assert mended(read(text.encode())) == text  # type: ignore[operator]

    @pytest.mark.parametrize("text", SENTENCES[2:4])
    def test_other_scripts_come_back(self, text: str) -> None:
        word = text.split(":")[0].split(",")[0].split("：")[0]
        assert mended(as_windows(word.encode())) == word
        assert mended(word.encode().decode("mac_roman")) == word

    def test_damage_done_twice_is_undone_twice(self) -> None:
        text = "It isn’t ✅ → done"
        assert mended(as_windows(as_windows(text.encode()).encode())) == text

    @pytest.mark.parametrize(
        "text",
        [
            *SENTENCES,
            "« café » et l’été… “État” — élan “à la carte” ; Œuvre d’Éric…",
            "»Äpfel« ‚Äpfel‘ „Öl“ straße ‚Überall‘ «Ärger»",
            "NÃO! AMANHÔ está…” você… «Olá» à\u00a0» «está»\u00a0",
            "café\u00a0» naïve…” é…” ä…“",
            "2√π + √Ω − √2, ¬π ∧ ¬Ω, ¬A, x¬∑y",
            "Århus “Ökologie” Åland… Ærø, “ß”",
            "مرحبا، שלום, 👩‍💻, e\u0301",
        ],
    )
    def test_what_people_write_stays(self, text: str) -> None:
        assert list(repairs(text)) == []

    def test_only_the_damage_is_named(self) -> None:
        text = "Zoë paid 5 € ‚Üí done ✅"
        (one,) = repairs(text)
        assert (text[one.span.start : one.span.end], one.new, one.encoding) == ("‚Üí", "→", "Mac Roman")

    @given(
        st.text(
            alphabet=st.characters(max_codepoint=0x2FF) | st.sampled_from("‚Äô√©¬†‚úÖâ€™Ã©ðŸš€Ô∏è\uf8ff"),
            max_size=40,
        )
    )
    def test_mending_ends(self, text: str) -> None:
        once = mended(text)
        assert mended(once) == once or len(mended(once)) < len(once)


class TestCharacters:
    def test_controls(self) -> None:
        text = "a\tb\r\nc\x0cd \x00 \x1b[31mred\x1b[0m \x0b\x7f"
        assert [one[0] for one in controls(text)] == ["\x00", "\x1b[31m", "\x1b[0m", "\x0b", "\x7f"]

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("if admin \u202e} then", [9]),
            ("\u2067שלום\u2069 and \u202aleft\u202c", []),
            ("open \u2066 here\nand closed \u2069 there", [5]),
            ("\u200eלא\u200f", []),
            ("\u202a\u2066x\u202c", [0, 1]),
        ],
    )
    def test_turning(self, text: str, found: list[int]) -> None:
        assert turning(text) == found


class TestDays:
    @pytest.mark.parametrize(
        ("words", "days"),
        [
            ("2023-15-03", ["2023-03-15"]),
            ("2023/31/7", ["2023-07-31"]),
            ("2023-02-30", []),
            ("2023-13-13", []),
            ("2024-023-2706", []),
            ("03/04/2024 (at noon)", ["2024-04-03", "2024-03-04"]),
            ("10/04/18", ["2018-04-10", "2018-10-04"]),
        ],
    )
    def test_strange(self, words: str, days: list[str]) -> None:
        found = strange(words, Span(5, 5 + len(words)))
        assert found is not None
        assert [day.isoformat() for day in found.days] == days
        assert found.span == Span(5, 5 + len(found.words))

    @pytest.mark.parametrize(
        "words",
        ["2024-05-02", "13/04/2024", "04/13/2024", "03.04.2024", "04/04/2024", "12 March 2024", "Phase 12 (before release)",
         "", "N/A", "v1.2.3", "Q3 2024", "2024", "2024-05", "05/2024", "2023 - 2024", "1654732800"],
    )  # fmt: skip
    def test_sound(self, words: str) -> None:
        assert strange(words, Span(0, len(words))) is None

    def test_day_first(self) -> None:
        assert day_first(["03/04/2024", "13/04/2024"]) is True
        assert day_first(["03/04/2024", "04/13/2024"]) is False
        assert day_first(["13/04/2024", "04/13/2024"]) is None
        assert day_first(["03/04/2024"]) is None


class TestWords:
    @pytest.mark.parametrize("word", ["staus", "satus", "tsatus", "statsu", "statuss", "statu"])
    def test_slips(self, word: str) -> None:
        assert one_slip(word, "status")

    @pytest.mark.parametrize(
        ("word", "meant"), [("preview", "review"), ("status", "status"), ("state", "status"), ("dat", "date")]
    )
    def test_no_slips(self, word: str, meant: str) -> None:
        assert not one_slip(word, meant)

    def test_two_in_long_words(self) -> None:
        assert one_slip("descision-maker", "decision-maker")
        assert one_slip("supercedded by", "superceded by")
        assert not one_slip("related prd", "related adr")
        assert not one_slip("related docs", "related rfcs")

    def test_as_written(self) -> None:
        assert as_written("Descision-makers", "decision makers") == "Decision-makers"
        assert as_written("superseeded_by", "superseded by") == "superseded_by"
        assert as_written("STAUS", "status") == "STATUS"

    def test_is_nothing(self) -> None:
        assert all(is_nothing(words) for words in ("", " - ", "N/A", "**TBD**", "none."))
        assert not is_nothing("0")


def texts_of(*texts: str) -> Log:
    sources = [Source(f"{number:04}-record.md", text) for number, text in enumerate(texts, 1)]
    reading = read_all(sources)
    return Log.of(reading.records, reading.documents)


class TestPlaceholders:
    def left(self, body: str) -> list[str]:
        record = texts_of(f"# 1. One queue\n\n## Status\n\nAccepted\n\n## Context\n\n{body}\n").records[0]
        return [record.source.at(span) for span in placeholders(record)]

    @pytest.mark.parametrize(
        "text",
        ["{describe the problem}", "{Option 1}", "{What becomes easier, and\nfor whom.}", "[Describe the context …]", "Lorem ipsum dolor",
         "<insert your reasons here>", "{justification. e.g., only option that fits}"],
    )  # fmt: skip
    def test_left_in(self, text: str) -> None:
        assert self.left(f"Before {text} after.") == [text]

    def test_titles_and_days(self) -> None:
        def left(title: str, day: str) -> list[str]:
            record = texts_of(f"# {title}\n\n- Status: accepted\n- Date: {day}\n").records[0]
            return [record.source.at(span) for span in placeholders(record)]

        assert left("ADR-NNNN: Which queue?", "2024-05-02") == ["ADR-NNNN"]
        assert left("1. Write dates as YYYY-MM-DD, numbers as NNNN", "YYYY-MM-DD") == ["YYYY-MM-DD"]

    def test_lists_are_no_questions(self) -> None:
        text = "---\nstatus: accepted\ntags: [name, reason]\ninformed: [title]\ndeciders: [list everyone involved]\n---\n\n# One queue\n"
        record = texts_of(text).records[0]
        assert [record.source.at(span) for span in placeholders(record)] == ["[list everyone involved]"]

    def test_short_ones_stand_alone(self) -> None:
        assert self.left("* [option 1]\n* [option 2]") == ["[option 1]", "[option 2]"]
        assert self.left("[Option 1] Redis, [Option 2] Kafka") == []

    @pytest.mark.parametrize(
        "text",
        ["`{describe the problem}`", "```\n{describe the problem}\n```", "<!-- {describe the problem} -->", "/users/{id}/orders", "{red, green, blue}",
         "${what.ever}", "{{ title of page }}", "\\{title\\}", "[the reason](0002-x.md)", "{ \"name\": \"the reason for it\" }", "{a: the reason}",
         "set S = {x, y}", "[sic]", "[citation needed]", "[why]: https://example.org", "$\\text{why not here}$"],
    )  # fmt: skip
    def test_means_something(self, text: str) -> None:
        assert self.left(f"Before {text} after." if "\n" not in text else text) == []


MINE = tuple(rule for rule in RULES if rule.code[0] in "PM")


def findings(log: Log, code: str, facts: Facts | None = None) -> tuple[Finding, ...]:
    return run(RULES, Context(log, Settings(select=(code,)), facts or Facts())).findings


class TestRules:
    def test_bytes_that_are_not_utf_8(self) -> None:
        head = "# 1. Queue\n\n## Status\n\nAccepted\n\n"
        sources = [
            decode("0001-a.md", (head + "café").encode("latin-1")),
            decode("0002-b.md", ("\ufeff" + head).encode("utf-16-le")),
        ]
        reading = read_all(sources)
        found = findings(Log.of(reading.records, reading.documents), "P005")
        assert [(one.path, one.message, one.fix) for one in found] == [
            ("0001-a.md", "not UTF-8; read as cp1252", None),
            ("0002-b.md", "UTF-16 text; UTF-8 is expected", None),
        ]
        assert sources[0].at(found[0].span) == "é"

    def test_mixed_line_ends(self) -> None:
        text = "# 1. Queue\r\n\r\n## Status\n\r\nAccepted\r\n"
        log = texts_of(text)
        (found,) = findings(log, "P005")
        assert found.message == "line ends are mixed: 1 of 5 are not CRLF"
        assert fixed(log, "P005")["0001-record.md"] == text.replace("Status\n", "Status\r\n")

    def test_crlf_throughout_is_fine(self) -> None:
        assert findings(texts_of("# 1. Queue\r\n\r\n## Status\r\n\r\nAccepted\r\n"), "P005") == ()

    def test_overrides_need_somebody_to_read(self) -> None:
        log = texts_of("# 1. Queue\n\n## Status\n\nAccepted\n\n## Decision\n\nDo \u202enot\u202c stop.\n")
        (found,) = findings(log, "P005")
        assert found.fix is not None
        assert not found.fix.safe
        assert fixed(log, "P005") == {}
        assert "Do not" in fixed(log, "P005", unsafe=True)["0001-record.md"].replace("\u202c", "")

    def test_id_taken_on_another_branch(self) -> None:
        log = texts_of("# 1. Queue\n\n## Status\n\nProposed\n")
        (found,) = findings(log, "M106", Facts(taken={"0001": ("feature/mail", "main")}))
        assert (found.severity, found.message) == (
            "warning",
            "another record on feature/mail, main has the id 0001 too",
        )
        merged = Facts(base_name="main", taken={"0001": ("feature/mail", "main")})
        assert [one.severity for one in findings(log, "M106", merged)] == ["error"]

    def test_local_ids_may_repeat_in_other_folders(self) -> None:
        text = "# 1. Queue\n\n## Status\n\nProposed\n"
        reading = read_all([Source("a/0001-x.md", text), Source("b/0001-y.md", text)])
        assert len(findings(Log.of(reading.records), "M106")) == 2
        assert findings(Log.of(reading.records, local_ids=True), "M106") == ()

    def test_a_document_s_front_matter_is_a_warning(self) -> None:
        reading = read_all([Source("README.md", "---\ntitle: a: b\n---\n\n# Guide\n")])
        (found,) = findings(Log.of(reading.records, reading.documents), "P002")
        assert (found.severity, found.help) == ("warning", "put the value into quotes: it contains “: ”")

    def test_no_files_at_all(self) -> None:
        (found,) = findings(Log.of(()), "P001")
        assert (found.path, found.message) == (".", "no decision records here")


def fixed(log: Log, code: str, unsafe: bool = False) -> Mapping[str, str]:
    def lint(texts: Mapping[str, str]) -> tuple[Finding, ...]:
        return findings(again(log, texts), code)

    sources = {one.path: one.source for one in all_texts(log)}
    return fix_all(sources, findings(log, code), lint, unsafe=unsafe).texts


def again(log: Log, texts: Mapping[str, str]) -> Log:
    sources = [one.source for one in all_texts(log)]
    reading = read_all([Source(one.path, texts.get(one.path, one.text)) for one in sources])
    return Log.of(reading.records, reading.documents)


PIECES = st.sampled_from(
    ["---\n", "status: ", "staus: ", "date: 2023-15-03\n", "date: 03/04/2024\n", "id: DR-001\n", "accepted\n", "✅ **Accepted**\n", "# 1. ", "# ADR-2: ",
     "Title\n", "\n", "## Status\n", "## Decision\n", "- Status: ", "| a | b |\n|---|---|\n", "{option 1}", "[title]", "‚Üí", "â€™", "\ufeff", "\x00",
     "\u202e", "\r\n", "\r", "<!--", "-->", "```\n", "{", "}", "[", "]", "review: {by: 2024-13-01}\n", "&a *a\n", "\x1b[2J", "Lorem ipsum", ": "]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(PIECES, max_size=14).map("".join), min_size=1, max_size=3))
def test_nothing_raises_and_spans_lie_in_the_text(texts: list[str]) -> None:
    log = texts_of(*texts)
    context = Context(
        log, Settings(select=("P", "M"), required_fields=("date",), required_sections=("Decision",))
    )
    for one in run(MINE, context).findings:
        assert one.message
        if one.path != ".":
            text = context.sources[one.path].text
            assert 0 <= one.span.start <= one.span.end <= len(text)


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, max_size=14).map("".join), st.sampled_from(["P004", "P005", "P006", "M104", "M109"]))
def test_safe_fixes_hold(text: str, code: str) -> None:
    log = texts_of(text)
    texts = fixed(log, code)
    if texts:
        assert fixed(again(log, texts), code) == {}


def test_every_rule_says_what_its_module_is_called() -> None:
    for rule in MINE:
        module = importlib.import_module(f"decidedly.lint.rules.{rule.name.replace('-', '_')}")
        assert (module.__doc__ or "").startswith(f"{rule.code}: ")

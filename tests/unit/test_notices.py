"""Notices: who hears of what, how often, and in which words; whatever a record holds."""

from __future__ import annotations

import html.parser
import json
import re
from datetime import date, datetime, time, timedelta

import jsonschema
import pytest
from markdown_it import MarkdownIt
from tests.unit.reading import record

from decidedly import resources
from decidedly.log import Log
from decidedly.notices import (
    Digest,
    Message,
    Notice,
    Settings,
    SettingsError,
    State,
    UnreadableError,
    Watermark,
    current_keys,
    grouped,
    key_for,
    loads,
    looked_up,
    notices,
    plan,
    read_settings,
    words,
)
from decidedly.notices.data import message_data
from decidedly.record import Record
from decidedly.report import Report
from decidedly.review import Review, judge


def decision(
    number: int = 1, review: str = "2026-01-10", *, owner: str = '"@alice"', path: str = "", more: str = ""
) -> Record:
    text = f"---\nid: DR-{number:03}\nstatus: accepted\ndate: 2025-01-01\nowner: {owner}\n"
    text += (f"review: {review}\n" if review else "") + more
    return record(text + f"---\n\n# Use thing {number}?\n", path or f"{number:04}-thing.md")


def on(day: str, *records: Record, settings: Settings | None = None) -> tuple[Notice, ...]:
    when = date.fromisoformat(day)
    report = Report(Log.of(records), when, tuple(judge(one, when) for one in records))
    return notices(report, settings or Settings(), {one.path: f"https://x.test/{one.id}" for one in records})


def only(day: str, *records: Record, settings: Settings | None = None) -> Notice:
    (found,) = on(day, *records, settings=settings)
    return found


# ------------------------------------------------------------------------------------------------------------- keys


def test_a_key_changes_exactly_when_there_is_something_new_to_say():
    one = decision()
    start = date(2025, 12, 1)
    days = [(start + timedelta(days=at)).isoformat() for at in range(90)]
    keys = [found[0].key if found else "" for found in (on(day, one) for day in days)]
    changes = [days[at] for at in range(1, 90) if keys[at] != keys[at - 1]]
    assert changes == ["2025-12-11", "2026-01-10", "2026-01-11", "2026-01-24", "2026-02-09"]
    assert len({key for key in keys if key}) == 5
    assert [found.level for found in (only(day, one) for day in changes)] == [
        "upcoming", "due", "overdue", "overdue", "overdue",
    ]  # fmt: skip
    assert [only(day, one).step for day in changes] == [0, 0, 0, 1, 2]


def test_a_key_is_not_made_from_title_or_path():
    one = decision()
    moved = record(one.source.text.replace("Use thing 1?", "Call it otherwise"), "archive/0001-other.md")
    assert only("2026-01-12", one).key == only("2026-01-12", moved).key


def test_two_records_of_one_id_have_different_keys():
    first, second = decision(path="a/0001-x.md"), decision(path="b/0001-x.md")
    assert len({found.key for found in on("2026-01-12", first, second)}) == 2


def test_a_new_day_and_a_new_cause_are_news():
    keys = {
        only("2026-01-12", decision(review=review)).key
        for review in ("2026-01-10", "2026-01-11", "{every: 6 months, by: 2026-01-10}")
    }
    assert len(keys) == 3


def test_the_end_of_a_snooze_is_news_until_a_review():
    snoozed = "{by: 2026-01-10, snooze: {until: 2026-02-01}}"
    assert on("2026-01-31", decision(review=snoozed)) == ()
    plain, resumed = only("2026-02-01", decision()).key, only("2026-02-01", decision(review=snoozed)).key
    assert plain != resumed
    assert only("2026-02-03", decision(review=snoozed)).key == resumed
    reviewed = "reviews: [{on: 2026-02-02, outcome: reaffirmed}]\n"
    again = "{by: 2026-05-10, snooze: {until: 2026-02-01}}"
    assert (
        only("2026-05-11", decision(review=again, more=reviewed)).key
        == only("2026-05-11", decision(review="2026-05-10", more=reviewed)).key
    )


def test_what_is_seen_on_another_day_in_each_shallow_clone_is_announced_once():
    one = decision(review="")
    keys = set()
    for day in (date(2026, 1, 10), date(2026, 1, 11)):
        review = Review(one, "due", day, "celery >=6", ("@alice",), "package:pypi:celery")
        (found,) = notices(Report(Log.of((one,)), day, (review,)), Settings())
        keys.add(found.key)
    assert len(keys) == 1


@pytest.mark.parametrize(
    "identity", ["", "../../etc/passwd", "\u202egnp.exe", "日本", "x" * 500, "a\r\nBcc: b"]
)
def test_keys_are_short_plain_ascii(identity):
    one = record(f"---\nid: {json.dumps(identity)}\nstatus: accepted\nreview: 2026-01-10\n---\n\n# T\n")
    key = only("2026-01-12", one).key
    assert re.fullmatch(r"[a-z0-9.+-]{20,80}", key)


# --------------------------------------------------------------------------------------------------------- audience


TEAMS = Settings(default_owner="@boss", teams={"@core": ("@alice", "@erin"), "@data": ("@carl",)})


@pytest.mark.parametrize(
    ("day", "owner", "more", "audience"),
    [
        ("2026-01-12", '"@alice"', "", ("@alice",)),
        ("2026-01-24", '"@alice"', "", ("@alice", "@core")),
        ("2026-02-09", '"@alice"', "", ("@alice", "@core", "@boss")),
        ("2026-02-09", '"@Boss"', "", ("@Boss",)),
        ("2026-01-12", "", "", ("@boss",)),
        ("2026-01-12", "", "component: data\n", ("@data",)),
        ("2026-01-24", '"@zoe"', "component: data\n", ("@zoe", "@data")),
        ("2026-01-24", "alice", "", ("alice", "@core")),
        ("2026-01-24", '["@alice", "@carl"]', "", ("@alice", "@carl", "@core", "@data")),
    ],
)
def test_the_audience_grows_with_the_days(day, owner, more, audience):
    assert only(day, decision(owner=owner, more=more), settings=TEAMS).audience == audience


def test_nobody_at_all():
    assert only("2026-01-12", decision(owner="")).audience == ()
    assert list(grouped(on("2026-01-12", decision(owner="")))) == [""]


def test_no_escalation():
    settings = Settings(steps=(0, 0), default_owner="@boss")
    found = [only(day, decision(), settings=settings) for day in ("2026-01-12", "2026-12-01")]
    assert {one.step for one in found} == {0}
    assert len({one.key for one in found}) == 1


def test_grouping_takes_one_name_for_one_person():
    found = on(
        "2026-01-12", decision(1), decision(2, owner='"@Alice"'), decision(3, owner='["@bob", "@alice"]')
    )
    assert {name: len(theirs) for name, theirs in grouped(found).items()} == {"@alice": 3, "@bob": 1}


def test_only_the_levels_that_are_wanted():
    settings = Settings(levels=("overdue",))
    assert on("2026-01-10", decision(), settings=settings) == ()
    assert len(on("2026-01-11", decision(), settings=settings)) == 1


# -------------------------------------------------------------------------------------------------- what to send now


def everyone(notice: Notice) -> tuple[str, ...]:
    return notice.audience


def one_place(notice: Notice) -> tuple[str, ...]:
    return ("",)


def test_the_cap_holds_back_and_loses_nothing():
    found = on("2026-01-12", *(decision(number) for number in range(1, 48)))
    mark = Watermark()
    sizes, seen = [], []
    while messages := plan("web", found, mark, one_place, 20):
        (message,) = messages
        sizes.append((len(message.notices), message.more))
        seen += message.keys
        mark = mark.answered(message.keys, date(2026, 1, 12))
    assert sizes == [(20, 27), (20, 7), (7, 0)]
    assert sorted(seen) == sorted(current_keys(found, one_place))


def test_the_most_urgent_first():
    found = on("2026-01-12", decision(1, "2026-01-30"), decision(2, "2026-01-12"), decision(3, "2025-12-01"), decision(4, "2025-11-01"))  # fmt: skip
    (message,) = plan("web", found, Watermark(), one_place, 3)
    assert [notice.record.id for notice in message.notices] == ["DR-004", "DR-003", "DR-002"]


def test_each_addressee_has_keys_and_a_cap_of_their_own():
    found = on("2026-01-12", *(decision(number, owner='["@alice", "@bob"]') for number in (1, 2, 3)))
    alice, bob = plan("mail", found, Watermark(), everyone, 2)
    assert (alice.to, bob.to, alice.more, bob.more) == ("@alice", "@bob", 1, 1)
    assert not set(alice.keys) & set(bob.keys)
    mark = Watermark().answered(alice.keys, date(2026, 1, 12))
    again = plan("mail", found, mark, everyone, 2)
    assert {message.to: len(message.notices) for message in again} == {"@alice": 1, "@bob": 2}


def test_an_id_says_channel_addressee_and_keys_and_nothing_else():
    found = on("2026-01-12", decision(1), decision(2))
    first = plan("web", found, Watermark(), one_place, 20)[0].id
    assert first == plan("web", tuple(reversed(found)), Watermark(), one_place, 20)[0].id
    assert first != plan("mail", found, Watermark(), one_place, 20)[0].id
    assert first != plan("web", found[:1], Watermark(), one_place, 20)[0].id
    assert first == plan("web", on("2026-01-13", decision(1), decision(2)), Watermark(), one_place, 20)[0].id


def test_what_was_begun_comes_again_under_its_id_beside_what_is_new():
    records = [decision(1), decision(2, "2026-01-11")]
    (begun,) = plan("web", on("2026-01-12", *records), Watermark(), one_place, 20)
    mark = Watermark().begin({begun.id: begun.keys})
    again, new = plan("web", on("2026-01-14", *records, decision(3, "2026-01-14")), mark, one_place, 20)
    assert (again.id, set(again.keys)) == (begun.id, set(begun.keys))
    assert [notice.record.id for notice in new.notices] == ["DR-003"]
    # what is no longer true is not said again
    (rest,) = plan("web", on("2026-01-14", records[1]), mark, one_place, 20)
    assert (rest.id, rest.keys) == (begun.id, (key_for(on("2026-01-14", records[1])[0], ""),))


def test_what_another_run_is_sending_is_left_to_it():
    found = on("2026-01-12", decision(1), decision(2))
    taken = {found[0].key}
    (message,) = plan("web", found, Watermark(), one_place, 20, taken)
    assert message.keys == (found[1].key,)


# ------------------------------------------------------------------------------------------------------ the watermark


TODAY = date(2026, 1, 12)
ID = "0123456789abcdef"


def test_a_state_survives_its_text():
    state = State({"mail": Watermark({"a": TODAY}, {ID: ("b", "c")}), "web": Watermark()})
    assert loads(state.dumps("run")) == state
    assert state.dumps() == state.dumps()


def test_a_message_is_done_when_all_of_it_is_answered_for():
    mark = Watermark().begin({ID: ("a", "b")}).answered(["a"], TODAY)
    assert mark.pending == {ID: ("a", "b")}
    assert mark.answered(["b"], TODAY).pending == {}


def test_pruning_spares_what_is_current_and_what_was_until_lately():
    old = TODAY - timedelta(days=91)
    mark = Watermark({"current": old, "old": old, "late": TODAY - timedelta(days=90)})
    assert mark.pruned({"current"}, TODAY).announced == {"current": TODAY, "late": TODAY - timedelta(days=90)}


def test_merging_loses_nothing_and_finishes_what_the_other_has_answered_for():
    one = State({"mail": Watermark({"a": TODAY}, {ID: ("b",)})})
    other = State({"mail": Watermark({"b": TODAY}), "web": Watermark({"c": TODAY})})
    merged = one.merged(other)
    assert merged == other.merged(one)
    assert merged.of("mail") == Watermark({"a": TODAY, "b": TODAY})
    assert merged.of("web").announced == {"c": TODAY}


@pytest.mark.parametrize(
    "text",
    [
        "", "{", "[]", "null", '{"schema": "decidedly/reminders@2", "channels": {}}', '{"schema": "decidedly/reminders@1"}',
        "[" * 100_000,
        '{"schema": "decidedly/reminders@1", "channels": {"mail": []}}',
        '{"schema": "decidedly/reminders@1", "channels": {"mail": {"announced": {"a": "soon"}, "pending": {}}}}',
        '{"schema": "decidedly/reminders@1", "channels": {"mail": {"announced": {}, "pending": {"0123456789abcdef": [1]}}}}',
        '{"schema": "decidedly/reminders@1", "channels": {"mail": {"announced": {}, "pending": {"a\\r\\nBcc: b": ["k"]}}}}',
    ],
)  # fmt: skip
def test_a_damaged_state_is_said_to_be_so(text):
    with pytest.raises(UnreadableError):
        loads(text)


# ------------------------------------------------------------------------------------------------------------- words


HOSTILE = (
    "<script>alert(1)</script>", "[x](javascript:alert(1))", "![x](https://evil.test/p.png)", "@everyone @alice <@U1234>",
    "<!channel> <!here|here>", "fixes #12, closes acme/shop#3, GH-4", "closes https://github.com/a/b/issues/1",
    "a\r\nBcc: eve@evil.test\r\n\r\nbody", "=?utf-8?q?=0D=0ABcc:eve@evil.test?=", "\x1b]0;owned\x07 \x9b31m", "\u202egnp.exe",
    "::set-output name=x::y", "**bold** `code` ~~gone~~ | cell |", "# heading", "- item", "</div><img src=x onerror=alert(1)>",
    "{{ 7*7 }} {% raw %} ${jndi:x}", "&lt;b&gt; &#64;alice", "x" * 5000, "\ud800 lone", "1. list", "> quote", "line one\nline two",
    "#\u200bzero width", "@\u2060alice", "!!! warning", "---", "~~~", "<https://evil.test>", "www.evil.test",
)  # fmt: skip


def hostile(words_: str) -> tuple[Message, Digest]:
    one = decision()
    loud = Record(
        source=one.source,
        id=words_[:60],
        title=words_,
        answer=words_,
        status=one.status,
        people=one.people,
        review=one.review,
    )
    review = Review(loud, "overdue", date(2026, 1, 10), words_, (words_,), "by")
    found = Notice("key.overdue.1", review, "overdue", (words_,), "https://x.test/d/1.html", 0, 2)
    digest = Digest(TODAY, (found,), (), words_, "https://x.test/")
    return Message(ID, "", (found,), (found.key,), 14), digest


class Tags(html.parser.HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))


def tags(text: str) -> list[tuple[str, dict[str, str | None]]]:
    parser = Tags()
    parser.feed(text)
    return parser.seen


@pytest.mark.parametrize("words_", HOSTILE)
def test_mail_in_html_has_only_our_own_tags(words_):
    message, digest = hostile(words_)
    calm_message, calm_digest = hostile("calm")
    assert tags(words.as_html(message, digest)) == tags(words.as_html(calm_message, calm_digest))


@pytest.mark.parametrize("words_", HOSTILE)
def test_plain_text_keeps_its_lines(words_):
    message, digest = hostile(words_)
    calm_message, calm_digest = hostile("calm")
    for public in (False, True):
        text = words.as_text(message, digest, public=public)
        assert text.count("\n") == words.as_text(calm_message, calm_digest, public=public).count("\n")
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2028\u2029\ud800-\udfff]", text)
        text.encode("utf-8")
    assert "\n" not in words.subject(message, digest)
    assert len(words.subject(message, digest)) < 1000


@pytest.mark.parametrize("words_", HOSTILE)
def test_nothing_pings_anybody_in_a_chat(words_):
    message, digest = hostile(words_)
    ours = words.as_text(message, digest, public=True).replace("https://x.test/", "")
    for text in (ours, words.defused(words.subject(message, digest))):
        assert not re.search(r"@\w|<[@!#]|@[<!&]|#\w|GH-\d|://\w|www\.", text, re.I)


@pytest.mark.parametrize("words_", HOSTILE)
def test_markdown_shows_the_words_and_does_nothing_else(words_):
    message, digest = hostile(words_)
    calm_message, calm_digest = hostile("calm")
    shown, calm = (
        MarkdownIt("gfm-like", {"linkify": False, "html": True}).render(words.as_markdown(*one))
        for one in ((message, digest), (calm_message, calm_digest))
    )
    assert tags(shown) == tags(calm)
    text = re.sub(r"<[^<>]*>", "", shown)
    assert not re.search(r"@\w|#\w|GH-\d|://\w|www\.", text, re.I)


def test_a_name_with_its_address_is_the_same_person():
    known = {"platform team": "p@x.test"}
    assert looked_up("Platform Team <platform@x.test>", known) == "p@x.test"
    assert looked_up("@platform-team", known) == ""
    settings = Settings(teams={"@core": ("Ann",)})
    assert settings.teams_of(["Ann <ann@x.test>"], "") == ["@core"]


def test_words_are_shown_as_they_are():
    one = only("2026-01-12", decision())
    assert words.name(one) == "DR-001 Use thing 1?"
    assert words.when(one) == "overdue by 2 days, since 2026-01-10"
    assert words.why(one) == "", "the day says it already"
    assert words.answer(one) == ""
    answered = only("2026-01-12", decision(more='answer: "**Redis** `streams`, see [why](x.md) @channel"\n'))
    assert words.answer(answered) == "Redis streams, see why @channel"
    message = Message(ID, "", (answered,), (answered.key,))
    digest = Digest(TODAY, (answered,), (message,))
    assert "\n  → Redis streams, see why @channel\n" in words.as_text(message, digest)
    assert "→ Redis streams, see why @\u200bchannel\n" in words.as_text(message, digest, public=True)
    assert "→ Redis streams, see why @channel<br>" in words.as_html(message, digest)
    assert words.markdown("a_b *c* [d]") == r"a\_b \*c\* \[d\]"
    assert words.clean("  a\n b  ") == "a b"
    assert words.defused("mail @alice") == "mail @\u200balice"


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-01-08", "due 2026-01-10, in 2 days"),
        ("2026-01-09", "due 2026-01-10, in 1 day"),
        ("2026-01-10", "due 2026-01-10"),
        ("2026-01-11", "overdue by 1 day, since 2026-01-10"),
    ],
)
def test_how_long_there_is(day, said):
    assert words.when(only(day, decision())) == said


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "",
        "https:///x",
        'https://x.test/"><script>',
        "https://x.test/a) b",
    ],
)
def test_only_web_addresses_and_nothing_that_ends_a_link(url):
    assert not re.search(r"""[\s"'<>()]""", words.link(url))
    assert words.link(url) == "" or words.link(url).startswith("https://x.test/")


def test_the_json_of_a_message_keeps_its_contract():
    schema = json.loads(resources.read_text(resources.schemas(), "notices-1.json"))
    for words_ in HOSTILE[:3]:
        message, digest = hostile(words_)
        jsonschema.validate(message_data(message, digest), schema)
    found = on("2026-01-12", decision())
    (message,) = plan("web", found, Watermark(), one_place, 20)
    data = message_data(message, Digest(TODAY, found, (message,)))
    jsonschema.validate(data, schema)
    assert data["id"] == message.id
    assert data["notices"][0]["days"] == -2


# ---------------------------------------------------------------------------------------------------------- settings


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ({"stat": "git"}, "remind.stat is no setting; did you mean “state”?"),
        ({"mial": {}}, "remind.mial is no setting; did you mean “mail”?"),
        ({"state": "gti"}, "write “git”, “dashboard” or the path"),
        ({"state": 3}, "remind.state is one line of text"),
        ({"cap": 0}, "remind.cap is a whole number, 1 or more"),
        ({"cap": True}, "remind.cap is a whole number"),
        ({"weekends": "no"}, "remind.weekends is true or false"),
        ({"quiet-hours": "late"}, "remind.quiet-hours is “late”; write two times of day"),
        ({"quiet-hours": "25:00-08:00"}, "remind.quiet-hours"),
        ({"quiet-hours": "08:00-08:00"}, "remind.quiet-hours"),
        ({"levels": ["soon"]}, "remind.levels holds “soon”"),
        ({"people": {"@a": "nowhere"}}, 'remind.people."@a" is “nowhere”; write a mail address'),
        ({"people": {"@a": "a@x.test\r\nBcc: b@x.test"}}, "one line of text"),
        ({"people": {"@a": "a@x.test, b@x.test"}}, "write a mail address"),
        ({"people": []}, "remind.people is a table"),
        ({"teams": {"@core": 3}}, 'remind.teams."@core" is a list of texts'),
        ({"escalate": {"teams": 3}}, "remind.escalate.teams is no setting; did you mean “team”?"),
        ({"mail": "yes"}, "remind.mail is a table"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(table, said):
    with pytest.raises(SettingsError) as caught:
        read_settings(table, ("mail", "webhook"))
    assert said in str(caught.value)


def test_settings_are_read():
    settings = read_settings(
        {
            "state": "var/state.json", "cap": 5, "weekends": False, "quiet-hours": "18-8:30", "timezone": "Europe/Berlin",
            "levels": "overdue", "default-owner": "@boss", "escalate": {"team": 7}, "teams": {"@core": "@alice"},
            "people": {"@Alice": "alice@x.test"}, "mail": {"host": "h"},
        },
        ("mail", "webhook"),
    )  # fmt: skip
    assert settings == Settings(
        "var/state.json", ("overdue",), 5, False, (time(18), time(8, 30)), "Europe/Berlin", "@boss", (7, 30),
        {"@core": ("@alice",)}, {"alice": "alice@x.test"}, {"mail": {"host": "h"}},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("day", "clock", "until"),
    [
        ("2026-01-16", None, None),  # a Friday, and nobody says when
        ("2026-01-16", "12:00", None),
        ("2026-01-16", "17:59", None),
        ("2026-01-16", "08:00", None),
        ("2026-01-15", "18:00", "2026-01-16 08:00"),
        ("2026-01-16", "07:59", "2026-01-16 08:00"),
        ("2026-01-16", "00:00", "2026-01-16 08:00"),
        ("2026-01-16", "18:00", "2026-01-19 08:00"),
        ("2026-01-17", None, "2026-01-19 08:00"),
        ("2026-01-18", "23:59", "2026-01-19 08:00"),
    ],
)
def test_quiet_at_night_and_at_the_weekend(day, clock, until):
    settings = read_settings({"weekends": False, "quiet-hours": "18:00-08:00"})
    found = settings.quiet_until(date.fromisoformat(day), time.fromisoformat(clock) if clock else None)
    assert found == (datetime.fromisoformat(until) if until else None)


@pytest.mark.parametrize(
    ("clock", "until"), [("12:59", None), ("13:00", "14:00"), ("13:59", "14:00"), ("14:00", None)]
)
def test_quiet_at_noon(clock, until):
    found = read_settings({"quiet-hours": "13:00-14:00"}).quiet_until(
        date(2026, 1, 17), time.fromisoformat(clock)
    )
    assert found == (datetime(2026, 1, 17, 14) if until else None)

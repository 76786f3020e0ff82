"""Chats by apprise: the real library, its JSON service against a real HTTP server that fails on demand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.notifiers.digests import decision, digest
from tests.notifiers.receivers import Receiver

from decidedly.config import Config
from decidedly.notices import Digest, Settings, Table, Watermark, plan
from decidedly.notifiers import NotifierError, Surroundings
from decidedly.notifiers.chat import Chat, make

TOKEN = "B1RTD4JDTIiajkdnl"


def channel(*urls: str, **environment: str) -> Chat:
    return make(
        Table("remind.apprise", {}),
        Surroundings(
            Settings(), Config(), Path(), None, {"ADR_APPRISE_URLS": "\n ".join(urls), **environment}
        ),
    )


def planned(chat: Chat, *numbers: int) -> Digest:
    made = digest("2026-01-12", *(decision(number, "2026-01-10", title=f"Ask @channel number {number}") for number in numbers))  # fmt: skip
    return Digest(
        made.as_of, made.current, plan("apprise", made.current, Watermark(), chat.addressees, 20), made.title
    )


def url(receiver: Receiver, path: str = "") -> str:
    return f"json://localhost:{receiver.port}/{path or TOKEN}"


def test_every_place_hears_it(receiver: Receiver):
    chat = channel(url(receiver, "one"), url(receiver, "two"))
    made = planned(chat, 1, 2)
    done = chat.deliver(made)
    assert done.words == "2 decisions to 2 places"
    assert len(done.keys) == 4, "each place has keys of its own"
    assert sorted(request.path.rstrip("/") for request in receiver.requests) == ["/one", "/two"]
    first = receiver.requests[0].data
    assert first["title"] == "Shop decisions: 2 decisions to review"
    assert "* DR-001 Ask @\u200bchannel number 1\n" in first["message"]
    assert not re.search(r"@\w", first["message"] + first["title"])
    assert first["message"].rstrip().endswith(f"(reminder {made.messages[0].id[:8]})")


def test_a_place_that_fails_does_not_stop_the_other(receiver: Receiver):
    receiver.answer = lambda request: 403 if "bad" in request.path else 200
    chat = channel(url(receiver, "bad-" + TOKEN), url(receiver, "good"))
    made = planned(chat, 1)
    with pytest.raises(NotifierError, match=r"json \(number 1 in ADR_APPRISE_URLS\)") as caught:
        chat.deliver(made)
    (good,) = [message for message in made.messages if message.to == chat.places[1].name]
    assert caught.value.answered == set(good.keys)
    assert caught.value.doubtful == frozenset(), "an answer of 403 is a no"
    assert TOKEN not in str(caught.value)


def test_without_an_answer_there_is_a_doubt(receiver: Receiver):
    receiver.answer = lambda request: 0
    chat = channel(url(receiver))
    made = planned(chat, 1)
    with pytest.raises(NotifierError) as caught:
        chat.deliver(made)
    assert caught.value.doubtful == frozenset({made.messages[0].id})
    assert TOKEN not in f"{caught.value} {chat!r}"


def test_redirects_are_not_followed(receiver: Receiver):
    receiver.answer = lambda request: 307
    receiver.location = receiver.url("/elsewhere")
    chat = channel(url(receiver))
    with pytest.raises(NotifierError):
        chat.deliver(planned(chat, 1))
    assert {request.path.rstrip("/") for request in receiver.requests} == {f"/{TOKEN}"}


def test_nothing_secret_is_shown(receiver: Receiver, capfd: pytest.CaptureFixture[str]):
    chat = channel(
        f"slack://T1JJ3T3L2/A1BRTD4JD/{TOKEN}XrIdevi7F", f"json://robot:{TOKEN}@localhost:1/path-{TOKEN}"
    )
    made = planned(chat, 1)
    shown = f"{chat!r} {chat.preview(made)} {[message.to for message in made.messages]}"
    with pytest.raises(NotifierError) as caught:
        chat.deliver(Digest(made.as_of, made.current, made.messages[:1] if "json" in made.messages[0].to else made.messages[1:], made.title))  # fmt: skip
    printed = capfd.readouterr()
    assert TOKEN not in shown + str(caught.value) + repr(caught.value) + printed.out + printed.err
    assert "To: slack (number 1 in ADR_APPRISE_URLS)" in shown


def test_a_place_keeps_its_name(receiver: Receiver):
    first, second = channel(url(receiver, "one"), url(receiver, "two")).places
    (again,) = channel(url(receiver, "two")).places
    assert again.name == second.name
    assert first.name != second.name
    one, other = channel(url(receiver, "one"), url(receiver, "one")).places
    assert one.name != other.name
    (secret, otherwise) = (
        channel(f"json://robot:{one}@localhost:1/").places[0].name for one in ("old", "new")
    )
    assert secret == otherwise, "a new password is no new place"


@pytest.mark.parametrize(
    ("urls", "said"),
    [
        ("", "ADR_APPRISE_URLS is not set in the environment"),
        (f"carrier-pigeon://{TOKEN}", "ADR_APPRISE_URLS: the address number 1 is none that apprise knows"),
        (
            f"json://localhost slack://{TOKEN}",
            "ADR_APPRISE_URLS: the address number 2 is none that apprise knows",
        ),
    ],
)
def test_addresses_that_do_not_do(urls: str, said: str, capfd: pytest.CaptureFixture[str]):
    with pytest.raises(NotifierError) as caught:
        channel(*urls.split())
    assert str(caught.value) == said
    assert TOKEN not in "".join(capfd.readouterr())


def test_several_variables(receiver: Receiver):
    chat = make(
        Table("remind.apprise", {"urls-env": ["TEAM_CHAT", "OPS_CHAT"]}),
        Surroundings(
            Settings(),
            Config(),
            Path(),
            None,
            {"TEAM_CHAT": url(receiver, "a"), "OPS_CHAT": url(receiver, "b")},
        ),
    )
    assert [place.shown for place in chat.places] == [
        "json (number 1 in TEAM_CHAT)",
        "json (number 1 in OPS_CHAT)",
    ]


def test_long_digests_are_cut_into_pieces_that_a_service_takes():
    chat = channel("discord://4174216298/JHMHI8qBe7bk2ZwO5U711o3dV_js")
    (place,) = chat.places
    service = place.service[0]
    title, text = chat.words(planned(chat, *range(1, 21)).messages[0], planned(chat, 1))
    assert len(text) > service.body_maxlen
    pieces = service._apply_overflow(text, title=title)
    assert len(pieces) > 1
    assert "DR-020" in "".join(piece["body"] for piece in pieces)

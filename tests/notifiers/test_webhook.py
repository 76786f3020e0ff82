"""The webhook, against a real HTTP server that fails on demand."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
from tests.notifiers.digests import decision, digest, keys
from tests.notifiers.receivers import Receiver

from decidedly import resources
from decidedly.config import Config
from decidedly.notices import Settings, SettingsError, Table
from decidedly.notifiers import NotifierError, Surroundings
from decidedly.notifiers.webhook import Webhook, make

SECRET = "s3cret of ours"
DUE = digest("2026-01-12", decision(1, "2026-01-10"), decision(2, "2026-01-12"))


def surroundings(**environment: str) -> Surroundings:
    return Surroundings(Settings(), Config(), Path(), None, environment)


def channel(receiver: Receiver, path: str = "/hook") -> Webhook:
    made = make(
        Table("remind.webhook", {}),
        surroundings(ADR_WEBHOOK_URL=receiver.url(path), ADR_WEBHOOK_SECRET=SECRET),
    )
    return replace(made, pauses=(0.0, 0.0))


def test_signed_json_by_its_contract(receiver: Receiver):
    before = int(time.time())
    done = channel(receiver).deliver(DUE)
    (request,) = receiver.requests
    assert done.words == "2 decisions to localhost"
    assert done.keys == set(keys(DUE))
    jsonschema.validate(request.data, json.loads(resources.read_text(resources.schemas(), "notices-1.json")))
    assert [one["id"] for one in request.data["notices"]] == ["DR-001", "DR-002"]
    assert request.headers["content-type"] == "application/json"
    assert request.headers["idempotency-key"] == request.data["id"] == DUE.messages[0].id
    stamp, sign = request.headers["x-decidedly-signature"].split(",")
    seconds = stamp.removeprefix("t=")
    assert before <= int(seconds) <= int(time.time())
    expected = hmac.new(SECRET.encode(), seconds.encode() + b"." + request.body, hashlib.sha256).hexdigest()
    assert sign == f"v1={expected}"


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
def test_any_2xx_is_an_answer(receiver: Receiver, status: int):
    receiver.answer = lambda request: status
    assert channel(receiver).deliver(DUE).keys
    assert len(receiver.requests) == 1


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_not_followed(receiver: Receiver, status: int):
    receiver.answer = lambda request: status
    receiver.location = receiver.url("/elsewhere")
    with pytest.raises(NotifierError, match=f"answered {status}: it sends us elsewhere") as caught:
        channel(receiver).deliver(DUE)
    assert [request.path for request in receiver.requests] == ["/hook"]
    assert caught.value.doubtful == frozenset()


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 422])
def test_a_no_is_a_no(receiver: Receiver, status: int):
    receiver.answer = lambda request: status
    with pytest.raises(NotifierError, match=f"answered {status}") as caught:
        channel(receiver).deliver(DUE)
    assert len(receiver.requests) == 1
    assert caught.value.answered == caught.value.doubtful == frozenset()


@pytest.mark.parametrize(
    ("status", "doubt"), [(500, True), (502, True), (503, True), (0, True), (429, False)]
)
def test_tried_again_with_the_same_key(receiver: Receiver, status: int, doubt: bool):
    answers = [status, status, 200]
    receiver.answer = lambda request: answers.pop(0)
    assert channel(receiver).deliver(DUE).keys
    assert len(receiver.requests) == 3
    assert len({request.headers["idempotency-key"] for request in receiver.requests}) == 1
    receiver.answer = lambda request: status
    with pytest.raises(NotifierError) as caught:
        channel(receiver).deliver(DUE)
    assert caught.value.doubtful == (frozenset({DUE.messages[0].id}) if doubt else frozenset())


def test_one_failure_after_which_it_says_no_is_still_in_doubt(receiver: Receiver):
    answers = [500, 403]
    receiver.answer = lambda request: answers.pop(0)
    with pytest.raises(NotifierError) as caught:
        channel(receiver).deliver(DUE)
    assert caught.value.doubtful == frozenset({DUE.messages[0].id})


def test_nobody_listens_and_nothing_of_the_address_is_shown(receiver: Receiver):
    quiet = Receiver(port=1)
    hook = channel(quiet, "/T0ken/very-secret?key=abcdefgh")
    with pytest.raises(NotifierError, match="localhost can't be reached") as caught:
        hook.deliver(DUE)
    shown = f"{caught.value} {caught.value!r} {hook!r} {hook.preview(DUE)}"
    for part in ("T0ken", "very-secret", "abcdefgh", SECRET):
        assert part not in shown
    assert caught.value.__cause__ is None
    assert caught.value.doubtful == frozenset()


def test_what_went_through_before_is_answered_for(receiver: Receiver):
    one, other = (
        digest("2026-01-12", decision(1, "2026-01-10")),
        digest("2026-01-12", decision(2, "2026-01-10")),
    )
    both = replace(DUE, messages=(*one.messages, *other.messages))
    answers = [200, 403]
    receiver.answer = lambda request: answers.pop(0)
    with pytest.raises(NotifierError) as caught:
        channel(receiver).deliver(both)
    assert caught.value.answered == set(keys(one))


def test_the_preview_is_what_is_sent(receiver: Receiver):
    hook = channel(receiver)
    shown = hook.preview(DUE)
    assert receiver.requests == []
    hook.deliver(DUE)
    (request,) = receiver.requests
    assert json.loads(shown[shown.index("{") :]) == request.data
    assert f"Idempotency-Key: {request.headers['idempotency-key']}" in shown


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({}, "ADR_WEBHOOK_URL is not set in the environment"),
        ({"ADR_WEBHOOK_URL": "https://h.test/x"}, "ADR_WEBHOOK_SECRET is not set in the environment"),
        (
            {"ADR_WEBHOOK_URL": "http://h.test/x", "ADR_WEBHOOK_SECRET": "x"},
            "begins with http://; use https://",
        ),
        (
            {"ADR_WEBHOOK_URL": "file:///etc/passwd", "ADR_WEBHOOK_SECRET": "x"},
            "no address that begins with https://",
        ),
        (
            {"ADR_WEBHOOK_URL": "https://h.test:port/", "ADR_WEBHOOK_SECRET": "x"},
            "no address that begins with https://",
        ),
        (
            {"ADR_WEBHOOK_URL": "https://[::1/", "ADR_WEBHOOK_SECRET": "x"},
            "no address that begins with https://",
        ),
    ],
)
def test_an_environment_that_does_not_do(environment: dict[str, str], said: str):
    with pytest.raises(NotifierError) as caught:
        make(Table("remind.webhook", {}), surroundings(**environment))
    assert said in str(caught.value)


def test_the_address_is_no_setting():
    with pytest.raises(SettingsError, match=r"remind\.webhook\.url is no setting; did you mean “url-env”"):
        make(Table("remind.webhook", {"url": "https://h.test"}), surroundings())


def test_other_names_of_the_variables(receiver: Receiver):
    table = {"url-env": "HOOK", "secret-env": "HOOK_SECRET"}
    hook = make(Table("remind.webhook", table), surroundings(HOOK=receiver.url(), HOOK_SECRET="x"))
    assert hook.deliver(DUE).keys

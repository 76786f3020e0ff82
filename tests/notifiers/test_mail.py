"""Mail, against a real server on loopback with TLS."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from tests.notifiers.digests import decision, digest
from tests.notifiers.receivers import PASSWORD, USER, Certificates, Mailbox, mail_server

from decidedly.config import Config
from decidedly.notices import Digest, SettingsError, Table, Watermark, plan, read_settings
from decidedly.notifiers import NotifierError, Surroundings
from decidedly.notifiers.mail import Mail, make

PEOPLE = {"@alice": "alice@example.org", "Alice Cooper": "ALICE@example.org", "@bob": "bob@example.org"}
LOGIN = {"ADR_SMTP_USER": USER, "ADR_SMTP_PASSWORD": PASSWORD}


def channel(box: Mailbox, environment: dict[str, str] | None = None, **table: Any) -> Mail:
    settings = read_settings({"people": PEOPLE, "default-owner": "@bob"})
    whole = {"host": "localhost", "port": box.port, "from": "Decisions <adr@example.org>"} | table
    return make(
        Table("remind.mail", whole),
        Surroundings(settings, Config(), Path(), None, LOGIN if environment is None else environment),
    )


def addressed(mail: Mail, made: Digest) -> Digest:
    """The same digest, in messages for this channel."""
    return Digest(
        made.as_of, made.current, plan("mail", made.current, Watermark(), mail.addressees, 20), made.title
    )


def test_one_mail_for_each_person(trusted: Certificates):
    made = digest("2026-01-12", decision(1, "2026-01-10"), decision(2, "2026-01-12", owner="Alice Cooper"), decision(3, "2026-01-20", owner="@bob"))  # fmt: skip
    with mail_server(trusted) as box:
        mail = channel(box)
        done = mail.deliver(addressed(mail, made))
    assert done.words == "3 decisions to 2 people"
    assert len(done.keys) == 3
    first, second = sorted(box.mails, key=lambda one: one.to)
    assert (first.to, second.to) == (["alice@example.org"], ["bob@example.org"])
    assert first.mail["To"] == "alice@example.org"
    assert first.mail["From"] == "Decisions <adr@example.org>"
    assert first.mail["Subject"] == "Shop decisions: 2 decisions to review, 1 overdue"
    assert first.mail["List-Id"] == "<decisions.example.org>"
    assert first.mail["Auto-Submitted"] == "auto-generated"
    assert re.fullmatch(r"<[0-9a-f]{32}@example\.org>", first.id)
    assert {*first.keys, *second.keys} == done.keys
    assert "* DR-001 Use thing 1" in first.text
    assert "DR-002" in first.text
    assert "DR-003" not in first.text + first.html
    assert "<strong>DR-001 Use thing 1</strong>" in first.html
    assert first.mail.get_content_type() == "multipart/alternative"
    assert b"\r\n" in first.data
    assert b"\n" not in first.data.replace(b"\r\n", b"")


def test_the_same_message_has_the_same_id(trusted: Certificates):
    with mail_server(trusted) as box:
        mail = channel(box)
        for day in ("2026-01-12", "2026-01-13"):
            mail.deliver(addressed(mail, digest(day, decision(1, "2026-01-10"))))
    assert len({one.id for one in box.mails}) == 1
    assert len(box.mails) == 2


def test_tls_from_the_beginning(trusted: Certificates):
    with mail_server(trusted, implicit=True, login=False) as box:
        mail = channel(box, {}, security="tls")
        assert mail.deliver(addressed(mail, digest("2026-01-12", decision(1, "2026-01-10")))).keys
    assert len(box.mails) == 1


@pytest.mark.parametrize("implicit", [False, True])
def test_nothing_is_sent_to_a_server_that_is_not_trusted(certificates: Certificates, implicit: bool):
    with mail_server(certificates, implicit=implicit, login=False) as box:
        mail = channel(box, security="tls" if implicit else "starttls")
        with pytest.raises(NotifierError, match="its certificate is not trusted") as caught:
            mail.deliver(addressed(mail, digest("2026-01-12", decision(1, "2026-01-10"))))
    assert box.mails == []
    assert caught.value.doubtful == frozenset()


def test_nothing_is_sent_without_encryption():
    with mail_server(None, login=False) as box:
        mail = channel(box)
        with pytest.raises(NotifierError, match="offers no STARTTLS"):
            mail.deliver(addressed(mail, digest("2026-01-12", decision(1, "2026-01-10"))))
        assert box.mails == []
        plain = channel(box, {}, security="none")
        assert plain.deliver(addressed(plain, digest("2026-01-12", decision(1, "2026-01-10")))).keys
    assert len(box.mails) == 1


def test_a_wrong_password_is_not_shown(trusted: Certificates):
    secret = "hunter2 is no good one"
    with mail_server(trusted) as box:
        mail = channel(box, {"ADR_SMTP_USER": "robot", "ADR_SMTP_PASSWORD": secret})
        with pytest.raises(NotifierError) as caught:
            mail.deliver(addressed(mail, digest("2026-01-12", decision(1, "2026-01-10"))))
    assert "535" in str(caught.value)
    assert secret not in f"{caught.value!r} {caught.value}"
    assert caught.value.__cause__ is None
    assert caught.value.doubtful == frozenset()


def test_who_is_refused_does_not_stop_the_others(trusted: Certificates):
    made = digest("2026-01-12", decision(1, "2026-01-10"), decision(2, "2026-01-10", owner="@bob"))
    with mail_server(trusted) as box:
        box.recipient = lambda address: "550 5.1.1 no such user" if address.startswith("alice") else ""
        mail = channel(box)
        planned = addressed(mail, made)
        with pytest.raises(NotifierError, match=r"alice@example\.org: 550 5\.1\.1 no such user") as caught:
            mail.deliver(planned)
    (bob,) = [message for message in planned.messages if message.to == "bob"]
    assert caught.value.answered == set(bob.keys)
    assert caught.value.doubtful == frozenset(), "both were answered, one with no"
    assert [one.to for one in box.mails] == [["bob@example.org"]]


def test_a_content_that_is_refused_did_not_arrive(trusted: Certificates):
    with mail_server(trusted) as box:
        box.content = lambda mail: "451 4.3.0 try later"
        mail = channel(box)
        with pytest.raises(NotifierError, match="451") as caught:
            mail.deliver(addressed(mail, digest("2026-01-12", decision(1, "2026-01-10"))))
    assert caught.value.answered == caught.value.doubtful == frozenset()


def test_a_connection_that_breaks_leaves_a_doubt(trusted: Certificates):
    made = digest("2026-01-12", decision(1, "2026-01-10"), decision(2, "2026-01-10", owner="@bob"))
    with mail_server(trusted) as box:
        box.content = lambda mail: "drop"
        mail = channel(box)
        planned = addressed(mail, made)
        with pytest.raises(NotifierError) as caught:
            mail.deliver(planned)
    assert caught.value.doubtful == frozenset({planned.messages[0].id}), "the second was not begun"
    assert len(box.mails) == 1


def test_nobody_listens(trusted: Certificates):
    with mail_server(trusted) as box:
        mail = channel(box)
        planned = addressed(mail, digest("2026-01-12", decision(1, "2026-01-10")))
    with pytest.raises(NotifierError, match=f"localhost:{box.port}") as caught:
        mail.deliver(planned)
    assert caught.value.doubtful == frozenset()


# --------------------------------------------------------------------------------------------------- whom to write to


@pytest.mark.parametrize(
    ("owner", "addressees"),
    [
        ("@alice", ("alice",)),
        ("alice", ("alice",)),
        ("Alice Cooper", ("alice",)),
        ("Carol <carol@example.org>", ("carol@example.org",)),
        ("carol@EXAMPLE.org", ("carol@example.org",)),
        ("carol@elsewhere.test", ("bob",)),
        ("carol@example.org.evil.test", ("bob",)),
        ("@zoe", ("bob",)),
        ("", ("bob",)),
    ],
)
def test_addresses_come_from_the_configuration_or_a_domain_that_is_allowed(owner, addressees):
    mail = channel(Mailbox(25), {}, domains=["example.org"])
    (notice,) = digest("2026-01-12", decision(1, "2026-01-10", owner=owner), settings=mail.settings).current
    assert mail.addressees(notice) == addressees


def test_no_address_is_taken_from_a_record_unless_its_domain_is_allowed():
    mail = channel(Mailbox(25), {})
    (notice,) = digest("2026-01-12", decision(1, "2026-01-10", owner="carol@example.org")).current
    assert mail.addressees(notice) == ("bob",)


def test_who_cannot_be_reached_is_named():
    mail = make(
        Table("remind.mail", {"host": "h", "from": "a@x.test"}),
        Surroundings(read_settings({}), Config(), Path(), None, {}),
    )
    (notice,) = digest("2026-01-12", decision(1, "2026-01-10")).current
    assert mail.addressees(notice) == ()
    assert mail.unreachable(notice) == 'add "@alice" = "…@…" to [remind.people]'


# ------------------------------------------------------------------------------------------------------- hostile words


@pytest.mark.parametrize(
    "words",
    [
        "a\\r\\nBcc: eve@evil.test\\r\\n\\r\\nbody",
        "=?utf-8?q?x=0D=0ABcc:eve=40evil.test?=",
        "=?utf-8?b?eA0KQmNjOiBldmVAZXZpbC50ZXN0?= =?utf-8?q?y?=",
        "<script>alert(1)</script>",
        "日本語の決定 " * 40,
        "\\u2028Bcc: eve@evil.test",
        "\\u202egnp.exe",
        ".",
        "\\r\\n.\\r\\nMAIL FROM:<eve@evil.test>",
    ],
)
def test_a_record_adds_no_header_no_recipient_and_no_tag(trusted: Certificates, words: str):
    calm = decision(1, "2026-01-10")
    text = calm.source.text.replace("# Use thing 1\n", "").replace(
        "id: DR-001", f'id: DR-001\ntitle: "{words}"'
    )
    from tests.unit.reading import record

    loud = record(text, "0001-thing.md")
    assert loud.title != calm.title
    with mail_server(trusted) as box:
        mail = channel(box)
        for one in (calm, loud):
            mail.deliver(addressed(mail, digest("2026-01-12", one, title=one.title)))
    first, second = box.mails
    assert first.to == second.to == ["alice@example.org"]
    assert list(first.mail.keys()) == list(second.mail.keys())
    assert first.mail["To"] == second.mail["To"]
    assert "Bcc" not in second.mail
    assert not re.search(r"[\r\n\x00-\x1f\u2028]", second.mail["Subject"])
    assert not second.mail.defects
    assert re.findall("<[a-z]+", first.html) == re.findall("<[a-z]+", second.html)
    assert second.text.splitlines()[-1] == first.text.splitlines()[-1], "the whole of it came through"


# ------------------------------------------------------------------------------------------------------------ settings


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ({"host": "", "from": "a@x.test"}, "remind.mail.host is the name of a mail server"),
        ({"host": "h/../x", "from": "a@x.test"}, "remind.mail.host"),
        ({"host": "h", "from": "nobody"}, "remind.mail.from is the address"),
        ({"host": "h", "from": "a@x.test", "security": "ssl"}, "write starttls, tls, none"),
        ({"host": "smtp.example.org", "from": "a@x.test", "security": "none"}, "only to a server on this machine"),
        ({"host": "h", "from": "a@x.test", "password": "x"}, "remind.mail.password is no setting; did you mean “password-env”?"),
        ({"host": "h", "from": "a@x.test", "password-env": "no name"}, "the name of an environment variable"),
        ({"host": "h", "from": "a@x.test", "port": "25"}, "remind.mail.port is a whole number"),
    ],
)  # fmt: skip
def test_a_table_that_cannot_be_used(table, said):
    with pytest.raises(SettingsError) as caught:
        make(Table("remind.mail", table), Surroundings(read_settings({}), Config(), Path(), None, {}))
    assert said in str(caught.value)


def test_half_of_the_credentials():
    with pytest.raises(
        NotifierError, match="ADR_SMTP_USER is set in the environment, ADR_SMTP_PASSWORD is not"
    ):
        channel(Mailbox(25), {"ADR_SMTP_USER": "robot"})


def test_the_preview_is_what_is_sent(trusted: Certificates):
    made = digest("2026-01-12", decision(1, "2026-01-10"))
    with mail_server(trusted) as box:
        mail = channel(box)
        planned = addressed(mail, made)
        shown = mail.preview(planned)
        assert box.mails == []
        mail.deliver(planned)
    (sent,) = box.mails
    for name in ("From", "To", "Subject", "Message-ID"):
        assert f"{name}: {str(sent.mail[name]).strip()}\n" in shown
    assert sent.text.replace("\r\n", "\n").strip() in shown
    assert PASSWORD not in shown
    assert PASSWORD not in repr(mail)

"""Reminders by mail: one message for each person, plain and HTML, over an encrypted connection.

`[remind.mail]`: `host` and `from`, and where it has to be otherwise `port`, `security` (`starttls`, `tls`, or `none` for a
server on this machine), `domains` (of addresses in records that may be written to), `user-env` and `password-env` (the
names of environment variables). Addresses stand in `[remind.people]`.
"""

from __future__ import annotations

import contextlib
import email.policy
import re
import smtplib
import ssl
from collections.abc import Sequence
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import formataddr, formatdate, parseaddr

from decidedly.notices import Digest, Message, Notice, Settings, SettingsError, Table, is_address, looked_up
from decidedly.notices.words import as_html, as_text, clean, counted, subject
from decidedly.notifiers.kind import Delivery, Kind, Notifier, NotifierError, Surroundings
from decidedly.notifiers.secrecy import redacted, secret

PATIENCE = 30.0
"""Seconds that the server has for each answer."""

PORTS = {"starttls": 587, "tls": 465, "none": 25}
KEYS = ("host", "port", "security", "from", "domains", "user-env", "password-env")
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class Server:
    """How to reach the mail server, and as whom."""

    host: str
    port: int
    security: str
    user: str = ""
    password: str = field(default="", repr=False)

    @property
    def where(self) -> str:
        """Host and port in words."""
        return f"{self.host}:{self.port}"


@dataclass(frozen=True)
class Mail(Notifier):
    """Mail through `server`, from `sender` (an address) under the name `called`."""

    settings: Settings
    server: Server
    sender: str
    called: str = ""
    domains: tuple[str, ...] = ()
    name: str = "mail"

    def _address(self, name: str) -> str:
        """Where to write to somebody; "" where that is not known or not allowed."""
        known = looked_up(name, self.settings.people)
        if known:
            return known
        found = re.search(r"<([^<>\s]+)>|(\S+@\S+)", name)
        own = (found[1] or found[2]).strip("()[],;").removeprefix("mailto:") if found else ""
        return own if is_address(own) and own.rpartition("@")[2].lower() in self.domains else ""

    def addressees(self, notice: Notice) -> Sequence[str]:
        """One name for each address among the audience."""
        missing = [name for name in notice.audience if not self._address(name)]
        names = [name for name in notice.audience if name not in missing]
        if (missing or not names) and self._address(self.settings.default_owner):
            names.append(self.settings.default_owner)
        return tuple(dict.fromkeys(self._canonical(self._address(name)) for name in names))

    def _canonical(self, address: str) -> str:
        """The one name that stands for an address, however many lead to it."""
        folded = address.casefold()
        return next((name for name, one in self.settings.people.items() if one.casefold() == folded), folded)

    def unreachable(self, notice: Notice) -> str:
        """Which line is missing."""
        name = clean(next(iter(notice.audience), ""))
        return (
            f'add "{name}" = "…@…" to [remind.people]'
            if name
            else "set remind.default-owner, and its address in [remind.people]"
        )

    def deliver(self, digest: Digest) -> Delivery:
        """One mail for each message over one connection; what the server says to its content is the answer."""
        answered: set[str] = set()
        doubtful: set[str] = set()
        errors: list[str] = []
        try:
            connection = self._connect()
        except OSError as error:  # smtplib's own errors are OSErrors too
            raise NotifierError(f"{self.server.where}: {self._words(error)}", (), ()) from None
        try:
            for message in digest.messages:
                to = self._address(message.to)
                try:
                    connection.send_message(self.compose(message, digest), self.sender, [to])
                except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused) as error:
                    errors.append(f"{to}: {self._words(error)}")
                    if connection.sock is None:  # the server has said goodbye
                        break
                except OSError as error:
                    doubtful.add(message.id)
                    errors.append(f"{self.server.where}: {self._words(error)}")
                    break
                else:
                    answered.update(message.keys)
        finally:
            with contextlib.suppress(OSError):
                connection.quit()
        if errors:
            raise NotifierError("; ".join(dict.fromkeys(errors)), answered, doubtful)
        return Delivery(frozenset(answered), self._done(digest))

    def _connect(self) -> smtplib.SMTP:
        """A connection that is encrypted and logged in. Raises OSError."""
        server = self.server
        context = ssl.create_default_context()
        connection: smtplib.SMTP
        if server.security == "tls":
            connection = smtplib.SMTP_SSL(server.host, server.port, timeout=PATIENCE, context=context)
        else:
            connection = smtplib.SMTP(server.host, server.port, timeout=PATIENCE)
        try:
            if server.security == "starttls":
                connection.starttls(context=context)
            if server.user:
                connection.login(server.user, server.password)
        except BaseException:
            connection.close()
            raise
        return connection

    def compose(self, message: Message, digest: Digest) -> EmailMessage:
        """The mail: the same message, for the same addressee, always has the same Message-ID."""
        domain = self.sender.rpartition("@")[2]
        made = EmailMessage(policy=email.policy.SMTP)
        made["From"] = formataddr((self.called, self.sender))
        made["To"] = self._address(message.to)
        made["Subject"] = header(subject(message, digest))
        made["Date"] = formatdate(localtime=True)
        made["Message-ID"] = f"<{message.id}@{domain}>"
        made["List-Id"] = f"<decisions.{domain}>"
        made["Auto-Submitted"] = "auto-generated"
        made["X-Auto-Response-Suppress"] = "All"
        made["X-Decidedly-Keys"] = " ".join(message.keys)
        made.set_content(as_text(message, digest), cte="quoted-printable")
        made.add_alternative(as_html(message, digest), subtype="html", cte="quoted-printable")
        return made

    def preview(self, digest: Digest) -> str:
        """Each mail with its headers, the day apart, and its plain text."""
        shown: list[str] = []
        for message in digest.messages:
            made = self.compose(message, digest)
            names = ("From", "To", "Subject", "Message-ID", "List-Id", "Auto-Submitted")
            shown.append("\n".join(f"{name}: {made[name]}" for name in names))
            shown.append(as_text(message, digest))
        return "\n\n".join(part.rstrip("\n") for part in shown)

    def _done(self, digest: Digest) -> str:
        people = {message.to for message in digest.messages}
        words = f"{counted(len(digest.new))} to {'1 person' if len(people) == 1 else f'{len(people)} people'}"
        lost = {
            clean(name): None for notice in digest.new for name in notice.audience if not self._address(name)
        }
        return words + (f"; no address in [remind.people] for {', '.join(lost)}" if lost else "")

    def _words(self, error: OSError) -> str:
        """Why it did not go, without what the server may have sent back of the credentials."""
        server = self.server
        if isinstance(error, smtplib.SMTPRecipientsRefused):
            words = "; ".join(f"{code} {_decoded(said)}" for code, said in error.recipients.values())
        elif isinstance(error, smtplib.SMTPResponseException):
            words = f"{error.smtp_code} {_decoded(error.smtp_error)}"
        elif isinstance(error, smtplib.SMTPNotSupportedError):
            words = (
                "the server offers no STARTTLS; write security = “tls”, or another port"
                if server.security == "starttls"
                else "the server takes no login"
            )
        elif isinstance(error, ssl.SSLCertVerificationError):
            words = f"its certificate is not trusted: {error.verify_message}"
        elif isinstance(error, TimeoutError):
            words = f"no answer within {PATIENCE:.0f} seconds"
        else:
            words = error.strerror or str(error)
        plain = f"\0{server.user}\0{server.password}" if server.user else ""
        return redacted(words, (server.password, server.user, plain))


def _decoded(said: bytes | str) -> str:
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else said


def header(words: str) -> str:
    """`words` for a header: one line, and nothing in it that a mail program would decode into something else."""
    return clean(words).replace("=?", "= ?").replace("?=", "? =")


def make(table: Table, surroundings: Surroundings) -> Mail:
    """The channel from its table. Raises SettingsError and NotifierError."""
    table.only(KEYS)
    host, security = table.text("host"), table.text("security", "starttls").lower()
    if not re.fullmatch(r"[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|[0-9A-Fa-f:]+", host):
        raise SettingsError(f'{table.where("host")} is the name of a mail server: host = "smtp.example.org"')
    if security not in PORTS:
        raise SettingsError(f"{table.where('security')} is “{security}”; write {', '.join(PORTS)}")
    if security == "none" and host not in _LOOPBACK:
        raise SettingsError(
            f"{table.where('security')} is “none”: mail goes unencrypted only to a server on this machine; write starttls or tls"
        )
    called, sender = parseaddr(table.text("from"))
    if not is_address(sender):
        raise SettingsError(
            f'{table.where("from")} is the address that mail comes from: from = "Decisions <adr@example.org>"'
        )
    names = table.variable("user-env", "ADR_SMTP_USER"), table.variable("password-env", "ADR_SMTP_PASSWORD")
    user, password = (secret(surroundings.environment, name) for name in names)
    if bool(user) != bool(password) and not surroundings.dry:
        there, missing = names if user else reversed(names)
        raise NotifierError(f"{there} is set in the environment, {missing} is not: set both or neither")
    return Mail(
        surroundings.settings,
        Server(host, table.number("port", PORTS[security], least=1, most=65_535), security, user, password),
        sender,
        header(called),
        tuple(one.lower().removeprefix("@") for one in table.texts("domains")),
    )


KIND = Kind("mail", make)

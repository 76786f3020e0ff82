"""Those whom reminders reach in the tests: a real mail server with TLS, and an HTTP server that fails on demand."""

from __future__ import annotations

import email.policy
import json
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import BytesParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

USER, PASSWORD = "robot", "correct horse battery staple"


@dataclass
class Received:
    """A mail as it came: to whom, its bytes, and what a mail program makes of them."""

    to: list[str]
    data: bytes

    @property
    def mail(self) -> EmailMessage:
        message = BytesParser(policy=email.policy.default).parsebytes(self.data)
        assert isinstance(message, EmailMessage)
        return message

    @property
    def id(self) -> str:
        return str(self.mail["Message-ID"])

    @property
    def keys(self) -> list[str]:
        return str(self.mail["X-Decidedly-Keys"]).split()

    @property
    def text(self) -> str:
        part = self.mail.get_body(("plain",))
        assert part is not None
        return str(part.get_content())

    @property
    def html(self) -> str:
        part = self.mail.get_body(("html",))
        assert part is not None
        return str(part.get_content())


@dataclass
class Mailbox:
    """What a mail server has taken. `recipient` and `content` give its answers, "" for yes; "drop" closes the connection
    instead of an answer, with the mail taken."""

    port: int = 0
    mails: list[Received] = field(default_factory=list)
    recipient: Callable[[str], str] = lambda address: ""
    content: Callable[[Received], str] = lambda mail: ""

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        said = self.recipient(address)
        if not said:
            envelope.rcpt_tos.append(address)
        return said or "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        mail = Received(list(envelope.rcpt_tos), envelope.content)
        said = self.content(mail)
        if not said or said == "drop":
            self.mails.append(mail)
        if said == "drop":
            assert server.transport is not None
            server.transport.close()
        return said if said and said != "drop" else "250 taken"


def free_port() -> int:
    """A port of the loopback address that was free a moment ago."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


class Certificates:
    """An authority of our own, and a certificate for localhost."""

    def __init__(self, folder: Path) -> None:
        authority = trustme.CA()
        self.file = folder / "authority.pem"
        authority.cert_pem.write_to_path(str(self.file))
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("localhost").configure_cert(self.context)


def _login(server: SMTP, session: Session, envelope: Envelope, mechanism: str, given: Any) -> AuthResult:
    right = isinstance(given, LoginPassword) and (given.login, given.password) == (
        USER.encode(),
        PASSWORD.encode(),
    )
    return AuthResult(success=right, handled=False)


@contextmanager
def mail_server(
    certificates: Certificates | None, *, implicit: bool = False, login: bool = True
) -> Iterator[Mailbox]:
    """A mail server on localhost: with STARTTLS, with TLS from the beginning (`implicit`), or without any."""
    for _ in range(20):  # somebody else may take the port in between
        box = Mailbox(free_port())
        options: dict[str, Any] = {}
        if certificates and implicit:
            options["ssl_context"] = certificates.context
        elif certificates:
            options |= {"tls_context": certificates.context, "require_starttls": True}
        if login:
            options |= {
                "authenticator": _login,
                "auth_required": True,
                "auth_require_tls": certificates is not None and not implicit,
            }
        controller = Controller(
            box, hostname="127.0.0.1", port=box.port, ready_timeout=60, server_hostname="localhost", **options
        )
        try:
            controller.start()
        except OSError:
            controller.stop(no_assert=True)
            continue
        try:
            yield box
        finally:
            controller.stop()
        return
    raise AssertionError("no free port")


@dataclass
class Request:
    """A request as it came."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def data(self) -> Any:
        return json.loads(self.body)


@dataclass
class Receiver:
    """What an HTTP server was sent and what it answers: `answer` gives the status, 0 breaks off without one."""

    port: int = 0
    requests: list[Request] = field(default_factory=list)
    answer: Callable[[Request], int] = lambda request: 200
    location: str = ""

    def url(self, path: str = "/hook") -> str:
        return f"http://localhost:{self.port}{path}"


@contextmanager
def http_server() -> Iterator[Receiver]:
    """An HTTP server on the loopback address."""
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            request = Request(self.path, {name.lower(): value for name, value in self.headers.items()}, body)
            status = receiver.answer(request)
            receiver.requests.append(request)
            if not status:
                self.close_connection = True
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            self.send_response(status)
            if receiver.location:
                self.send_header("Location", receiver.location)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    receiver.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

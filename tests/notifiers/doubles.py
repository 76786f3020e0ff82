"""Doubles of GitHub's and GitLab's issue APIs: real servers on loopback that behave as the services document it.

They page, filter, validate and refuse; a just created issue is missing in the next list; and they fail on demand, before
or after they have done what they were asked to do.
"""

from __future__ import annotations

import email.utils
import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

from decidedly.notifiers.api import CLOCK, Clock

FAULTS = (
    "503",
    "500-after",
    "cut",
    "cut-after",
    "secondary",
    "secondary-bare",
    "429",
    "garbage-after",
    "409",
)
"""What `Double.fault` may say; `-after`: the request has been carried out."""


@dataclass
class Stored:
    """An issue as the service keeps it."""

    number: int
    title: str
    body: str
    author: str
    open: bool = True
    labels: list[str] = field(default_factory=list)
    assignees: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    pull_request: bool = False
    talk: dict[int, Said] = field(default_factory=dict)


@dataclass
class Said:
    """A comment on a pull request."""

    number: int
    body: str
    author: str


@dataclass
class Reply(Exception):
    """An answer, also thrown from the depth of a handler."""

    status: int
    data: Any = None
    headers: dict[str, str] = field(default_factory=dict)


class Double:
    """What both services have in common. `clock` is their time in seconds; `fault(method, path)` names one, or None."""

    token = "t0ken-that-nobody-may-see"
    login = "reminder-bot"
    limit = 0
    prefix = ""
    said = 0

    def __init__(self) -> None:
        self.issues: dict[int, Stored] = {}
        self.requests: list[tuple[str, str, int]] = []
        self.headers: list[dict[str, str]] = []
        self.fault: Callable[[str, str], str | None] = lambda _method, _path: None
        self.clock = 1_800_000_000.0
        self.remaining = 5_000
        self.reset = self.clock + 3600
        self.waits: list[float] = []
        self.lags = False
        self.unassignable: set[str] = set()
        self.created: list[int] = []
        self.lock = threading.Lock()
        self.address = ""
        self._unlisted: set[int] = set()

    # ------------------------------------------------------------------------------- what a test looks at and does

    @property
    def base(self) -> str:
        """The address of the API."""
        return self.address + self.prefix

    def wait(self, seconds: float) -> None:
        """What the client does instead of sleeping."""
        self.waits.append(seconds)
        self.clock += seconds

    @property
    def clockwork(self) -> Clock:
        """For the client's `clock`."""
        return Clock(self.wait, lambda: self.clock)

    @property
    def writes(self) -> list[tuple[str, str]]:
        """What was asked to be written, whatever came of it."""
        return [
            (method, path)
            for method, path, _ in self.requests
            if method != "GET" and not path.endswith("graphql")
        ]

    def add(self, title: str = "An issue", body: str = "", author: str = "somebody", **more: Any) -> Stored:
        """An issue that somebody has written by hand."""
        number = len(self.issues) + 1
        self.issues[number] = Stored(number, title, body, author, **more)
        return self.issues[number]

    @property
    def opened(self) -> list[Stored]:
        """The issues that are open."""
        return [issue for issue in self.issues.values() if issue.open]

    # ------------------------------------------------------------------------------------------------- requests

    def handle(self, method: str, target: str, headers: dict[str, str], body: bytes) -> Reply | None:
        """The answer to one request; None: the connection is cut."""
        path = urlsplit(target).path
        query = {key: values[-1] for key, values in parse_qs(urlsplit(target).query).items()}
        with self.lock:
            fault = self.fault(method, path)
            if fault == "cut":
                self.requests.append((method, path, 0))
                return None
            try:
                self.check(headers)
                refusal = self.refused(fault)
                reply = refusal or self.answer(method, path.removeprefix(self.prefix), query, _object(body))
            except Reply as thrown:
                reply = thrown
            if fault in ("500-after", "garbage-after") and reply.status < 300:
                reply = (
                    Reply(500, {"message": "Server Error"}) if fault == "500-after" else Reply(200, "<html>")
                )
            self.requests.append((method, path, 0 if fault == "cut-after" else reply.status))
            self.headers.append(headers)
            return None if fault == "cut-after" else reply

    def check(self, headers: dict[str, str]) -> None:
        """Refuse strangers."""
        if headers.get("authorization") != f"Bearer {self.token}":
            raise Reply(401, {"message": "Bad credentials"})

    def refused(self, fault: str | None) -> Reply | None:
        """What a named fault answers instead."""
        raise NotImplementedError

    def answer(self, method: str, path: str, query: dict[str, str], data: dict[str, Any]) -> Reply:
        """The answer to an accepted request."""
        raise NotImplementedError

    def listed(
        self, author: str, query: dict[str, str], largest: int = 100
    ) -> tuple[list[Stored], int, bool]:
        """A page of the author's issues, its number, and whether another follows; what is just created comes later."""
        found = [issue for issue in self.issues.values() if issue.author.lower() == author.lower()]
        found = [issue for issue in found if issue.number not in self._unlisted]
        size = min(int(query.get("per_page", "30")), largest)
        page = int(query.get("page", "1"))
        more = len(found) > page * size
        if not more:
            self._unlisted.clear()
        return found[(page - 1) * size : page * size], page, more

    def store(self, title: str, body: str, author: str) -> Stored:
        """A new issue."""
        issue = self.add(title, body, author)
        self.created.append(issue.number)
        if self.lags:
            self._unlisted.add(issue.number)
        return issue

    def say(self, number: int, body: str, author: str) -> Said:
        """A comment of somebody on a pull request."""
        talk = self.issues[number].talk
        self.said += 1
        talk[self.said] = Said(self.said, body, author)
        return talk[self.said]

    def conversation(
        self, method: str, issue: Stored, comment: int | None, query: dict[str, str], body: str
    ) -> tuple[list[Said], int, bool]:
        """What a request to a pull request's comments makes or shows: comments, the page, whether another follows."""
        if comment is not None and comment not in issue.talk:
            raise Reply(404, {"message": "Not Found"})
        if method == "POST":
            return [self.say(issue.number, body, self.login)], 1, False
        if comment is None:
            size, page = int(query.get("per_page", "20")), int(query.get("page", "1"))
            found = list(issue.talk.values())
            return found[(page - 1) * size : page * size], page, len(found) > page * size
        said = issue.talk[comment]
        if said.author != self.login:
            raise Reply(403, {"message": "Forbidden"})
        if method == "DELETE":
            raise Reply(204, self.gone(issue, comment))
        said.body = body
        return [said], 1, False

    def gone(self, issue: Stored, comment: int) -> str:
        """Take a comment away; what is answered to that: nothing."""
        del issue.talk[comment]
        return ""

    def found(self, number: str) -> Stored:
        """The issue of that number."""
        issue = self.issues.get(int(number))
        if issue is None:
            raise Reply(404, {"message": "Not Found"})
        return issue


def _object(body: bytes) -> dict[str, Any]:
    try:
        data = json.loads(body) if body else {}
    except ValueError:
        raise Reply(400, {"message": "Problems parsing JSON"}) from None
    return data if isinstance(data, dict) else {}


class GitHubDouble(Double):
    """https://docs.github.com/en/rest/issues/issues for the repository `acme/shop`."""

    limit = 65_536
    repository = "acme/shop"
    installation = False
    disabled = False

    def check(self, headers: dict[str, str]) -> None:
        """Also counts: the primary limit."""
        if not headers.get("user-agent"):
            raise Reply(403, {"message": "Request forbidden by administrative rules."})
        super().check(headers)
        if headers.get("x-github-api-version") != "2022-11-28":
            raise Reply(400, {"message": "That version is not supported"})
        if self.clock >= self.reset:
            self.remaining, self.reset = 5_000, self.clock + 3600
        if self.remaining == 0:
            raise Reply(403, {"message": "API rate limit exceeded for user ID 1."}, self._counts())
        self.remaining -= 1

    def _counts(self) -> dict[str, str]:
        return {"x-ratelimit-remaining": str(self.remaining), "x-ratelimit-reset": str(int(self.reset))}

    def refused(self, fault: str | None) -> Reply | None:
        """As the pages on limits and troubleshooting have it."""
        secondary = {
            "message": "You have exceeded a secondary rate limit. Please wait a few minutes before you try again."
        }
        answers = {
            "503": Reply(503, {"message": "Service unavailable"}),
            "secondary": Reply(403, secondary, {"retry-after": "7"} | self._counts()),
            "secondary-bare": Reply(403, secondary, self._counts()),
            "429": Reply(429, {"message": "Too many requests"}, {"retry-after": "3"}),
            "409": Reply(409, {"message": "Conflict"}),
            "422": Reply(
                422,
                {
                    "message": "Validation Failed",
                    "errors": [{"resource": "Issue", "code": "invalid", "field": "title"}],
                },
            ),
        }
        return answers.get(fault or "")

    def answer(self, method: str, path: str, query: dict[str, str], data: dict[str, Any]) -> Reply:
        """The paths that a reminder needs."""
        if path == "/user":
            if self.installation:
                return Reply(403, {"message": "Resource not accessible by integration"}, self._counts())
            return Reply(200, {"login": self.login}, self._counts())
        if path == "/graphql" and method == "POST":
            assert "viewer" in data["query"]
            return Reply(200, {"data": {"viewer": {"login": self.login}}})
        if comment := re.fullmatch(rf"/repos/{self.repository}/issues/comments/(\d+)", path):
            named = int(comment[1])
            issue = next((one for one in self.issues.values() if named in one.talk), None)
            if issue is None:
                return Reply(404, {"message": "Not Found"})
            return self._talk(method, issue, named, query, data)
        match = re.fullmatch(rf"/repos/{self.repository}/issues(?:/(\d+)(/comments)?)?", path)
        if match is None:
            return Reply(404, {"message": "Not Found"})
        if self.disabled:
            return Reply(410, {"message": "Issues has been disabled in this repository."})
        number, comments = match.groups()
        if number is None:
            return self._create(data) if method == "POST" else self._list(query)
        issue = self.found(number)
        if comments and issue.pull_request:
            return self._talk(method, issue, None, query, data)
        if comments:
            issue.comments.append(self._body(data, required=True))
            return Reply(201, {"id": len(issue.comments)}, self._counts())
        if method == "PATCH":
            self._change(issue, data)
        return Reply(200, self._shown(issue), self._counts())

    def _talk(
        self, method: str, issue: Stored, comment: int | None, query: dict[str, str], data: dict[str, Any]
    ) -> Reply:
        body = self._body(data, required=True) if method in ("POST", "PATCH") else ""
        found, page, more = self.conversation(method, issue, comment, query, body)
        shown = [{"id": one.number, "body": one.body, "user": {"login": one.author}} for one in found]
        if method != "GET":
            return Reply(201 if method == "POST" else 200, shown[0], self._counts())
        address = f"{self.base}/repos/{self.repository}/issues/{issue.number}/comments?{urlencode(query | {'page': str(page + 1)})}"
        return Reply(200, shown, self._counts() | ({"link": f'<{address}>; rel="next"'} if more else {}))

    def _list(self, query: dict[str, str]) -> Reply:
        assert query["state"] == "all"
        page, number, more = self.listed(query["creator"], query)
        headers = self._counts()
        if more:
            again = urlencode(query | {"page": str(number + 1)})
            address = f"{self.base}/repositories/1/issues?{again}".replace(
                "/repositories/1/", f"/repos/{self.repository}/"
            )
            headers["link"] = f'<{address}>; rel="next", <{address}>; rel="last"'
        return Reply(200, [self._shown(issue) for issue in page], headers)

    def _create(self, data: dict[str, Any]) -> Reply:
        if not data.get("title"):
            return self._invalid("title", "missing_field")
        if self.unassignable & set(data.get("assignees", ())):
            return self._invalid("assignees", "invalid")
        issue = self.store(data["title"], self._body(data), self.login)
        issue.labels, issue.assignees = data.get("labels", []), data.get("assignees", [])
        return Reply(201, self._shown(issue), self._counts())

    def _change(self, issue: Stored, data: dict[str, Any]) -> None:
        issue.body = self._body(data) if "body" in data else issue.body
        issue.title = data.get("title", issue.title)
        if "state" in data:
            assert data["state"] in ("open", "closed")
            issue.open = data["state"] == "open"

    def _body(self, data: dict[str, Any], *, required: bool = False) -> str:
        body = data.get("body") or ""
        if len(body) > self.limit:
            raise self._invalid("body", "custom", "body is too long (maximum is 65536 characters)")
        if required and not body:
            raise self._invalid("body", "missing_field")
        return str(body)

    def _invalid(self, name: str, code: str, message: str = "") -> Reply:
        error = {"resource": "Issue", "field": name, "code": code, "message": message}
        return Reply(422, {"message": "Validation Failed", "errors": [error]})

    def _shown(self, issue: Stored) -> dict[str, Any]:
        return {
            "number": issue.number, "title": issue.title, "body": issue.body or None, "user": {"login": issue.author},
            "state": "open" if issue.open else "closed", "html_url": f"https://example.org/{issue.number}",
            "labels": [{"name": name} for name in issue.labels],
        } | ({"pull_request": {}} if issue.pull_request else {})  # fmt: skip


class GitLabDouble(Double):
    """https://docs.gitlab.com/api/issues/ for the project `acme/team/shop`, which is also number 42."""

    limit = 1_048_576
    prefix = "/api/v4"
    project = "acme/team/shop"

    def check(self, headers: dict[str, str]) -> None:
        """Also counts: the limit of Rack::Attack."""
        try:
            super().check(headers)
        except Reply:
            raise Reply(401, {"message": "401 Unauthorized"}) from None
        if self.clock >= self.reset:
            self.remaining, self.reset = 5_000, self.clock + 60
        if self.remaining == 0:
            raise Reply(429, "Retry later", self._counts())
        self.remaining -= 1

    def _counts(self) -> dict[str, str]:
        return {"RateLimit-Remaining": str(self.remaining), "RateLimit-Reset": str(int(self.reset))}

    def refused(self, fault: str | None) -> Reply | None:
        """As the page on limits has it; limits of an application come without any header."""
        often = {"message": {"error": "This endpoint has been requested too many times. Try again later."}}
        answers = {
            "503": Reply(503, "The server is overloaded"),
            "secondary": Reply(429, "Retry later", {"Retry-After": "7"} | self._counts()),
            "secondary-bare": Reply(429, often, self._counts()),
            "429": Reply(429, often, {"Retry-After": "3"}),
            "409": Reply(409, {"message": "409 Conflict"}),
            "422": Reply(422, {"message": "422 Unprocessable"}),
        }
        return answers.get(fault or "")

    def answer(self, method: str, path: str, query: dict[str, str], data: dict[str, Any]) -> Reply:
        """The paths that a reminder needs."""
        if path == "/user":
            return Reply(200, {"id": 7, "username": self.login}, self._counts())
        if path == "/users":
            wanted = query["username"]
            known = wanted not in self.unassignable
            return Reply(200, [{"id": sum(map(ord, wanted)), "username": wanted}] if known else [])
        if talk := re.fullmatch(r"/projects/([^/]+)/merge_requests/(\d+)/notes(?:/(\d+))?", path):
            return self._talk(method, self.found(talk[2]), talk[3], query, data)
        match = re.fullmatch(r"/projects/([^/]+)/issues(?:/(\d+)(/notes)?)?", path)
        if match is None or unquote(match[1]) not in (self.project, "42"):
            return Reply(404, {"message": "404 Project Not Found"})
        number, notes = match[2], match[3]
        if number is None:
            return self._create(data) if method == "POST" else self._list(query)
        issue = self.found(number)
        if notes:
            if not data.get("body"):
                return Reply(400, {"message": {"body": ["can't be blank"]}})
            issue.comments.append(data["body"])
            return Reply(201, {"id": len(issue.comments)}, self._counts())
        if method == "PUT":
            self._change(issue, data)
        return Reply(200, self._shown(issue), self._counts())

    def _talk(
        self, method: str, issue: Stored, comment: str | None, query: dict[str, str], data: dict[str, Any]
    ) -> Reply:
        if method in ("POST", "PUT") and not data.get("body"):
            return Reply(400, {"message": {"body": ["can't be blank"]}})
        found, page, more = self.conversation(method, issue, int(comment) if comment else None, query, data.get("body", ""))  # fmt: skip
        shown = [{"id": one.number, "body": one.body, "author": {"username": one.author}, "system": False} for one in found]  # fmt: skip
        if method != "GET":
            return Reply(201 if method == "POST" else 200, shown[0], self._counts())
        return Reply(200, shown, self._counts() | {"X-Next-Page": str(page + 1) if more else ""})

    def _list(self, query: dict[str, str]) -> Reply:
        assert (query["scope"], query["state"]) == ("all", "all")
        page, number, more = self.listed(query["author_username"], query)
        headers = self._counts() | {"X-Page": str(number), "X-Next-Page": str(number + 1) if more else ""}
        return Reply(200, [self._shown(issue) for issue in page], headers)

    def _create(self, data: dict[str, Any]) -> Reply:
        if not data.get("title"):
            return Reply(400, {"message": {"title": ["can't be blank"]}})
        issue = self.store(data["title"], self._description(data), self.login)
        issue.labels = data["labels"].split(",") if "labels" in data else []
        issue.assignees = [str(number) for number in data.get("assignee_ids", [])]
        return Reply(201, self._shown(issue), self._counts())

    def _change(self, issue: Stored, data: dict[str, Any]) -> None:
        issue.body = self._description(data) if "description" in data else issue.body
        issue.title = data.get("title", issue.title)
        if "state_event" in data:
            assert data["state_event"] in ("close", "reopen")
            issue.open = data["state_event"] == "reopen"

    def _description(self, data: dict[str, Any]) -> str:
        text = data.get("description") or ""
        if len(text) > self.limit:
            raise Reply(400, {"message": {"description": ["is too long (maximum is 1048576 characters)"]}})
        return str(text)

    def _shown(self, issue: Stored) -> dict[str, Any]:
        return {
            "id": 1000 + issue.number, "iid": issue.number, "title": issue.title, "description": issue.body or None,
            "author": {"id": 7, "username": issue.author}, "state": "opened" if issue.open else "closed",
            "web_url": f"https://example.org/{issue.number}", "labels": issue.labels,
        }  # fmt: skip


@contextmanager
def serving(double: Double) -> Iterator[Double]:
    """`double` on a free port of loopback."""

    class Handler(BaseHTTPRequestHandler):
        def respond(self) -> None:
            length = int(self.headers.get("content-length") or 0)
            headers = {name.lower(): value for name, value in self.headers.items()}
            reply = double.handle(self.command, self.path, headers, self.rfile.read(length))
            if reply is None:
                return  # the connection ends without a word
            text = reply.data if isinstance(reply.data, str) else json.dumps(reply.data)
            self.send_response_only(reply.status)
            self.send_header("Date", email.utils.formatdate(double.clock, usegmt=True))
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(text.encode())))
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(text.encode())

        do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = respond

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing: a test's output is its own."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    double.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield double
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def on_its_clock(double: Double) -> Iterator[None]:
    """Every client that is given no clock of its own goes by the double's: nobody sleeps."""
    real = CLOCK.wait, CLOCK.now
    object.__setattr__(CLOCK, "wait", double.wait)
    object.__setattr__(CLOCK, "now", lambda: double.clock)
    try:
        yield
    finally:
        object.__setattr__(CLOCK, "wait", real[0])
        object.__setattr__(CLOCK, "now", real[1])

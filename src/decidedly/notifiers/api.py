"""A JSON API over HTTP: bounded waits, one host, a token that is never shown.

What a rate limit looks like is much the same at GitHub
(https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit) and GitLab
(https://docs.gitlab.com/administration/settings/user_and_ip_rate_limits/#response-headers).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from decidedly import __version__
from decidedly.notifiers.secrecy import redacted
from decidedly.notifiers.tracker import Conflict, Invalid, TrackerError
from decidedly.printable import line

if TYPE_CHECKING:
    import ssl

    import httpx2

PATIENCE = 120.0
"""Seconds that a run waits in all, for rate limits and for a service that is down, before it gives up."""

TIMEOUT = 30.0
"""Seconds for each step of a request; GitHub itself ends requests after ten."""

ATTEMPTS = 4
HOPS = 3
LIMIT = 64_000_000
"""Bytes of an answer: a hundred issues as long as they can be are less."""

_MOVED = (301, 302, 307, 308)
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class Answer:
    """What the service answered: the JSON in it, or None; header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    data: Any = None

    @property
    def message(self) -> str:
        """The reason that an error gives in `message` or `error`, as one line of at most 200 characters."""
        data = self.data if isinstance(self.data, dict) else {}
        words = data.get("message") or data.get("error_description") or data.get("error") or ""
        details = data.get("errors")
        for one in details if isinstance(details, list) else ():
            if isinstance(one, dict):
                words = f"{words}; {' '.join(str(one[key]) for key in ('field', 'code', 'message') if one.get(key))}"
        return line(str(words))[:200]


@dataclass(frozen=True, slots=True)
class Clock:
    """How a client waits, and what it takes for the time."""

    wait: Callable[[float], None] = time.sleep
    now: Callable[[], float] = time.time


CLOCK = Clock()


@dataclass
class Api:
    """Requests to one API. `base` has no final slash; `hints` say what to do about an answer of that status.

    `patience` is how many seconds are waited in all, `pace` those between two writes. Raises TrackerError for an address
    that may not be used.
    """

    name: str
    base: str
    token: str = field(repr=False)
    headers: Mapping[str, str] = field(default_factory=dict)
    hints: Mapping[int, str] = field(default_factory=dict)
    patience: float = PATIENCE
    pace: float = 0.0
    clock: Clock = CLOCK
    _written: bool = False

    def __post_init__(self) -> None:
        try:
            import httpx2
        except ModuleNotFoundError:
            raise TrackerError(
                f'{self.name}: install what it needs with pip install "decidedly[alerts]"'
            ) from None
        parts = urlsplit(self.base)
        if parts.scheme not in ("https", "http") or not parts.hostname or parts.username or parts.query:
            raise TrackerError(
                f"{self.name}: “{line(self.base)}” is no address of an API; write https://HOST/PATH"
            )
        if parts.scheme == "http" and parts.hostname not in _LOOPBACK:
            raise TrackerError(
                f"{self.name}: {line(self.base)} would show the token to the network; write https://"
            )
        if not self.token.isascii() or not self.token.isprintable() or " " in self.token:
            raise TrackerError(f"{self.name}: the token has characters that no token has; set it again")
        agent = {"User-Agent": f"decidedly/{__version__}", "Authorization": f"Bearer {self.token}"}
        alone = httpx2.Limits(max_keepalive_connections=0)  # few requests, minutes apart: none is left open
        self._client = httpx2.Client(
            headers={**agent, **self.headers},
            timeout=TIMEOUT,
            follow_redirects=False,
            limits=alone,
            verify=_trust(),
        )

    def get(self, path: str, params: Mapping[str, str | int] | None = None) -> Answer:
        """Read `path` (or a whole address on the same host); tried again while the service is down."""
        return self._request("GET", path, params=params, repeatable=True)

    def send(self, method: str, path: str, data: Mapping[str, Any], *, repeatable: bool) -> Answer:
        """Write `data`. What is not `repeatable` is sent again only where it has surely not been carried out."""
        if self._written and self.pace:
            self.clock.wait(self.pace)
        self._written = True
        return self._request(method, path, data=data, repeatable=repeatable)

    def ask(self, address: str, data: Mapping[str, Any]) -> Answer:
        """Ask a question that has to be posted (GraphQL): like `get`."""
        return self._request("POST", address, data=data, repeatable=True)

    def pause(self, seconds: float) -> None:
        """Wait, as long as there is patience left."""
        if seconds <= self.patience:
            self.patience -= seconds
            self.clock.wait(seconds)

    def same_host(self, address: str) -> bool:
        """Whether `address` is on the host that gets the token."""
        ours, theirs = urlsplit(self.base), urlsplit(address)
        return (ours.scheme, ours.netloc) == (theirs.scheme, theirs.netloc)

    # ------------------------------------------------------------------------------------------------ one request

    def _request(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, str | int] | None = None,
        data: Mapping[str, Any] | None = None,
        repeatable: bool,
    ) -> Answer:
        address = path if "://" in path else self.base + path
        what = f"{method} {urlsplit(address).path}"
        hops = 0
        attempt = 0
        while True:
            attempt += 1
            answer = self._once(
                method, address, params, data, what, last=attempt >= ATTEMPTS, repeatable=repeatable
            )
            if answer is None:
                self._pause(2.0 ** (attempt - 1), what, "does not answer")
            elif answer.status in _MOVED:
                hops += 1
                address, params = self._moved(address, answer, what, hops), None
                attempt -= 1
            elif (seconds := _limited(answer, attempt, self.clock.now)) is not None:
                if attempt >= ATTEMPTS:
                    raise self._error(answer, what)
                self._pause(seconds, what, "limits how often it is asked")
            elif answer.status >= 500 and repeatable and attempt < ATTEMPTS:
                self._pause(2.0 ** (attempt - 1), what, f"answers {answer.status}")
            elif answer.status >= 400:
                raise self._error(answer, what)
            else:
                return answer

    def _once(
        self,
        method: str,
        address: str,
        params: Mapping[str, str | int] | None,
        data: Mapping[str, Any] | None,
        what: str,
        *,
        last: bool,
        repeatable: bool,
    ) -> Answer | None:
        """One exchange; None where none was had and another may be tried."""
        import httpx2

        unsent = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout)
        try:
            with self._client.stream(method, address, params=params, json=data) as response:
                return Answer(
                    response.status_code,
                    {name.lower(): value for name, value in response.headers.items()},
                    self._json(response),
                )
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            if not last and (repeatable or isinstance(error, unsent)):
                return None
            slow = isinstance(error, httpx2.TimeoutException)
            why = (
                f"no answer within {TIMEOUT:.0f} seconds"
                if slow
                else self._clean(str(error)) or "the connection broke"
            )
            raise TrackerError(
                f"{self.name}: {what}: {why}", uncertain=method != "GET" and not isinstance(error, unsent)
            ) from None

    def _json(self, response: httpx2.Response) -> Any:
        import json

        body = bytearray()
        for part in response.iter_bytes():
            body += part
            if len(body) > LIMIT:
                raise TrackerError(f"{self.name}: an answer of more than {LIMIT:,} bytes; is that its API?")
        try:
            return json.loads(bytes(body)) if body else None
        except (ValueError, RecursionError):
            if response.is_success:
                raise TrackerError(
                    f"{self.name}: {line(self.base)} answers something else than JSON; is that its API?",
                    uncertain=response.request.method != "GET",
                ) from None
            return None

    def _moved(self, address: str, answer: Answer, what: str, hops: int) -> str:
        """Where the request belongs. GitHub: "the request should be repeated verbatim to the URI in Location", see
        https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api#follow-redirects
        """
        target = urljoin(address, answer.headers.get("location", ""))
        if hops > HOPS or not answer.headers.get("location") or not self.same_host(target):
            raise TrackerError(
                f"{self.name}: {what}: it sends us elsewhere ({self._clean(target)}); "
                "name the address and the repository as they are now"
            )
        return target

    def _pause(self, seconds: float, what: str, why: str) -> None:
        if seconds > self.patience:
            until = datetime.fromtimestamp(self.clock.now() + seconds, UTC)
            raise TrackerError(f"{self.name}: {what}: it {why}; try again after {until:%H:%M} UTC")
        self.patience -= seconds
        self.clock.wait(seconds)

    def _error(self, answer: Answer, what: str) -> TrackerError:
        said = self._clean(answer.message)
        hint = self.hints.get(answer.status, "")
        message = (
            f"{self.name}: {what}: {answer.status}{f': {said}' if said else ''}{f'; {hint}' if hint else ''}"
        )
        if answer.status == 409:
            return Conflict(message, 409)
        if answer.status in (400, 422):
            return Invalid(message, answer.status, _fields(answer.data))
        return TrackerError(message, answer.status, uncertain=answer.status >= 500)

    def _clean(self, text: str) -> str:
        return redacted(text, (self.token,))


@cache
def _trust() -> ssl.SSLContext:
    """The certificates that are trusted: reading them takes a tenth of a second."""
    import httpx2

    return httpx2.create_ssl_context()


def _limited(answer: Answer, attempt: int, now: Callable[[], float]) -> float | None:
    """Seconds to wait where the answer is a rate limit, else None.

    As documented: `retry-after` first, then the moment in `x-ratelimit-reset` where nothing remains, else a minute, and
    each time twice as long. A 403 without any sign of a limit is a question of rights.
    """
    if answer.status not in (403, 429):
        return None
    headers = answer.headers
    after = headers.get("retry-after", "")
    if after.isascii() and after.isdigit():
        return max(1.0, float(after))
    moment = _date(headers.get("date", ""))
    there = now() if moment is None else moment  # their clock counts: ours may be wrong
    until = _date(after)
    if until is not None:
        return max(1.0, until - there)
    for prefix in ("x-ratelimit-", "ratelimit-"):
        reset = headers.get(f"{prefix}reset", "")
        if headers.get(f"{prefix}remaining", "").strip() == "0" and reset.isascii() and reset.isdigit():
            return max(1.0, float(reset) - there + 1)
    if answer.status == 429 or "rate limit" in answer.message.lower():
        return float(60 * 2 ** (attempt - 1))
    return None


def _date(words: str) -> float | None:
    try:
        return parsedate_to_datetime(words).timestamp()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _fields(data: Any) -> tuple[str, ...]:
    """The names of the fields that an answer 422 (GitHub: `errors`) or 400 (GitLab: `message`) complains of."""
    if not isinstance(data, dict):
        return ()
    errors = data.get("errors")
    if isinstance(errors, list):
        return tuple(str(one.get("field", "")) for one in errors if isinstance(one, dict))
    message = data.get("message")
    return tuple(map(str, message)) if isinstance(message, dict) else ()

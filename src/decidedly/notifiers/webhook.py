"""Reminders as signed JSON, posted to one address.

`[remind.webhook]`: `url-env` and `secret-env`, the names of environment variables. The address comes from the environment
alone: whoever can change a file of the repository can't make us call anything.

Each request has `Idempotency-Key`, the same whenever a message is sent again, and
`X-Decidedly-Signature: t=SECONDS,v1=HEX`: the HMAC-SHA256 of `SECONDS.BODY` under the secret.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from decidedly import __version__
from decidedly.notices import Digest, Message, Table
from decidedly.notices.data import message_data
from decidedly.notices.words import counted
from decidedly.notifiers.kind import Delivery, Kind, Notifier, NotifierError, Surroundings
from decidedly.notifiers.secrecy import redacted, secret

if TYPE_CHECKING:
    import httpx2

TIMEOUT = 20.0
"""Seconds for each step of a request."""

PAUSES = (1.0, 4.0)
"""Seconds before another try, where the receiver is not there or says that it has failed."""

_LOOPBACK = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class Webhook(Notifier):
    """Posts to `url`, signed with `key`."""

    url: str = field(repr=False)
    key: bytes = field(repr=False)
    pauses: tuple[float, ...] = PAUSES
    name: str = "webhook"
    lacking: str = ""

    @property
    def where(self) -> str:
        """The host alone: the rest of the address may be a secret."""
        return self.lacking or urlsplit(self.url).hostname or "the receiver"

    def deliver(self, digest: Digest) -> Delivery:
        """Post each message; any 2xx is an answer. Stops at the first that is not answered for."""
        import httpx2

        answered: set[str] = set()
        with httpx2.Client(timeout=TIMEOUT, follow_redirects=False) as client:
            for message in digest.messages:
                try:
                    self._post(client, message, digest)
                except NotifierError as error:
                    raise NotifierError(str(error), answered, error.doubtful) from None
                answered.update(message.keys)
        return Delivery(frozenset(answered), f"{counted(len(digest.new))} to {self.where}")

    def _post(self, client: httpx2.Client, message: Message, digest: Digest) -> None:
        """Post one message, some times over. Raises NotifierError."""
        body = self.body(message, digest)
        doubtful: set[str] = set()
        words = ""
        for pause in (0.0, *self.pauses):
            time.sleep(pause)
            status, words, maybe = self._once(client, body, message.id)
            if 200 <= status < 300:
                return
            doubtful |= {message.id} if maybe else set()
            if status and status < 500 and status not in (408, 425, 429):
                break
        raise NotifierError(f"{self.where} {words}", (), doubtful)

    def _once(self, client: httpx2.Client, body: bytes, name: str) -> tuple[int, str, bool]:
        """The status (0 without one), what went wrong in words, and whether the message may have arrived all the same."""
        import httpx2

        headers = {
            "Content-Type": "application/json",
            "User-Agent": f"decidedly/{__version__}",
            "Idempotency-Key": name,
            "X-Decidedly-Signature": self.signature(body, int(time.time())),
        }
        try:
            with client.stream("POST", self.url, content=body, headers=headers) as response:
                status = response.status_code
        except (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout) as error:
            return 0, f"can't be reached: {self._safe(error)}", False
        except httpx2.TimeoutException:
            return 0, f"did not answer within {TIMEOUT:.0f} seconds", True
        except (httpx2.HTTPError, httpx2.InvalidURL, ValueError) as error:
            return 0, f"broke off: {self._safe(error)}", True
        if 300 <= status < 400:
            return (
                status,
                f"answered {status}: it sends us elsewhere, which is not followed; set the new address",
                False,
            )
        return status, f"answered {status}", status >= 500

    def _safe(self, error: Exception) -> str:
        return redacted(str(error) or type(error).__name__, (self.url, self.key.decode("utf-8", "replace")))

    def body(self, message: Message, digest: Digest) -> bytes:
        """The JSON of a message, in ASCII."""
        return json.dumps(message_data(message, digest), ensure_ascii=True).encode("ascii")

    def signature(self, body: bytes, seconds: int) -> str:
        """The value of the signature's header for a request sent at that moment (seconds since 1970)."""
        made = hmac.new(self.key, f"{seconds}.".encode("ascii") + body, hashlib.sha256).hexdigest()
        return f"t={seconds},v1={made}"

    def preview(self, digest: Digest) -> str:
        """Each request as it would be posted, without its address and signature."""
        return "\n\n".join(
            f"POST to {self.where}\nIdempotency-Key: {message.id}\n\n"
            + json.dumps(message_data(message, digest), ensure_ascii=True, indent=2)
            for message in digest.messages
        )


def make(table: Table, surroundings: Surroundings) -> Webhook:
    """The channel from its table. Raises SettingsError and NotifierError."""
    table.only(("url-env", "secret-env"))
    names = table.variable("url-env", "ADR_WEBHOOK_URL"), table.variable("secret-env", "ADR_WEBHOOK_SECRET")
    url, key = (secret(surroundings.environment, name) for name in names)
    if surroundings.dry:
        return Webhook("", b"", lacking=f"the address in {names[0]}")
    for name, value in zip(names, (url, key), strict=True):
        if not value:
            raise NotifierError(f"{name} is not set in the environment")
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        parts, host = urlsplit(""), ""
    if parts.scheme not in ("https", "http") or not host or any(ord(char) <= 32 for char in url):
        raise NotifierError(f"{names[0]} holds no address that begins with https://")
    if parts.scheme == "http" and host not in _LOOPBACK:
        raise NotifierError(f"{names[0]} holds an address that begins with http://; use https://")
    try:
        import httpx2  # noqa: F401
    except ModuleNotFoundError:
        raise NotifierError('install what it needs with pip install "decidedly[alerts]"') from None
    return Webhook(url, key.encode("utf-8", "surrogateescape"))


KIND = Kind("webhook", make)

"""GitHub's issues, through its REST API: github.com and Enterprise Server.

https://docs.github.com/en/rest/issues/issues (create, list, get, update), …/rest/issues/comments,
…/rest/using-the-rest-api/using-pagination-in-the-rest-api (the `link` header).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from decidedly.notices import Table
from decidedly.notifiers.api import CLOCK, PATIENCE, Api, Clock
from decidedly.notifiers.kind import Kind, NotifierError, Surroundings
from decidedly.notifiers.secrecy import secret
from decidedly.notifiers.service import Keys, Service
from decidedly.notifiers.tracker import Comment, Invalid, Issue, TrackerError
from decidedly.notifiers.tracking import KEYS, Tracking, channel, remote_path
from decidedly.printable import line

BASE = "https://api.github.com"
VERSION = "2022-11-28"
"""https://docs.github.com/en/rest/about-the-rest-api/api-versions"""

PAGES = 100
"""Pages of a hundred issues: whoever has written more issues than that is not only us."""

_NEXT = re.compile(r'<([^<>]*)>\s*;[^,]*\brel="?next"?')


class GitHub(Service):
    """The issues of one repository, `OWNER/NAME`. `authors` are trusted beside the token's own user. `right` is
    the permission that a workflow's token needs.

    Raises TrackerError for names and addresses that can't be.
    """

    name = "GitHub"
    keys = Keys("number", "body", "user", "html_url", "open", "login")
    asks = 'name the author of its issues in [remind.github]: author = "NAME"'
    limit = 65_536
    """https://github.com/orgs/community/discussions/27190: "body is too long (maximum is 65536 characters)"."""

    def __init__(
        self,
        repository: str,
        token: str,
        *,
        base: str = BASE,
        authors: tuple[str, ...] = (),
        patience: float = PATIENCE,
        clock: Clock = CLOCK,
        right: str = "issues",
    ) -> None:
        if not re.fullmatch(r"[\w.-]+/[\w.-]+", repository, re.ASCII) or ".." in repository:
            raise TrackerError(f"GitHub: “{line(repository)}” is no repository; write OWNER/NAME")
        api = Api(
            self.name,
            base.rstrip("/"),
            token,
            headers={"Accept": "application/vnd.github+json", "X-GitHub-Api-Version": VERSION},
            hints={
                401: "the token is not accepted: it is wrong, or has expired",
                403: f"the token may not do that; in a workflow give it permissions: {right}: write",
                404: f"there is no {repository}, or the token may not see it",
                410: f"{repository} has its issues switched off; switch them on in its settings",
            },
            patience=patience,
            pace=1.0,  # "wait at least one second between each request" that writes, say its best practices
            clock=clock,
        )
        super().__init__(repository, f"/repos/{repository}/issues", api, authors)

    def _own(self) -> str:
        """See Service. A workflow's token may not ask for its user by REST, but by GraphQL, where it is
        `github-actions[bot]`."""
        try:
            return self._login(self._api.get("/user").data)
        except TrackerError as error:
            if error.status not in (403, 404):
                raise
        base = self._api.base
        address = (
            base.removesuffix("/api/v3") + "/api/graphql" if base.endswith("/api/v3") else base + "/graphql"
        )
        try:
            data = self._api.send(
                "POST", address, {"query": "query { viewer { login } }"}, repeatable=True
            ).data
        except TrackerError:
            return ""
        found = data.get("data") if isinstance(data, dict) else None
        return self._login(found.get("viewer")) if isinstance(found, dict) else ""

    def _written_by(self, author: str) -> Iterator[Mapping[str, Any]]:
        params: dict[str, str | int] = {
            "creator": author, "state": "all", "sort": "created", "direction": "asc", "per_page": 100,
        }  # fmt: skip
        many = (
            f"GitHub: {author} has written more than {PAGES * 100:,} issues in {self.where}; "
            "use a token of a user of its own"
        )
        return (entry for entry in self._pages(self._path, params, many) if "pull_request" not in entry)

    def _pages(
        self, path: str, params: Mapping[str, str | int] | None, otherwise: str
    ) -> Iterator[dict[str, Any]]:
        """Every entry of a list, page by page. Raises TrackerError with `otherwise` where there is no end of pages."""
        for _ in range(PAGES):
            answer = self._api.get(path, params)
            yield from (one for one in answer.data if isinstance(one, dict)) if isinstance(answer.data, list) else ()  # fmt: skip
            match = _NEXT.search(answer.headers.get("link", ""))
            if match is None:
                return
            path, params = match[1], None
            if not self._api.same_host(path):
                raise TrackerError(f"GitHub: its next page is on another host ({line(path)[:200]})")
        raise TrackerError(otherwise)

    def create(self, title: str, body: str, labels: tuple[str, ...], assignees: tuple[str, ...]) -> Issue:
        """See Tracker. Who can't be assigned is left out: a reminder without an assignee is better than none."""
        data: dict[str, Any] = {"title": title, "body": body}
        data |= {"labels": list(labels)} if labels else {}
        extra = {"assignees": list(assignees)} if assignees else {}
        try:
            return self._read(self._api.send("POST", self._path, data | extra, repeatable=False).data)
        except Invalid as error:
            if not extra or not {"assignees", "assignee"} & set(error.fields):
                raise
            self.notes.append(f"GitHub: {', '.join(assignees)} can't be assigned issues of {self.where}")
            return self._read(self._api.send("POST", self._path, data, repeatable=False).data)

    def update(
        self, number: int, *, title: str | None = None, body: str | None = None, is_open: bool | None = None
    ) -> Issue:
        """See Tracker."""
        data: dict[str, Any] = {"title": title, "body": body}
        if is_open is not None:
            data |= {"state": "open", "state_reason": "reopened"} if is_open else {"state": "closed", "state_reason": "completed"}  # fmt: skip
        data = {key: value for key, value in data.items() if value is not None}
        return self._read(self._api.send("PATCH", f"{self._path}/{number}", data, repeatable=True).data)

    def comment(self, number: int, text: str) -> None:
        """See Tracker."""
        self._api.send("POST", f"{self._path}/{number}/comments", {"body": text}, repeatable=False)

    def comments(self, number: int) -> list[Comment]:
        """See Conversations: a pull request is an issue, too."""
        many = f"GitHub: #{number} has more than {PAGES * 100:,} comments"
        found = self._pages(f"{self._path}/{number}/comments", {"per_page": 100}, many)
        read = [Comment(one["id"], str(one.get("body") or ""), self._login(one.get("user"))) for one in found if isinstance(one.get("id"), int)]  # fmt: skip
        return [one for one in read if one.author in self.authors]

    def rewrite(self, number: int, comment: int, text: str) -> None:
        """See Conversations."""
        self._api.send("PATCH", f"{self._path}/comments/{comment}", {"body": text}, repeatable=True)

    def remove(self, number: int, comment: int) -> None:
        """See Conversations."""
        self._api.send("DELETE", f"{self._path}/comments/{comment}", {}, repeatable=True)


def make(table: Table, surroundings: Surroundings) -> Tracking:
    """The channel from its table. Raises SettingsError and NotifierError.

    The repository is the one that `repository` names, else the workflow's own, else the one that
    `repository` of the whole configuration or git's remote names.
    """
    table.only((*KEYS, "repository"))
    named = table.text("repository") or secret(surroundings.environment, "GITHUB_REPOSITORY")
    name = named or remote_path(surroundings, "github")
    if not name:
        raise NotifierError(f"which repository? Set {table.where('repository')} to “OWNER/NAME”")
    hint = "in a workflow, env: GITHUB_TOKEN: ${{ github.token }} and permissions: issues: write"
    return channel(
        table,
        surroundings,
        name="github",
        defaults={"token-env": "GITHUB_TOKEN", "url-env": "GITHUB_API_URL", "url": BASE, "hint": hint},
        connect=lambda access: GitHub(
            name, access.token, base=access.base, authors=access.authors, patience=access.patience
        ),
    )


KIND = Kind("github", make, keeps_state=True)

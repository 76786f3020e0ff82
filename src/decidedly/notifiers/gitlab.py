"""GitLab's issues, through its REST API: gitlab.com and self-managed.

https://docs.gitlab.com/api/issues/ (list, get, new, edit), https://docs.gitlab.com/api/notes/ (comments),
https://docs.gitlab.com/api/rest/#pagination (`x-next-page`, else the `link` header of keyset pagination).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from decidedly.notices import Table
from decidedly.notifiers.api import CLOCK, PATIENCE, Answer, Api, Clock
from decidedly.notifiers.kind import Kind, NotifierError, Surroundings
from decidedly.notifiers.secrecy import secret
from decidedly.notifiers.service import Keys, Service
from decidedly.notifiers.tracker import Issue, TrackerError
from decidedly.notifiers.tracking import KEYS, Tracking, channel, remote_path
from decidedly.printable import line

BASE = "https://gitlab.com/api/v4"
PAGES = 200
PER_PAGE = 50

_NEXT = re.compile(r'<([^<>]*)>\s*;[^,]*\brel="?next"?')


class GitLab(Service):
    """The issues of one project, by its number or its path (`group/sub/name`). `authors` as for GitHub.

    Raises TrackerError for names and addresses that can't be.
    """

    name = "GitLab"
    keys = Keys("iid", "description", "author", "web_url", "opened", "username")
    asks = 'name the author in [remind.gitlab]: author = "NAME"'
    limit = 1_048_576
    """https://docs.gitlab.com/api/issues/#new-issue: "Limited to 1,048,576 characters"."""

    def __init__(
        self,
        project: str,
        token: str,
        *,
        base: str = BASE,
        authors: tuple[str, ...] = (),
        patience: float = PATIENCE,
        clock: Clock = CLOCK,
    ) -> None:
        if not re.fullmatch(r"\d+|[\w.-]+(/[\w.-]+)+", project, re.ASCII) or ".." in project:
            raise TrackerError(f"GitLab: “{line(project)}” is no project; write its number or GROUP/NAME")
        api = Api(
            self.name,
            base.rstrip("/"),
            token,
            hints={
                401: "the token is not accepted: it is wrong, has expired, or is a job's (which may not write issues)",
                403: "the token may not do that; it needs the scope api and the role Planner or higher",
                404: f"there is no project {project} with issues switched on, or the token may not see it",
            },
            patience=patience,
            clock=clock,
        )
        super().__init__(project, f"/projects/{quote(project, safe='')}/issues", api, authors)

    def _own(self) -> str:
        """See Service. For a project's token it is a bot."""
        return self._login(self._api.get("/user").data)

    def _written_by(self, author: str) -> Iterator[Mapping[str, Any]]:
        params: dict[str, str | int] = {
            "author_username": author, "scope": "all", "state": "all", "order_by": "created_at", "sort": "asc", "per_page": PER_PAGE,
        }  # fmt: skip
        many = (
            f"GitLab: {author} has written more than {PAGES * PER_PAGE:,} issues in {self.where}; "
            "use a token of a user of its own"
        )
        return self._pages(self._path, params, many)

    def _pages(self, path: str, params: Mapping[str, str | int], otherwise: str) -> Iterator[dict[str, Any]]:
        """Every entry of a list, page by page. Raises TrackerError with `otherwise` where there is no end of pages."""
        answer: Answer | None = self._api.get(path, params)
        for _ in range(PAGES):
            if answer is None:
                return
            yield from (one for one in answer.data if isinstance(one, dict)) if isinstance(answer.data, list) else ()  # fmt: skip
            answer = self._following(path, answer, params)
        if answer is not None:
            raise TrackerError(otherwise)

    def _following(self, path: str, answer: Answer, params: Mapping[str, str | int]) -> Answer | None:
        """The next page: by its number where there is one, for links may name a host behind a proxy."""
        page = answer.headers.get("x-next-page", "").strip()
        if page.isascii() and page.isdigit():
            return self._api.get(path, {**params, "page": page})
        match = None if page else _NEXT.search(answer.headers.get("link", ""))
        if match is None:
            return None
        if not self._api.same_host(match[1]):
            raise TrackerError(f"GitLab: its next page is on another host ({line(match[1])[:200]})")
        return self._api.get(match[1])

    def create(self, title: str, body: str, labels: tuple[str, ...], assignees: tuple[str, ...]) -> Issue:
        """See Tracker. Users are assigned by number, so each is looked up; who is not there is left out."""
        data: dict[str, Any] = {"title": title, "description": body}
        data |= {"labels": ",".join(labels)} if labels else {}
        numbers = [number for name in assignees if (number := self._user(name)) is not None]
        data |= {"assignee_ids": numbers} if numbers else {}
        return self._read(self._api.send("POST", self._path, data, repeatable=False).data)

    def update(
        self, number: int, *, title: str | None = None, body: str | None = None, is_open: bool | None = None
    ) -> Issue:
        """See Tracker."""
        event = None if is_open is None else "reopen" if is_open else "close"
        data = {"title": title, "description": body, "state_event": event}
        data = {key: value for key, value in data.items() if value is not None}
        return self._read(self._api.send("PUT", f"{self._path}/{number}", data, repeatable=True).data)

    def comment(self, number: int, text: str) -> None:
        """See Tracker."""
        self._api.send("POST", f"{self._path}/{number}/notes", {"body": text}, repeatable=False)

    def _user(self, name: str) -> int | None:
        data = self._api.get("/users", {"username": name}).data
        for entry in data if isinstance(data, list) else ():
            if self._login(entry) == name.lower() and isinstance(entry.get("id"), int):
                return int(entry["id"])
        self.notes.append(f"GitLab: there is no user {line(name)} to be assigned")
        return None


def make(table: Table, surroundings: Surroundings) -> Tracking:
    """The channel from its table. Raises SettingsError and NotifierError.

    The project is the one that `project` names, else the pipeline's own, else the one that
    `repository` of the whole configuration or git's remote names.
    """
    table.only((*KEYS, "project"))
    named = table.text("project") or secret(surroundings.environment, "CI_PROJECT_ID")
    name = named or remote_path(surroundings, "gitlab")
    if not name:
        raise NotifierError(f"which project? Set {table.where('project')} to its number or “GROUP/NAME”")
    hint = "make a project access token (role Planner, scope api) and add it as a masked CI/CD variable"
    return channel(
        table,
        surroundings,
        name="gitlab",
        defaults={"token-env": "GITLAB_TOKEN", "url-env": "CI_API_V4_URL", "url": BASE, "hint": hint},
        connect=lambda access: GitLab(
            name, access.token, base=access.base, authors=access.authors, patience=access.patience
        ),
    )


KIND = Kind("gitlab", make, keeps_state=True)

"""One comment on a pull request (GitLab: a merge request), found again by its first line, and gone when there is nothing to say."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

from decidedly.notifiers.github import BASE as GITHUB
from decidedly.notifiers.github import GitHub
from decidedly.notifiers.gitlab import BASE as GITLAB
from decidedly.notifiers.gitlab import GitLab
from decidedly.notifiers.kind import NotifierError
from decidedly.notifiers.secrecy import secret
from decidedly.notifiers.tracker import Comment, Conversations, TrackerError

LONGEST = 60_000
"""Characters of a comment; GitHub takes 65,536."""

_PULL = re.compile(r"refs/pull/(\d+)/")


class NoPullRequestError(Exception):
    """This is no job of a pull request."""

    exit_code = 2


class MergeRequests(GitLab):
    """The merge requests of a project instead of its issues: https://docs.gitlab.com/api/notes/#merge-requests"""

    def _notes(self, number: int) -> str:
        return f"{self._path.removesuffix('/issues')}/merge_requests/{number}/notes"

    def comments(self, number: int) -> list[Comment]:
        """See Conversations."""
        found = self._pages(
            self._notes(number),
            {"sort": "asc", "order_by": "created_at", "per_page": 50},
            f"GitLab: !{number} has too many comments",
        )
        read = [
            Comment(one["id"], str(one.get("body") or ""), _username(one.get("author")))
            for one in found
            if isinstance(one.get("id"), int) and not one.get("system")
        ]
        return [one for one in read if one.author in self.authors]

    def comment(self, number: int, text: str) -> None:
        """See Conversations."""
        self._api.send("POST", self._notes(number), {"body": text}, repeatable=False)

    def rewrite(self, number: int, comment: int, text: str) -> None:
        """See Conversations."""
        self._api.send("PUT", f"{self._notes(number)}/{comment}", {"body": text}, repeatable=True)

    def remove(self, number: int, comment: int) -> None:
        """See Conversations."""
        self._api.send("DELETE", f"{self._notes(number)}/{comment}", {}, repeatable=True)


def _username(data: object) -> str:
    name = data.get("username") if isinstance(data, dict) else None
    return name.lower() if isinstance(name, str) else ""


def keep(place: Conversations, number: int, marker: str, text: str) -> str:
    """Bring the comment that begins with `marker` up to date with `text`, which begins so ("": take it away).

    It is written only when its text is another; duplicates go. Returns in words what was done; raises TrackerError.
    """
    ours = [one for one in place.comments(number) if one.body.startswith(marker)]
    kept = ours[:1] if text else []
    for one in ours[len(kept) :]:
        place.remove(number, one.number)
    if not kept:
        if text:
            place.comment(number, text)
        return "written" if text else "taken away" if ours else "nothing to say"
    if _plain(kept[0].body) == _plain(text):
        return "as before"
    place.rewrite(number, kept[0].number, text)
    return "brought up to date"


def _plain(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").strip().split("\n"))


def keep_here(environment: Mapping[str, str], marker: str, text: str) -> str:
    """The same on the pull request whose job this is, as the variables of GitHub Actions or GitLab CI have it.

    Raises NoPullRequestError elsewhere, and NotifierError for what could not be written.
    """
    place, number = _here(environment)
    if len(text) > LONGEST:
        text = text[: text.rindex("\n- ", 0, LONGEST)] + "\n\nAnd more: `adr for` lists all.\n"
    try:
        return keep(place, number, marker, text)
    except TrackerError as error:
        raise NotifierError(str(error)) from None


def _here(environment: Mapping[str, str]) -> tuple[Conversations, int]:
    merge_request = secret(environment, "CI_MERGE_REQUEST_IID")
    pull_request = _pull_request(environment)
    try:
        if merge_request.isascii() and merge_request.isdigit():
            token = _token(environment, "GITLAB_TOKEN", "a project access token with the scope api, as a masked variable")  # fmt: skip
            project = secret(environment, "CI_MERGE_REQUEST_PROJECT_ID") or secret(environment, "CI_PROJECT_ID")  # fmt: skip
            base = secret(environment, "CI_API_V4_URL") or GITLAB
            return MergeRequests(project, token, base=base), int(merge_request)
        if pull_request is not None:
            token = _token(environment, "GITHUB_TOKEN", "env: GITHUB_TOKEN: ${{ github.token }} and permissions: pull-requests: write")  # fmt: skip
            base = secret(environment, "GITHUB_API_URL") or GITHUB
            return GitHub(secret(environment, "GITHUB_REPOSITORY"), token, base=base, right="pull-requests"), pull_request  # fmt: skip
    except TrackerError as error:
        raise NotifierError(str(error)) from None
    raise NoPullRequestError(
        "--comment: this is no job of a pull request on GitHub or of a merge request on GitLab; "
        "--format markdown prints what would be written"
    )


def _token(environment: Mapping[str, str], name: str, how: str) -> str:
    token = secret(environment, name)
    if not token:
        raise NotifierError(f"{name} is not set in the environment: {how}")
    return token


def _pull_request(environment: Mapping[str, str]) -> int | None:
    """The number that the event of this job names, or its ref."""
    if found := _PULL.match(secret(environment, "GITHUB_REF")):
        return int(found[1])
    path = secret(environment, "GITHUB_EVENT_PATH")
    try:
        event = json.loads(Path(path).read_text(encoding="utf-8")) if path else {}
    except (OSError, ValueError):
        return None
    about = event.get("pull_request") if isinstance(event, dict) else None
    number = about.get("number") if isinstance(about, dict) else None
    return number if isinstance(number, int) else None

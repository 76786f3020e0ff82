"""The dashboard: everything that needs a review, by urgency and by who answers for it, as Markdown for one issue.

It says days and not how many days ago, so that it changes only when there is something to say. What a record holds is
shown as plain words, and every line begins with ours: nothing pings, links or closes anything, or commands GitLab.
"""

from __future__ import annotations

from dataclasses import dataclass

from decidedly.notices import words
from decidedly.notices.notice import Digest, Notice
from decidedly.review import TO_DECIDE, Review

HEADINGS = {
    "breached": "Passed without a review",
    "overdue": "Overdue",
    "due": "Due",
    "upcoming": "Coming up",
    "waiting": "Waiting for an event",
}
"""The sections of the board, in their order."""

_FOOT = "This list is kept by `adr remind`: record a review with `adr review`, and its line goes. Comments stay; what you write into this text does not."
_EMPTY = "Nothing needs a review now. This issue opens again when something does."
_RESERVE = 120
"""Room that is kept in each section for the line that tells of what is left out."""


@dataclass(frozen=True, slots=True)
class _Row:
    people: str
    text: str


def board(digest: Digest, room: int) -> str:
    """The visible text, of at most `room` characters (see `size`); what does not fit is counted, the least urgent first.

    Without anything current it says just that.
    """
    if not digest.current:
        return _EMPTY
    sections = {
        level: [_row(notice) for notice in digest.current if notice.level == level] for level in HEADINGS
    }
    sections["waiting"] = [_waiting(digest, review) for review in digest.reviews if review.state == "waiting"]
    site = words.link(digest.site)
    foot = _FOOT + (f" [The whole log]({site})." if site else "")
    head = f"{_counted(digest)}\n"
    parts = [head]
    left = room - _size(head) - _size(foot) - 2
    for level, rows in sections.items():
        if rows:
            text = _section(HEADINGS[level], rows, left, task=level != "waiting")
            parts.append(text)
            left -= _size(text) + 1
    return "\n".join([*parts, foot])


def is_same(one: str, other: str) -> bool:
    """Whether two visible texts say the same: line ends, spaces at a line's end and ticks that people set don't count."""
    return _plain(one) == _plain(other)


def ticked(new: str, old: str) -> str:
    """`new` with the ticks that people have set in the same lines of `old`."""
    lines = old.replace("\r\n", "\n").split("\n")
    set_by_people = {line[6:].rstrip() for line in lines if line.startswith(("- [x] ", "- [X] "))}
    return "\n".join(
        f"- [x] {line[6:]}" if line.startswith("- [ ] ") and line[6:].rstrip() in set_by_people else line
        for line in new.split("\n")
    )


# ----------------------------------------------------------------------------------------------------------- parts


def _counted(digest: Digest) -> str:
    counts = {level: sum(notice.level == level for notice in digest.current) for level in HEADINGS}
    late = counts["breached"] + counts["overdue"]
    told = [f"{count} {what}" for count, what in ((late, "overdue"), (counts["due"], "due"), (counts["upcoming"], "coming up")) if count]  # fmt: skip
    needs = "needs" if len(digest.current) == 1 else "need"
    return f"{words.counted(len(digest.current))} {needs} a review: {', '.join(told)}."


def _section(heading: str, rows: list[_Row], room: int, *, task: bool) -> str:
    """A heading, and under it the rows by their people; those that do not fit are counted."""
    lines = [f"## {heading}", ""]
    left = room - _size(lines[0]) - _RESERVE
    shown = 0
    people: str | None = None
    for row in sorted(rows, key=lambda row: (not row.people, row.people.casefold())):
        new = [] if row.people == people else [*([""] if shown else []), _whose(row.people), ""]
        new.append(f"- [ ] {row.text}" if task else f"- {row.text}")
        left -= sum(_size(line) + 1 for line in new)
        if left < 0:
            break
        lines += new
        people = row.people
        shown += 1
    if shown < len(rows):
        more = f"{len(rows) - shown} more" if shown else words.counted(len(rows))
        lines += [*([""] if shown else []), f"…and {more}: `adr due` lists them all." if shown else f"{more}: `adr due` lists them all."]  # fmt: skip
    return "\n".join([*lines, ""])


def _whose(people: str) -> str:
    return f"**{people}**" if people else "**Nobody answers for these**"


def _row(notice: Notice) -> _Row:
    reason = words.why(notice)
    day = notice.review.due.isoformat() if notice.review.due else ""
    when = {
        "breached": f"not reviewed before {day}",
        "overdue": f"due since {day}",
        "due": f"due {day}",
        "upcoming": f"due {day}",
    }[notice.level]
    when = when if day else "due now"
    told = "; ".join(part for part in (when, words.markdown(reason) if reason != TO_DECIDE else "a proposal, to be decided") if part)  # fmt: skip
    return _Row(_people(notice.review), f"{_named(notice)}{_answered(notice)} — {told}")


def _waiting(digest: Digest, review: Review) -> _Row:
    notice = Notice("", review, "waiting", url=digest.urls.get(review.record.path, ""))
    return _Row(_people(review), f"{_named(notice)}{_answered(notice)} — {words.markdown(words.why(notice))}")


def _named(notice: Notice) -> str:
    shown = words.markdown(words.name(notice))
    address = words.link(notice.url)
    return f"[{shown}]({address})" if address else f"**{shown}**"


def _answered(notice: Notice) -> str:
    said = words.answer(notice)
    return f" → {words.markdown(said)}" if said else ""


def _people(review: Review) -> str:
    names = [words.markdown(name) for name in review.people if words.clean(name)]
    return ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")


def _plain(text: str) -> str:
    return "\n".join(_line(line) for line in text.replace("\r\n", "\n").strip().split("\n"))


def _line(line: str) -> str:
    line = line.rstrip()
    return f"- [ ] {line[6:]}" if line.startswith(("- [x] ", "- [X] ")) else line


def _size(text: str) -> int:
    """The length in UTF-16 code units, as the services' limits may be meant."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2

"""Notices as text: plain, HTML and Markdown. Whatever a record holds stays one line of plain words in each of them.

Nothing here steers a terminal, opens a tag, pings anybody or closes an issue.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import quote

from decidedly.notices.notice import ORDER, Digest, Message, Notice, grouped
from decidedly.review import TO_DECIDE
from decidedly.text import one_line, without_kind

if TYPE_CHECKING:
    from jinja2 import Template

LONGEST = 160
"""Characters of a title, a reason or a name that are shown."""

HEADINGS = {
    "breached": "Passed without a review",
    "overdue": "Overdue",
    "due": "Due today",
    "upcoming": "Coming up",
}
"""What stands above the notices of each level."""

WHAT_NOW = "Record what you decide: adr review ID --reaffirm, or adr accept ID for a proposal."
"""What to do about it. No record's own id: nothing that a stranger wrote is there to be pasted into a shell."""

_HIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
_BREAK = "\u200b"
_PING = re.compile(
    r"(?<=[@#!&])(?=[\w{<\[(-])|(?<=<)(?=[@#!&])|(?<=\bGH-)(?=\d)|(?<=://)(?=\w)|(?<=\bwww)(?=\.)", re.I
)
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>()#+!|~$^=:-])")


def clean(words: str) -> str:
    """`words` as one line of at most LONGEST characters, without controls, overrides of direction and lone surrogates."""
    return one_line(_HIDDEN.sub(" ", words[: LONGEST * 20]), LONGEST)


def defused(words: str) -> str:
    """Clean `words` for chat and issues: nothing in them mentions a person, a channel, an issue or a web page.

    An invisible space stands behind what begins a mention; the words look the same.
    """
    return _PING.sub(_BREAK, clean(words))


def markdown(words: str) -> str:
    """`words` as Markdown that shows just them: defused, and every character that means something escaped."""
    text = defused(words).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _MARKDOWN.sub(r"\\\1", text).replace("\\&", "&")


def link(url: str, *, parentheses: bool = False) -> str:
    """An address of ours that ends neither a Markdown link nor an attribute; "" for anything but http and https."""
    safe = quote(url, safe="/:?#[]@!$&*+,;=%~-._" + ("()" if parentheses else ""))
    return safe if re.match(r"https?://[^/]", safe) else ""


# ------------------------------------------------------------------------------------------------ parts of a notice


def name(notice: Notice) -> str:
    """The record as people call it: `DR-001 Backend hosting platform`."""
    record = notice.record
    title = clean(without_kind(record.title))
    identity = clean(record.id)
    return one_line(f"{identity} {title}" if identity and identity not in title else title or record.path)


def answer(notice: Notice) -> str:
    """What was decided, as plain words; "" where the record does not say it in a line, or where it is still to be decided."""
    said = notice.record.answer
    if not said or notice.review.reason == TO_DECIDE:
        return ""
    return clean(said)


def when(notice: Notice) -> str:
    """How long there is, or how long it has been: `overdue by 3 days (12 Jan 2026)`."""
    day = notice.review.due.isoformat() if notice.review.due else ""
    days = notice.days
    if days is None or notice.level == "due":
        return f"due {day}" if day else "due now"
    if days < 0:
        return f"due {day}, in {_days(-days)}"
    if notice.level == "breached":
        return f"not reviewed before {day}" + (f", {_days(days)} ago" if days else "")
    return f"overdue by {_days(days)}, since {day}" if days else f"due {day}"


def why(notice: Notice) -> str:
    """Why it is due, in one line; "" where that is just its day, which `when` says already."""
    day = notice.review.due
    return "" if day and notice.review.reason == f"by {day.isoformat()}" else clean(notice.review.reason)


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"


def people(notice: Notice) -> str:
    """Who answers for it, separated by commas; "nobody" where nobody does."""
    return ", ".join(clean(one) for one in notice.review.people) or "nobody"


def counted(count: int) -> str:
    """`1 decision`, `3 decisions`."""
    return "1 decision" if count == 1 else f"{count} decisions"


def subject(message: Message, digest: Digest) -> str:
    """One line for the head of a message: how many, of which log, and the one record where there is only one."""
    found = message.notices
    if len(found) == 1 and not message.more:
        return f"{_called(digest)}: {name(found[0])} ({when(found[0])})"
    worst = found[0].level if found else "due"
    late = sum(notice.level in ("overdue", "breached") for notice in found)
    tail = f", {late} overdue" if late and late < len(found) else ""
    word = {"upcoming": "coming up for review", "due": "due for review"}.get(worst, "to review")
    return f"{_called(digest)}: {counted(len(found))} {word}{tail}"


def _called(digest: Digest) -> str:
    return clean(digest.title) or "Decision log"


def levels(found: tuple[Notice, ...]) -> list[tuple[str, list[Notice]]]:
    """The notices by level, the most urgent first; levels that have none are left out."""
    by = {level: [notice for notice in found if notice.level == level] for level in ORDER}
    return [(level, theirs) for level, theirs in by.items() if theirs]


# ----------------------------------------------------------------------------------------------------- whole messages


def as_text(message: Message, digest: Digest, *, public: bool = False) -> str:
    """A message as plain text; `public`: for a chat, where words must not ping anybody."""
    show = defused if public else clean
    lines: list[str] = []
    for level, theirs in levels(message.notices):
        lines += [f"{HEADINGS[level]}", ""]
        for notice in theirs:
            lines.append(f"* {show(name(notice))}")
            if said := answer(notice):
                lines.append(f"  → {show(said)}")
            lines.append(f"  {when(notice)}" + (f": {show(why(notice))}" if why(notice) else ""))
            lines.append(f"  answered for by {show(people(notice))}")
            if link(notice.url):
                lines.append(f"  {link(notice.url, parentheses=True)}")
            lines.append("")
    if message.more:
        lines += [f"and {message.more} more, which the next reminders will name", ""]
    lines += [WHAT_NOW, ""]
    if link(digest.site):
        lines += [f"The whole log: {link(digest.site, parentheses=True)}", ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def as_markdown(message: Message, digest: Digest) -> str:
    """A message as Markdown, for chats and issues."""
    lines: list[str] = []
    for level, theirs in levels(message.notices):
        lines += [f"**{HEADINGS[level]}**", ""]
        lines += [f"- {markdown_line(notice)}" for notice in theirs]
        lines.append("")
    if message.more:
        lines += [f"and {message.more} more, which the next reminders will name", ""]
    lines += [markdown(WHAT_NOW), ""]
    if link(digest.site):
        lines += [f"[The whole log]({link(digest.site)})", ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def markdown_line(notice: Notice) -> str:
    """A notice as one line of Markdown: its name (linked), when, why and who."""
    shown = markdown(name(notice))
    address = link(notice.url)
    reason = f": {markdown(why(notice))}" if why(notice) else ""
    return f"{f'[{shown}]({address})' if address else shown} — {when(notice)}{reason} ({markdown(people(notice))})"


def as_html(message: Message, digest: Digest) -> str:
    """A message as an HTML document of its own, for mail: no script, no image, no address but our own."""
    return _template().render(
        title=subject(message, digest),
        log=_called(digest),
        groups=[
            (
                HEADINGS[level],
                [
                    {
                        "name": name(notice),
                        "url": link(notice.url, parentheses=True),
                        "answer": answer(notice),
                        "when": when(notice),
                        "why": why(notice),
                        "people": people(notice),
                    }
                    for notice in theirs
                ],
            )
            for level, theirs in levels(message.notices)
        ],
        more=message.more,
        now=WHAT_NOW,
        site=link(digest.site, parentheses=True),
    )


_HTML = """\
<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{{ title }}</title></head>
<body style="margin:0;padding:24px;font:16px/1.5 system-ui,-apple-system,'Segoe UI',sans-serif">
<div style="max-width:40em">
{% for heading, notices in groups %}
<h2 style="font-size:18px;margin:24px 0 8px">{{ heading }}</h2>
<ul style="margin:0;padding:0;list-style:none">
{% for notice in notices %}
<li style="margin:0 0 16px;padding-left:12px;border-left:3px solid #b45309">
{% if notice.url %}<a href="{{ notice.url }}"><strong>{{ notice.name }}</strong></a>{% else %}<strong>{{ notice.name }}</strong>{% endif %}<br>
{% if notice.answer %}
→ {{ notice.answer }}<br>
{% endif %}
{{ notice.when }}{% if notice.why %}: {{ notice.why }}{% endif %}<br>
answered for by {{ notice.people }}
</li>
{% endfor %}
</ul>
{% endfor %}
{% if more %}
<p>and {{ more }} more, which the next reminders will name</p>
{% endif %}
<p>{{ now }}</p>
{% if site %}
<p><a href="{{ site }}">The whole log</a></p>
{% endif %}
</div>
</body>
</html>
"""


@cache
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined

    return Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined
    ).from_string(_HTML)


__all__ = [
    "HEADINGS", "WHAT_NOW", "answer", "as_html", "as_markdown", "as_text", "clean", "counted", "defused", "grouped", "levels", "link",
    "markdown", "markdown_line", "name", "people", "subject", "when", "why",
]  # fmt: skip

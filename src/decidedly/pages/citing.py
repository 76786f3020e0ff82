"""One decision for those who point at it from elsewhere: a citation, BibTeX, and data for search engines."""

from __future__ import annotations

import re

from decidedly.pages import words
from decidedly.pages.edition import Edition
from decidedly.pages.rows import answer
from decidedly.pages.words import Standing
from decidedly.record import Record
from decidedly.text import name_slug, one_line

MOST_PEOPLE = 8

_SPECIAL = {char: f"\\{char}" for char in "&%$#_{}"} | {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
_TEX = re.compile("[" + re.escape("".join(_SPECIAL)) + "]")


def text(edition: Edition, record: Record, state: Standing, output: str) -> str:
    """A citation for people: who, what, where, when, how it stood."""
    site = edition.site
    who = words.listed(_people(record)[:4])
    day = f"{words.day(record.date.day)}, " if record.date and record.date.day else ""
    address = site.address(output)
    commit = f" (commit {site.commit[:12]})" if site.commit else ""
    named = one_line(words.named(record), 200)
    parts = [
        f"{who}." if who else "",
        f"“{named if named[-1:] in ('?', '!') else named + '.'}”",
        f"{site.title},",
        f"{day}{state.word.lower()}.",
    ]
    return " ".join(
        part for part in [*parts, f"{address}{commit}." if address or commit else ""] if part
    ).replace("..", ".")


def bibtex(edition: Edition, record: Record, state: Standing, output: str) -> str:
    """The same as a BibTeX entry."""
    site = edition.site
    day = record.date.day if record.date else None
    fields = {
        "title": f"{{{_tex(one_line(words.named(record), 200))}}}",
        "author": " and ".join(f"{{{_tex(name)}}}" for name in _people(record)),
        "year": f"{day.year:04}" if day else "",
        "month": f"{day.month}" if day else "",
        "howpublished": _tex(site.title),
        "note": _tex(state.word + (f", commit {site.commit[:12]}" if site.commit else "")),
        "url": site.address(output),
    }
    key = name_slug(f"{site.title} {record.id or words.heading(record)}")[:60].strip("-") or "decision"
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return f"@misc{{{key},\n" + ",\n".join(lines) + "\n}"


def data(edition: Edition, record: Record, output: str) -> dict[str, object]:
    """What a search engine is told: an article of a technical kind, in the terms of schema.org."""
    site = edition.site
    day = record.date.day if record.date else None
    changes = site.revisions(record.path)
    told: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "TechArticle",
        "headline": one_line(words.named(record), 110),
        "abstract": answer(record),
        "datePublished": day.isoformat() if day else "",
        "dateModified": changes[0].day.isoformat() if changes else "",
        "author": [{"@type": "Person", "name": name} for name in _people(record)],
        "keywords": ", ".join(one_line(tag, 60) for tag in record.tags[:12]),
        "url": site.address(output),
        "isPartOf": {"@type": "CreativeWork", "name": site.title},
    }
    return {name: value for name, value in told.items() if value}


def _people(record: Record) -> list[str]:
    """Whose decision it is: who decided it, else who wrote it, else who answers for it now."""
    for roles in (("decider", "approver"), ("author",), ("owner",)):
        names = list(dict.fromkeys(one_line(one.name, 60) for one in record.people if one.role in roles))
        if names:
            return names[:MOST_PEOPLE]
    return []


def _tex(words_said: str) -> str:
    return _TEX.sub(lambda match: _SPECIAL[match[0]], words_said)

"""What a record is called: id, number, prefix and title, from front matter, file name and heading."""

from __future__ import annotations

import functools
import posixpath
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decidedly.preamble import Mapping

PREFIXES = frozenset(
    {"adr", "adrs", "dr", "ddr", "edr", "rfc", "tdr", "udr", "pdr", "ard", "add", "ldr", "madr", "kep", "pep", "eip", "erc", "bip", "sip",
     "cip", "jep", "dep", "tep", "oep", "aep", "decision", "decisions", "dec", "record", "proposal"}
)  # fmt: skip
"""Letters that mark an id when in lower case; upper-case letters always may."""

_PARTS = r"[A-Za-z]{1,20}(?:[-_ ][A-Za-z]{1,20}){0,3}"
_NAME = re.compile(rf"^(?:(?P<prefix>{_PARTS})(?P<sep>[-_ .#]?))?(?P<digits>\d{{1,8}})(?=$|[-_. ,:–—)])")
_DATED = re.compile(r"^\d{4}-?\d\d-?\d\d[-_](?P<digits>\d{1,5})(?=[-_. ])")
_ISO = re.compile(r"^(?:(?:adrs?|dr|rfc|decision)[-_ ])?(\d{4}([-_])\d\d\2\d\d|\d{8})(?=$|[-_. ])", re.I)
_YEARLY = re.compile(
    rf"^(?P<prefix>{_PARTS})(?P<sep>[-_ ]?)(?P<year>(?:19|20)\d\d)(?P<and>[-_/ ])(?P<digits>\d{{2,5}})(?=$|[-_. ,:–—)])"
)
"""A number within a year: `ADR-2024-007`; letters and year are the series."""
_PARTED = re.compile(
    rf"(?:(?P<prefix>{_PARTS})[-_ #]?\d{{1,3}}\.\d{{1,3}}|(?:19|20)\d\d[-_]\d{{2,4}})(?=$|[-_:：) ,–—])"
)
"""Other numbers of two parts, which are no number of a series: `ADR-1.2`, `2024-007`."""


@dataclass(frozen=True, slots=True)
class Identity:
    """An id as written, its letters and its number; `number` is None for ids that are dates or words."""

    id: str
    prefix: str = ""
    number: int | None = None
    digits: str = ""


def from_name(path: str) -> Identity | None:
    """The identity that a file's name states (for `0003-x/README.md`, its folder's name), or None."""
    stem = name_of(path)
    dated = _DATED.match(stem)
    if dated is not None:
        return Identity(dated["digits"], "", int(dated["digits"]), dated["digits"])
    if _ISO.match(stem):
        return Identity(stem)
    yearly = _yearly(stem)
    if yearly is not None:
        return yearly
    parted = _parted(stem)
    if parted:
        return Identity(parted)
    match = _NAME.match(stem)
    if match is None:
        return None
    prefix, digits = match["prefix"] or "", match["digits"]
    if prefix and not _is_prefix(prefix, digits):
        return None
    if prefix == prefix.lower():
        prefix = prefix.upper()
    shown = f"{prefix}{match['sep'] or ''}{digits}" if prefix else digits
    return Identity(shown.replace(" ", "-"), prefix, int(digits), digits)


def _yearly(words: str) -> Identity | None:
    match = _YEARLY.match(words)
    if match is None or not _is_prefix(match["prefix"], match["year"]):
        return None
    shown = words[: match.end()].replace(" ", "-")
    if match["prefix"].islower():
        shown = shown.upper()
    return Identity(shown, shown[: match.end("year")], int(match["digits"]), match["digits"])


def _parted(words: str) -> str:
    match = _PARTED.match(words)
    letters = re.split(r"[-_ ]", match["prefix"]) if match is not None and match["prefix"] else []
    known = not letters or any(part.lower() in PREFIXES for part in letters)
    return match[0] if match is not None and known else ""


_KEYED = re.compile(r"^(?P<prefix>[a-z]{2,10})(?P<sep>[-_]?)(?P<digits>\d{1,6})$", re.I)


def from_key(path: str, values: Mapping | None) -> Identity | None:
    """The identity of `vip-3.md` whose front matter says `vip: 3`: letters nobody knows, but the file itself does."""
    match = _KEYED.match(name_of(path))
    if (
        match is None
        or values is None
        or values.text(match["prefix"]).lstrip("0") != match["digits"].lstrip("0")
    ):
        return None
    prefix = match["prefix"].upper()
    return Identity(f"{prefix}{match['sep']}{match['digits']}", prefix, int(match["digits"]), match["digits"])


def _is_prefix(prefix: str, digits: str) -> bool:
    parts = re.split(r"[-_ ]", prefix)
    if any(part.lower() in PREFIXES for part in parts):
        return True
    if prefix.isupper() and len(prefix) <= 12:
        return True
    return len(parts) == 1 and len(prefix) <= 5 and len(digits) >= 3


def name_of(path: str) -> str:
    """The part of a path that names the record: the file's stem, or the folder's name for README and index files, and for
    a file that is only called what it is (`0032-x/decision.md`)."""
    folder, name = posixpath.split(path)
    stem = name.rsplit(".", 1)[0]
    above = posixpath.basename(folder)
    if (stem.lower() in ("readme", "index") and folder) or (
        stem.lower() in _CALLED and re.search(r"\d", above)
    ):
        return above
    return stem


def in_own_folder(path: str) -> bool:
    """Whether a folder's name names the record, not the file's."""
    return name_of(path) != posixpath.basename(path).rsplit(".", 1)[0]


_CALLED = frozenset({"adr", "decision", "record", "rfc", "proposal"})


_ID = re.compile(rf"^\s*(?P<prefix>{_PARTS})?[-_ #.]{{0,2}}(?P<digits>\d{{1,8}})\s*$")


def from_text(words: str) -> Identity | None:
    """The identity that an `id:` value states (`DR-001`, `0042`, `12`), or the words themselves if they are no number."""
    text = " ".join(words.split()).strip("\"'`*_#[] ")
    if not text or len(text) > 120:
        return None
    match = _ID.match(text)
    if match is None:
        return Identity(text)
    prefix = (match["prefix"] or "").strip("-_ ")
    return Identity(
        text, prefix.upper() if prefix.islower() else prefix, int(match["digits"]), match["digits"]
    )


_HEADING = re.compile(
    rf"^\W{{0,3}}(?:(?P<prefix>{_PARTS})[-_ #.:]{{0,2}})?(?P<digits>\d{{1,8}})(?P<sep>\s*[.:：)\]|·→–—-]\s*|\s+|$)(?P<rest>.*)$",
    re.S,
)


_KIND = re.compile(
    r"(?:\[m?adr\]\s*[:：–—-]?"
    r"|(?:(?:architectur(?:e|al)|technical|design|any)\s+(?:design\s+)?decision(?:\s+record)?|decision\s+record)(?:\s*\(m?adr\))?(?:\s*[:：]|\s+[–—-](?=\s))"
    r"|m?adr(?:\s*[:：]|\s+[–—-](?=\s))(?!\s*\d))\s*",
    re.I,
)
"""What kind of document it is, said before its title: `Architecture Decision Record: …`, `ADR - …`, `[ADR] …`."""


def is_kind(words: str) -> bool:
    """Whether `words` only say what kind of document it is: `Architecture Decision Record: `."""
    return _KIND.fullmatch(words) is not None


def beyond_kind(words: str) -> str:
    """A heading without what it says first of the kind of document."""
    match = _KIND.match(words)
    return words[match.end() :] if match and words[match.end() :] else words


def split_heading(words: str, name: Identity | None) -> tuple[Identity | None, str]:
    """The identity at the beginning of a heading, and the heading without it.

    `# 2. Title`, `# ADR-002: Title`, `# DR-002 – Title`, `# 0005 Title`. A number without prefix or punctuation is an id only if
    it is the file's own number: `# 3 ways to log` keeps its 3. What kind of document it is goes with the id behind it, and
    stays where there is none: `# Architecture Decision Record: Use X` is the title as written (pages show it without).
    """
    whole = words.strip()
    bare = beyond_kind(whole)
    found, title = _split_heading(bare, name)
    return (None, whole) if found is None and title == bare.strip() else (found, title)


def _split_heading(words: str, name: Identity | None) -> tuple[Identity | None, str]:
    day = re.match(r"(\d{4}-\d\d-\d\d)\s*[:：–—-]\s+(?=\S)", words.strip())
    if day is not None and name is not None and name.id.startswith(day[1]):
        return None, words.strip()[day.end() :]
    yearly, begins = _yearly(words.strip()), _YEARLY.match(words.strip())
    dated = re.match(r"([A-Za-z]+[-_ ]\d{4}-\d\d-\d\d)(?!\d)(?:\s*[.:：–—-]\s+)?", words.strip())
    if dated is not None:  # "ADR 2024-05-01: Title": a day is no number
        own_day = name is not None and name.id.lower().startswith(dated[1].lower().replace(" ", "-"))
        return None, (words.strip()[dated.end() :] if own_day else "") or words.strip()
    if yearly is not None and begins is not None:
        return yearly, words.strip()[begins.end() :].lstrip(" .:,)–—-")
    parted = _parted(words.strip())
    if parted and (parted[0].isalpha() or (name is not None and name.id == parted)):
        return Identity(parted), words.strip()[len(parted) :].lstrip(" .:：,)–—-")
    match = _HEADING.match(words.strip())
    if match is None:
        return None, words.strip()
    prefix, digits = match["prefix"] or "", match["digits"]
    bare = not match["sep"].strip()
    own = name is not None and name.number == int(digits)
    if prefix and not (_is_prefix(prefix, digits) or prefix.lower() in PREFIXES):
        return None, words.strip()
    if not prefix and bare and match["rest"] and (name is None or name.number != int(digits)):
        return None, words.strip()
    if not prefix and match["sep"] == "-" and not (own and digits.startswith("0")):
        return None, words.strip()  # "3-tier or 2-tier"
    if (
        prefix
        and not own
        and prefix.lower() not in PREFIXES
        and (bare or (name is not None and name.number is not None))
    ):
        return None, words.strip()  # a ticket or a standard: "JAMES-2909 Record", "HTTP 2 adoption"
    if not prefix and match["sep"].endswith(".") and re.match(r"\d", match["rest"]):
        return None, words.strip()  # "2.0 release", but not "2. 3 ways to log"
    if not match["rest"] and name is not None and not own and prefix.lower() not in PREFIXES:
        return None, words.strip()  # a name is all the title: "S3", "HTTP 2"
    if len(prefix) == 1 and bare and own and name is not None and name.prefix != prefix.upper():
        return None, words.strip()  # "H2 for tests" in 0002-….md
    upper = prefix.upper() if prefix.islower() else prefix
    text = words.strip()[match.start("prefix" if prefix else "digits") : match.end("digits")]
    if prefix.islower():
        text = text.replace(prefix, upper, 1)
    return Identity(text.replace(" ", "-") if prefix else digits, upper, int(digits), digits), match[
        "rest"
    ].strip()


@functools.lru_cache(maxsize=2048)
def title_from_name(path: str) -> str:
    """A readable title from a file name: id taken off, dashes to spaces, first letter upper case."""
    stem = name_of(path)
    iso = _DATED.match(stem) or _ISO.match(stem)
    match = _NAME.match(stem)
    identity = from_name(path)
    iso = iso or (_YEARLY.match(stem) if identity and identity.prefix[-4:].isdigit() else None)
    if iso:
        stem = stem[iso.end() :]
    elif match and identity:
        stem = stem[match.end() :]
    words = " ".join(re.sub(r"[-_.]+", " ", stem).split())
    return words[:1].upper() + words[1:] if words else name_of(path)


_TEMPLATE_NAME = re.compile(
    r"(?:^|[-_. ])(?:template|tmpl|vorlage|plantilla|modele|modelo)s?(?:$|[-_. ])", re.I
)
_TEMPLATE_TITLE = re.compile(
    r"^\W*(?:(?:adr|rfc|dr)[-_ #]?)?(?:n{2,4}|x{2,4}|number|0{3,4})?[\W_]*"
    r"(?:\{|\[(?!\w+\]\()|<[a-z]|(?:short )?title(?: of| here|$)|template\b|(?:adr|decision)(?: record)? (?:title|template)|your title)",
    re.I,
)
INDEX_NAMES = frozenset(
    {"readme", "index", "_index", "summary", "_sidebar", "toc", "backlog", "changelog", "contributing", "license", "licence", "code_of_conduct",
     "security", "authors", "about", "glossary", "decision_records", "decisions", "adrs", "adr", "records", "overview", "agents", "claude"}
)  # fmt: skip


def is_template_name(path: str) -> bool:
    """Whether a file's (or its folder's) name says that it is a template."""
    folder, _ = posixpath.split(path)
    if any(part.lower() in ("template", "templates", "_templates") for part in folder.split("/")):
        return True
    name = from_name(path)
    if name is not None and name.number != 0:
        return False  # a decision about templates
    return bool(_TEMPLATE_NAME.search(name_of(path)))


def is_template_title(title: str) -> bool:
    """Whether a heading is a template's: `{short title…}`, `[short title]`, `RFC-NNNN Title`."""
    title = beyond_kind(title[:200].strip())
    return bool(_TEMPLATE_TITLE.match(title)) or bool(
        re.match(r"^\W*(?:[A-Za-z]+[-_ ])?(?:N{3,}|X{3,})\b", title)
    )


def is_index_name(path: str) -> bool:
    """Whether a file is named as an index, a guide or a project's paperwork."""
    return posixpath.basename(path).rsplit(".", 1)[0].lower() in INDEX_NAMES

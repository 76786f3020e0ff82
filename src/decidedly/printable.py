"""Text for a terminal and for an issue tracker: what strangers wrote made harmless, and how wide it is shown.

Nothing that is printed steers a terminal, turns text round or commands a CI runner; nothing that is posted formats,
links, mentions anybody or closes an issue.
"""

from __future__ import annotations

import re
import unicodedata

_HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_COMMAND = re.compile(r"(?m)^(\s*):(?=:)")
_JOINER, _EMOJI_STYLE = "\u200d", "\ufe0f"
_SKIN = range(0x1F3FB, 0x1F400)


def visible(text: str) -> str:
    """`text` with controls, text direction overrides and lone surrogates shown as escapes; line breaks stay.

    Arabic and Hebrew need none of those characters, and joined emoji are left alone.
    """
    shown = _HIDDEN.sub(_escape, text.replace("\r\n", "\n"))
    return _COMMAND.sub(r"\1\\x3a", shown).replace("##[", "#\\x23[")


def line(text: str) -> str:
    """`text` as one visible line."""
    return visible(" ".join(text.split()))


_MARKUP = re.compile(r"[\\`*_{}\[\]<>()#+\-.!|~&$=:]")
_CALLING = re.compile(
    r"(?<=@)(?=\w)|(?<=[#!%$&~^])(?=[\w\"])|(?<=[Gg][Hh])(?=-\d)|(?<=:)(?=//)|(?<=[Ww]{3})(?=\.)"
    r"|(?<=[0-9a-fA-F]{6})(?=[0-9a-fA-F])"
)
"""Where GitHub and GitLab would see a mention, a reference to an issue, request, label or commit, or an address.

https://docs.github.com/en/get-started/writing-on-github/working-with-advanced-formatting/autolinked-references-and-urls
https://docs.gitlab.com/user/markdown/#gitlab-specific-references
"""


def markdown_text(text: str) -> str:
    """`text` as one line of Markdown that shows just these words on GitHub and GitLab: no markup, link or mention in it."""
    apart = _CALLING.sub("\u200b", line(text))
    return _MARKUP.sub(lambda match: f"\\{match[0]}", apart)


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}"


def widths(text: str) -> list[int]:
    """How many cells each character of `text` adds: 2 for CJK and emoji, 0 for what combines with the one before."""
    if text.isascii():
        return [1] * len(text)
    made: list[int] = []
    before = ""
    for char in text:
        kind = unicodedata.category(char)
        joined = before == _JOINER and kind == "So"
        tinted = ord(char) in _SKIN and bool(made) and made[-1] == 2
        if char == _EMOJI_STYLE:
            made.append(1 if made and made[-1] == 1 and unicodedata.category(before) == "So" else 0)
        elif joined or tinted or kind in ("Mn", "Me", "Cf"):
            made.append(0)
        else:
            made.append(2 if unicodedata.east_asian_width(char) in ("W", "F") else 1)
        before = char
    return made


def width(text: str) -> int:
    """How many cells `text` takes on a terminal."""
    return sum(widths(text))

"""A line of metadata of its own: beside another one, in that one's form, or below the title."""

from __future__ import annotations

import re

from decidedly.amend.target import Edits, Target
from decidedly.record import Field
from decidedly.text import Edit, Span


def beside(target: Target, field: Field, label: str, value: str) -> Edit | None:
    """A line like the one of `field`, after it, with another label and value; a paragraph of its own where that line is one.
    None where that line holds more."""
    if field.origin in ("front-matter", "side-file"):
        return _key_beside(target, field, label, value)
    line = target.line(field.span)
    if field.span.end > line.end:
        return None
    before = target.source.at(Span(line.start, field.span.start))
    after = target.source.at(Span(field.span.end, line.end))
    if field.origin == "html":
        whole = re.fullmatch(r"[ \t]*<(tr|dt)\b.*</(?:tr|dd)>[ \t]*", target.source.at(line), re.I)
        if whole is None or len(re.findall(r"<(?:tr|dt)\b", before, re.I)) > 1 or field.label not in before:
            return None
        made = f"{before.replace(field.label, label, 1)}{value}{after}"
        return Edit(Span(line.end, line.end), f"{target.eol}{made}")
    if field.origin == "table":
        return _row_beside(target, field, before, after, label, value)
    if (joined := _joined(target, field, label, value)) is not None:
        return joined
    remark = re.search(r"[ \t]*<!--[^\n]*-->[ \t]*$", after)
    after = after[: remark.start()] if remark else after
    if (
        not field.label
        or field.label not in before
        or not re.fullmatch(r"[ \t]*(?:\\|<br ?/?>)?[ \t]*", after)
    ):
        return None
    # The label may be in bold with its colon: only its words change.
    made = before.replace(field.label, label, 1)
    gap = target.eol * 2 if field.origin != "list" and _alone(target, line) else target.eol
    return Edit(Span(line.end, line.end), f"{gap}{made}{value}{after}")


def _joined(target: Target, field: Field, label: str, value: str) -> Edit | None:
    """One more label on a line that has several: `**Status:** Accepted | **Date:** 2024-05-01`; None where it has not."""
    source, line = target.source, target.line(field.span)
    others = [one for one in target.fields if one is not field and line.contains(one.span) and one.label]
    if not others or field.origin not in ("labels", "line"):
        return None
    begin = max((one.span.end for one in others if one.span.end < field.span.start), default=line.start)
    lead = source.text[begin : field.span.start].lstrip(" \t|·•—–,;")
    ahead = min((one.span.start for one in others if one.span.start > field.span.end), default=begin)
    gap = (
        source.text[min(begin, field.span.end) : field.span.start]
        if ahead == begin
        else source.text[field.span.end : ahead]
    )
    mark = re.match(r"[ \t]*([|·•—–,;])[ \t]*", gap)
    if mark is None or field.label not in lead:
        return None
    end = line.start + len(source.at(line).rstrip())
    return Edit(Span(end, end), f"{mark[0]}{lead.replace(field.label, label, 1)}{value}")


def _alone(target: Target, line: Span) -> bool:
    """Whether a line is a paragraph of its own: nothing right above it but a heading, and nothing right below."""
    source, number = target.source, target.source.line_of(line.start)
    above = source.at(source.line_span(number - 1)).strip() if number else ""
    below = source.at(source.line_span(number + 1)).strip()
    return not below and (not above or re.match(r"#{1,6}\s|=+$|-+$", above) is not None)


def _key_beside(target: Target, field: Field, label: str, value: str) -> Edit | None:
    line = target.line(field.span)
    match = re.match(r"([ \t]*)([\"']?)[\w -]+?\2([ \t]*[:=])", target.source.at(line))
    if match is None or field.span.end > line.end:
        return None
    return Edit(Span(line.end, line.end), f"{target.eol}{match[1]}{label}{match[3]} {value}")


def _row_beside(target: Target, field: Field, before: str, after: str, label: str, value: str) -> Edit | None:
    match = re.fullmatch(
        r"(?P<open>[ \t]*\|?[ \t]*(?P<bold>\*\*|__)?)(?P<label>[^|]*?)(?P<close>(?P=bold)?)(?P<space>[ \t]*)(?P<bar>\|[ \t]*)"
        if re.match(r"[ \t]*\|?[ \t]*(?:\*\*|__)", before)
        else r"(?P<open>[ \t]*\|?[ \t]*)(?P<label>[^|]*?)(?P<close>)(?P<space>[ \t]*)(?P<bar>\|[ \t]*)",
        before,
    )
    if match is None or not re.fullmatch(r"[ \t]*\|?[ \t]*", after):
        return None
    if match["label"] != field.label.strip("*_"):
        return None
    end = target.line(field.span).end
    wide = (label + match["close"]).ljust(len(match["label"] + match["close"] + match["space"]) - 1) + " "
    room = len(target.source.at(field.span) + after) - len(after.lstrip(" \t"))
    close = after.lstrip(" \t")
    cell = value.ljust(room - 1) + " " if close and after != close else value
    return Edit(Span(end, end), f"{target.eol}{match['open']}{wide}{match['bar']}{cell}{close}")


def in_head(target: Target, line: str) -> Edits | None:
    """A block of its own after the title."""
    source, structure = target.source, target.record.structure
    if structure is None or target.side is not None:
        return None
    first = structure.headings[0] if structure.headings and structure.headings[0].level == 1 else None
    at = first.span.end if first is not None else _end_of_first(target, structure.start)
    if at is None:
        at = max(structure.start, int(source.text.startswith("\ufeff")))
        return (Edit(Span(at, at), f"{line}{target.eol * 2}"),)
    while source.text[at - 1] in "\r\n":
        at -= 1
    text = source.text[at:]
    blank = len(text) - len(text.lstrip("\r\n")) >= 2 * len(target.eol) or not text.strip()
    return (Edit(Span(at, at), f"{target.eol * 2}{line}{'' if blank else target.eol}"),)


def _end_of_first(target: Target, begin: int) -> int | None:
    """Where the lines end that the body begins with, if a title is among them that is no heading (`<h1>Title</h1>`)."""
    source = target.source
    for span in target.record.head:
        row = source.line_of(span.start)
        if span.start < begin or source.text[begin : source.line_span(row).start].strip("\ufeff \t\r\n"):
            continue
        while source.at(source.line_span(row)).strip():
            row += 1
        return source.line_span(row - 1).end
    return None

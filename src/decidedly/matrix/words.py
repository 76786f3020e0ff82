"""What a matrix comes to, in words: for the site, its script and the terminal alike.

`assets/matrix.js` says the same sentences for weights that a reader tries (those of `verdict`, `turn` and `percent`);
a test holds the two together.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from decidedly.matrix.firmness import readings, weight_words
from decidedly.matrix.shares import Share, shares
from decidedly.matrix.table import Matrix, percent
from decidedly.matrix.weighing import Board, Overtake, board, fits, judged, ranking, short

CLOSE_LEAD = 10
"""A lead of fewer points than this is a close call."""

CLOSE_SHARE = 0.6
"""And so is one that fewer than this share of all weightings agree with."""

NO_BREAK = "\xa0"
"""A space at which no line ends."""

NOTHING = ("Nothing weighs anything.", " Give a criterion some weight, and the options are ranked.")
"""The verdict under weights that are all 0."""


def listed(names: Sequence[str], joint: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {joint} {names[-1]}" if names else ""


def number(value: float) -> str:
    """A weight with at most two digits behind the point, halves rounded up as the script does."""
    return f"{math.floor(value * 100 + 0.5) / 100:.2f}".rstrip("0").rstrip(".")


def points(count: int) -> str:
    """`1 point`, `12 points`."""
    return "1 point" if count == 1 else f"{count} points"


def whole(fit: float | None) -> int:
    """A score in points of a hundred."""
    return 0 if fit is None else int(fit * 100 + 0.5)


# ------------------------------------------------------------------------------------------ the verdict


def verdict(this: Board, weights: Sequence[float] | None = None) -> tuple[str, str]:
    """Who is ahead and by how much: the words that matter, and what follows them. ("", "") with nothing to compare."""
    scores = fits(this, this.weights if weights is None else weights)
    order = ranking(scores)
    if len(order) > 1 and scores[order[0]] is None:
        return NOTHING
    if len(order) < 2 or scores[order[1]] is None:
        return ("", "")
    leader, second = order[0], order[1]
    names = this.options
    lead = whole(scores[leader]) - whole(scores[second])
    mine = shares(this)[leader]
    chosen, verb = this.chosen, "is proposed" if this.open else "was chosen"
    behind = 0 if chosen is None or scores[chosen] is None else whole(scores[leader]) - whole(scores[chosen])
    after = (
        f" {names[chosen]}, which {verb}, is {points(behind)} behind."
        if chosen is not None and behind
        else ""
    )
    if lead == 0:
        level = [
            names[at] for at in order if scores[at] is not None and whole(scores[at]) == whole(scores[leader])
        ]
        return (f"{listed(level)} score the same.", after)
    if mine.exact and mine.value == 1:
        return (
            "No change of weights can flip this.",
            f" {names[leader]} scores at least as high as every other option on every criterion.{after}",
        )
    rival, closing = names[second], after
    if chosen == second:
        rival, closing = f"{rival}, which {verb}", ""
    ahead = f"{points(lead)} ahead of {rival}"
    if mine.value < CLOSE_SHARE:
        but = "and" if lead < CLOSE_LEAD else "but"
        return (
            "A close call.",
            f" {names[leader]} is {ahead}, {but} first in only {share_words(mine)} of all weightings.{closing}",
        )
    if lead < CLOSE_LEAD:
        return ("A close call.", f" {names[leader]} is {ahead}.{closing}")
    return (f"{names[leader]} scores highest", f", {ahead}.{closing}")


def basis(matrix: Matrix, space: str = " ") -> str:
    """Where the weights are from; `space` stands between a word and its number."""
    if not matrix.weighted:
        return "The record gives no weights: every criterion counts the same."
    words = weight_words(matrix)
    if not words:
        return "The weights are the record’s own."
    said = ", ".join(f"{short(word)}{space}{number(weight)}" for word, weight in words.items())
    return f"Weights count as {said}."


# ------------------------------------------------------------------------------------------ firmness


def share_words(share: Share) -> str:
    """`74%`, `about 74%`; no estimate says that something always or never happens."""
    if share.exact or 0.005 <= share.value < 0.995:
        shown = percent(share.value)
        if share.exact and shown in ("0%", "100%") and 0 < share.value < 1:
            return "under 1%" if share.value < 0.5 else "over 99%"
        return shown if share.exact else f"about {shown}"
    return "under 1%" if share.value < 0.5 else "over 99%"


def error_words(share: Share) -> str:
    """How exactly a share is known."""
    if share.exact:
        return "worked out exactly"
    return f"estimated, give or take {points(max(1, math.ceil(share.error * 100)))}"


def firmness(this: Board, leader: int) -> tuple[str, str]:
    """How firm it is that `leader` is first: the share of all weightings, and the sentence that goes on from it."""
    mine = shares(this)[leader]
    chosen = this.chosen
    chose = (
        ""
        if chosen is None or chosen == leader
        else f" The record {'proposes' if this.open else 'chose'} {this.options[chosen]}."
    )
    if mine.never:
        return (
            "0%",
            f"of all possible weightings put {this.options[leader]} first: it is only level with what is.{chose}",
        )
    alike = [name for at, name in enumerate(this.options) if this.column(at) == this.column(leader)]
    first = "first" if len(alike) == 1 else "first together"
    return (
        share_words(mine).removeprefix("about ").replace("under ", "<").replace("over ", ">"),
        f"of all possible weightings put {listed(alike)} {first} ({error_words(mine)}).{chose}",
    )


def turn(this: Board, leader: int, one: Overtake) -> str:
    """What would put an option ahead of the leader."""
    first = this.options[leader]
    match one.case:
        case "unknown":
            return f"Can’t be said: some criteria score only {first}, or only this one."
        case "same":
            return f"Scores the same as {first} on every criterion."
        case "never":
            return f"Never. {first} scores at least as high on every criterion."
        case "barred":
            by = this.options[one.by or 0]
            return f"Never first: {by} scores at least as high on every criterion."
        case "level":
            return f"Level with {first} now. Any more weight on {_names(this, one.joint, 'or')} is enough."
    parts: list[str] = []
    if one.raised:
        off = ", beyond the scale of weights" if one.beyond else ""
        parts.append(
            f"{_any_of(this, one.raised.criteria, 'Any')} weighted above {number(one.raised.weight)}{off}."
        )
    if one.times is not None:
        whom = (
            "all of them"
            if one.raised and one.raised.criteria == one.joint
            else _names(this, one.joint, "and")
        )
        parts.append(f"{whom} at more than {number(one.times)} times the weight.")
    if one.lowered:
        any_ = "any" if parts else "Any"
        parts.append(
            f"{_any_of(this, one.lowered.criteria, any_)} weighted below {number(one.lowered.weight)}."
        )
    return " Or ".join(parts)


def _names(this: Board, criteria: Sequence[int], joint: str) -> str:
    return listed([this.criteria[at] for at in criteria], joint)


def _any_of(this: Board, criteria: Sequence[int], any_: str) -> str:
    return (f"{any_} one of " if len(criteria) > 1 else "") + _names(this, criteria, "or")


# ------------------------------------------------------------------------------------------ what it rests on


def notes(matrix: Matrix) -> tuple[str, ...]:
    """What a reader has to know to trust the numbers: rows left out, criteria turned round, cells that are not scored."""
    found: list[str] = []
    left = [short(row.name) for row in matrix.criteria if row.verdict]
    if left:
        rows, are = ("row", "is a verdict and is") if len(left) == 1 else ("rows", "are verdicts and are")
        found.append(f"The {rows} {listed([f'“{name}”' for name in left])} {are} not scored.")
    this = board(matrix)
    silent = [
        f"“{short(row.name)}”" for row in matrix.criteria if not row.verdict and row not in judged(matrix)
    ]
    if silent:
        found.append(
            f"{listed(silent)} {'counts' if len(silent) == 1 else 'count'} for nothing: no cell there can be scored."
        )
    turned = [short(row.name) for row in matrix.criteria if row.inverted]
    if turned:
        found.append(f"Lower is better for {listed(turned)}.{_other_way(matrix, this)}")
    for option, name in enumerate(this.options):
        scored = sum(one is not None for one in this.column(option))
        if scored < len(this.criteria):
            found.append(
                f"{name} is scored on {scored} of {len(this.criteria)} criteria; its score is of those."
            )
    return tuple(found)


def _other_way(matrix: Matrix, this: Board) -> str:
    """Whom the matrix would put first, were what counts as "lower is better" by its name alone meant the other way."""
    ways = readings(matrix)
    if len(ways) < 2:
        return ""
    rows = tuple(
        tuple(None if one is None else one * this.top for one in row.shares)
        for row in ways[1]
        if any(one is not None for one in row.shares)
    )
    second = Board(this.options, this.criteria, rows, this.top, this.weights)
    first, other = (ranking(fits(one, this.weights))[0] for one in (this, second))
    if first == other:
        return f" Read the other way round, {this.options[other]} would still be first."
    return (
        f" Read the other way round, {this.options[other]} would be first: "
        "write “(lower is better)” or “(higher is better)” beside the name to settle it."
    )

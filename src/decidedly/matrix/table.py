"""One table: whether it is a criteria matrix, which way round it stands, its weights, scores and fits."""

from __future__ import annotations

import re
import weakref
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from decidedly.lifecycle import OPEN
from decidedly.matrix.cells import Said, said_by, scales, words_of
from decidedly.matrix.names import bare_name, best_match, matching
from decidedly.matrix.weights import Weighting, is_weight_head, weight_columns, weightings, weights_of
from decidedly.record import Cell, Document, Option, Record, Table
from decidedly.text import Span, name_slug

_NOTE_HEAD = re.compile(
    r"(notes?|comments?|remarks?|rationale|reason(ing)?|descriptions?|details?|explanation|sources?|links?|evidence|units?"
    r"|why|references?|bemerkung(en)?|weighted\b.*|.*\bweighted)$|.*\(weighted\)$",
    re.I,
)
_OPTION_HEAD = re.compile(
    r"((considered )?options?|alternatives?|solutions?|candidates?|platforms?|tools?|vendors?|providers?|products?|approach(es)?"
    r"|proposals?|variants?|librar(y|ies)|frameworks?|databases?|technolog(y|ies)|services?|choices?)\b.{0,12}$",
    re.I,
)
_CRITERION_HEAD = re.compile(
    r"(criteri(on|a)|factors?|features?|requirements?|aspects?|quality|qualities|considerations?|propert(y|ies)|attributes?"
    r"|(decision )?drivers?|capabilit(y|ies)|characteristics?|concerns?|dimensions?|goals?|kriteri(um|en))\b.{0,12}$",
    re.I,
)
_VERDICT = re.compile(
    r"(best|best\s+(for|choice|overall|fit|option|suited)\b.*|winner\b.*|(weighted |final |overall |grand )?(total|sum|scores?|result|rank(ing)?|fit)s?"
    r"( score| points)?( \(.*\))?|overall( (rating|verdict|recommendation|assessment|evaluation))?|recommend(ation|ed)\b.*|verdict\b.*"
    r"|conclusion|decision|outcome|chosen\b.*|selected\b.*|suitable for .*\?|[∑Σ].*)\s*[:?]?$",
    re.I,
)
_LOWER = re.compile(
    r"\b(costs?|pric(e|es|ing)|complexit(y|ies)|risks?|efforts?|latency|overhead|expenses?|learning curve|lock-?in|downtime"
    r"|footprint|duplication|coupling|boilerplate|attack surface|blast radius|bundle size|disruption|failures?|severity|likelihood|(memory|cpu|resource) (usage|use|consumption)|time to \w+|setup time|tco|burden|technical debt)\b",
    re.I,
)
LOWER_SAID = re.compile(r"lower is better|less is better|lower = better|↓", re.I)
_HIGHER_SAID = re.compile(
    r"higher is better|more is better|↑|\b(low|lower|lowest|cheap|predictab\w*|transparen\w*|efficien\w*|effective\w*|savings?"
    r"|ease|easy|simpl\w*|reduc\w*|mitigat\w*|manag\w*|control\w*|minimal|flexib\w*|good|reasonable|competitive|fair|no|without"
    r"|free|avoid\w*|toleran\w*|resist\w*|optimi[sz]\w*|benefits?|fit|support)\b",
    re.I,
)
_SCORED_TITLE = re.compile(
    r"criteri|scor|rating|weighted|matri(x|ces)|evaluation|assessment|bewertung|kriteri", re.I
)
_COMPARING_TITLE = re.compile(
    r"compar|option|alternativ|trade-?offs?|pros and cons|versus|\bvs\b|solutions|vergleich|analysis|"
    + _SCORED_TITLE.pattern,
    re.I,
)
_NO_OPTION = re.compile(
    r"(is )?(supported|support|tested|status|done|implemented|required|available|mandatory|default|included|enabled|before|after"
    r"|optional|nullable|unique|indexed|breaking|public|private|read|write|create|update|delete|list|get|post|put|patch|linux|mac(os)?"
    r"|os x|windows|android|ios|chrome|firefox|safari|edge|dev(elopment)?|test|staging|prod(uction)?|admin|user|guest|owner|editor"
    r"|viewer|efforts?|impact|likelihood|probability|severity|risk( level)?|costs?|value|level|confidence|priority|v?\d+(\.\d+)*(\.x)?|current(ly)?|planned|completed?|automated|manual|deprecated)\??$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Score:
    """What one cell says: the text as written; the mark ("yes", "partly", "no", "stars", "word", "number", ""), its value
    and the scale's highest value (None where the cell is not scored); `words` is the text without the mark.

    `value` is always "more is better": where the criterion is inverted it is already turned round. `given` is the
    number or the count of stars as written.
    """

    raw: str
    span: Span
    mark: str = ""
    value: float | None = None
    highest: float = 2.0
    words: str = ""
    given: float | None = None


@dataclass(frozen=True, slots=True)
class Criterion:
    """One row: its name, its weight as written and as a number (1.0 when there is no weight column), its scores by option.

    `inverted`: lower is better. `verdict`: a summing-up row ("Best for MVP?", "Total", "Winner"), shown but not scored.
    """

    name: str
    span: Span
    weight: float
    weight_raw: str
    scores: tuple[Score, ...]
    inverted: bool = False
    verdict: bool = False


@dataclass(frozen=True, slots=True)
class Matrix:
    """A criteria matrix: options across, criteria down (turned round where the table has them the other way).

    `fit` is each option's weighted score from 0 to 1, or None when nothing is scored. `chosen` is the index of the option
    that the record chose, or None; `open` tells that it only proposes it. `weighted` tells whether the record states weights; `weightings` are its columns of
    weights where it has several (the first one counts).
    """

    table: Table
    options: tuple[str, ...]
    criteria: tuple[Criterion, ...]
    fit: tuple[float | None, ...]
    chosen: int | None = None
    weighted: bool = False
    transposed: bool = False
    weightings: tuple[Weighting, ...] = ()
    open: bool = False


def read(table: Table, options: Sequence[Option] = (), heading: str = "", role: str = "") -> Matrix | None:
    """The matrix that `table` is, or None when it is some other table.

    `options` are the record's, to tell which was chosen; `heading` and `role` are those of the section around the table.
    Marks and stars speak for themselves; words and numbers need a column of weights, a section that compares, or
    names of the record's options.
    """
    grid = [table.header, *table.rows]
    width = len(table.header)
    if width < 3 or len(grid) < 3 or len(grid) * width > 4_000 or any(len(row) != width for row in grid):
        return None
    names, rows = [words_of(cell.raw) for cell in grid[0][1:]], [words_of(row[0].raw) for row in grid[1:]]
    across, down = matching(names, options), matching(rows, options)
    weight_column = any(is_weight_head(name) for name in names)
    corner = words_of(grid[0][0].raw)
    turned = down > across if across != down else bool(_OPTION_HEAD.match(corner)) and not weight_column
    if turned and not weight_column:
        grid = list(zip(*grid, strict=True))
    scored_heading = role == "criteria" or bool(_SCORED_TITLE.search(heading))
    comparing = scored_heading or role in ("options", "pros-cons") or bool(_COMPARING_TITLE.search(heading))
    named = not corner or bool(_OPTION_HEAD.match(corner) or _CRITERION_HEAD.match(corner))
    around = _Around(max(across, down) >= 2, comparing, scored_heading, named)
    made = _from_grid(table, grid, options, around)
    return replace(made, transposed=turned and not weight_column) if made else None


class _Around(NamedTuple):
    """What stands around the cells: names of the record's options, a section that compares or that scores, a corner
    cell that says "Option", "Criterion" or the like.
    """

    known: bool
    comparing: bool
    scored: bool
    named: bool


def _from_grid(
    table: Table,
    grid: Sequence[Sequence[Cell]],
    options: Sequence[Option],
    around: _Around,
) -> Matrix | None:
    header = grid[0]
    body = [row for row in grid[1:] if any(cell.raw for cell in row[1:]) and _is_criterion(row)]
    heads = [words_of(cell.raw) for cell in header]
    verdicts = [bool(_VERDICT.match(words_of(row[0].raw))) for row in body]
    real = [r for r, verdict in enumerate(verdicts) if not verdict]
    weighers = weight_columns(heads, body, real)
    weigher = weighers[0] if weighers else None
    columns = [
        at
        for at in range(1, len(header))
        if at not in weighers and not _NOTE_HEAD.match(heads[at]) and heads[at]
    ]
    said = {(r, c): one for r, row in enumerate(body) for c in columns if (one := said_by(row[c].raw))}
    scale = scales(one for (r, _), one in said.items() if not verdicts[r])
    values = {place: pair for place, one in said.items() if (pair := scale(one))}
    judged = {place: said[place] for place in values if not verdicts[place[0]]}
    columns = [c for c in columns if any(place[1] == c for place in judged)]

    def majority(places: Sequence[tuple[int, int]]) -> bool:
        filled = [place for place in places if body[place[0]][place[1]].raw]
        return 2 * sum(place in judged for place in filled) > len(filled)

    if sum(majority([(r, c) for r in real]) for c in columns) < 2:
        return None
    if sum(majority([(r, c) for c in columns]) for r in real) < 2 or not majority(
        [(r, c) for r in real for c in columns]
    ):
        return None
    weights = weights_of(body, weigher, real)
    around = around._replace(scored=around.scored or any(verdicts))
    if not _evident(list(judged.values()), [heads[c] for c in columns], bool(weights), around):
        return None
    top = max(values[place][1] for place in judged)
    criteria: list[Criterion] = []
    for r, row in enumerate(body):
        name = words_of(row[0].raw)
        lower = not verdicts[r] and _is_lower_better(name)
        scores = tuple(_score(row[c], said.get((r, c)), values.get((r, c)), top, lower) for c in columns)
        raw = row[weigher].raw if weigher is not None else ""
        weight = weights.get(r, 1.0) if weights else 1.0
        criteria.append(Criterion(name, row[0].span, weight, words_of(raw), scores, lower, verdicts[r]))
    return Matrix(
        table,
        tuple(heads[c] for c in columns),
        tuple(criteria),
        tuple(_fit(criteria, at) for at in range(len(columns))),
        _chosen([header[c] for c in columns], criteria, options),
        bool(weights),
        weightings=weightings(heads, weighers, body, real) if weights else (),
    )


def _is_criterion(row: Sequence[Cell]) -> bool:
    name = words_of(row[0].raw)
    return bool(name) and not (_NOTE_HEAD.match(name) and not any(said_by(cell.raw) for cell in row[1:]))


def _evident(said: Sequence[Said], names: Sequence[str], weighted: bool, around: _Around) -> bool:
    """Whether what the cells say, with what stands around them, makes this a criteria matrix beyond doubt."""
    if around.known:
        return True
    if 2 * sum(bool(_NO_OPTION.match(name)) for name in names) >= len(names):
        return False
    plain = [one for one in said if one.family == "number" and one.highest not in (5.0, 10.0)]
    words = [one for one in said if one.mark == "word"]
    if weighted or 2 * (len(plain) + len(words)) < len(said):  # marks, stars and "4/5" speak for themselves
        return True
    if 2 * len(plain) > len(said):  # measurements look the same as marks out of ten
        like_marks = max(one.step for one in plain) >= 3 and all(_like_a_mark(one.step) for one in plain)
        return around.scored and around.comparing and like_marks
    return around.comparing and (around.named or around.scored)


def _like_a_mark(number: float) -> bool:
    return number <= 10 and (2 * number).is_integer()


def _chosen(header: Sequence[Cell], criteria: Sequence[Criterion], options: Sequence[Option]) -> int | None:
    """The option chosen: as the record's options say, else the header's own words, else a verdict row's only yes."""
    names = [cell.raw for cell in header]
    picked = {best_match(option.name, names) for option in options if option.chosen} - {None}
    if picked:
        return picked.pop() if len(picked) == 1 else None
    said = [
        at
        for at, name in enumerate(names)
        if re.search(r"[(\[]\s*(selected|chosen|winner|our choice)\s*[)\]]", name, re.I)
    ]
    for row in criteria:
        if not said and row.verdict:
            said = [at for at, score in enumerate(row.scores) if score.mark == "yes"]
    return said[0] if len(said) == 1 else None


def _is_lower_better(name: str) -> bool:
    return bool(LOWER_SAID.search(name) or (_LOWER.search(name) and not _HIGHER_SAID.search(name)))


def _score(cell: Cell, said: Said | None, pair: tuple[float, float] | None, top: float, lower: bool) -> Score:
    if said is None or pair is None:
        return Score(cell.raw, cell.span, "", None, top, words_of(cell.raw))
    value, highest = pair
    if lower and said.family in ("stars", "number", "amount"):
        value = highest - value
    given = said.step if said.family in ("stars", "number") else None
    return Score(cell.raw, cell.span, said.mark, min(value, highest) * top / highest, top, said.words, given)


def fit_of(weights: Sequence[float], values: Sequence[float | None], top: float) -> float | None:
    """The weighted score from 0 to 1 of an option whose scores, from 0 to `top`, are `values`; None where nothing counts.

    Added up one by one, as the site's script does it: `sum` of floats rounds in its own way.
    """
    got = whole = 0.0
    for weight, value in zip(weights, values, strict=True):
        if value is not None:
            got += weight * value
            whole += weight * top
    return got / whole if whole > 0 else None


def _fit(criteria: Sequence[Criterion], at: int) -> float | None:
    judged = [row for row in criteria if not row.verdict]
    return fit_of(
        [row.weight for row in judged], [row.scores[at].value for row in judged], judged[0].scores[at].highest
    )


def matrices(record: Record | Document) -> tuple[Matrix, ...]:
    """All criteria matrices of a record or document, in order; worked out once for each."""
    known = _KNOWN.get(id(record))
    if known is None or known[0]() is not record:
        key = id(record)
        known = _KNOWN[key] = (weakref.ref(record, lambda _: _forget(key)), _matrices(record))
    return known[1]


_KNOWN: dict[int, tuple[weakref.ref[Record | Document], tuple[Matrix, ...]]] = {}
"""By what a record is, not by what it says: to compare two costs more than to read one."""


def _forget(key: int) -> None:
    known = _KNOWN.get(key)
    if known is not None and known[0]() is None:
        del _KNOWN[key]


def _matrices(record: Record | Document) -> tuple[Matrix, ...]:
    options = record.options if isinstance(record, Record) else ()
    proposes = isinstance(record, Record) and record.status is not None and record.status.name in OPEN
    found: list[Matrix] = []
    for table in record.tables:
        around = [one for one in record.sections if one.span.contains(table.span)]
        role = around[-1].role if around else ""
        title = " / ".join(one.title for one in around if one.level > 1)
        made = read(table, options, title, role)
        if made is None:
            continue
        if (
            made.chosen is None
            and isinstance(record, Record)
            and record.answer
            and not any(one.chosen for one in options)
        ):
            answer = f"-{name_slug(record.answer)}-"
            named = [
                at
                for at, name in enumerate(made.options)
                if f"-{name_slug(bare_name(name)) or '?'}-" in answer
            ]
            made = replace(made, chosen=named[0]) if len(named) == 1 else made
        found.append(replace(made, open=True) if proposes else made)
    return tuple(found)


def percent(fit: float | None) -> str:
    """A fit as shown, "63%", halves rounded up as browsers do; a dash where nothing was scored."""
    return "–" if fit is None else f"{int(fit * 100 + 0.5)}%"

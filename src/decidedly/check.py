"""The use-case of `adr lint`: open a log, gather what the rules need, run them, and mend what can be mended."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from decidedly import cache, found_before, gather, unchanged, workspace, writing
from decidedly.app import repository_prefix
from decidedly.asked import Asked, CheckError, NothingHere, named_paths, settings_of
from decidedly.changes import Change, ChangeSet
from decidedly.facts import Facts
from decidedly.finding import LOG, Finding
from decidedly.found_before import Witness
from decidedly.lint import RULES
from decidedly.lint.baseline import FILE as BASELINE
from decidedly.lint.baseline import Baseline, BaselineError, forgivable, parted, read_baseline, write_baseline
from decidedly.lint.context import Context
from decidedly.lint.engine import Linted, needs, order_of, run
from decidedly.lint.fixing import Fixed, fix_all
from decidedly.lint.rule import Need
from decidedly.log import Log
from decidedly.record import Place
from decidedly.text import Source, decode
from decidedly.workspace import Workspace


@dataclass(frozen=True)
class Outcome:
    """What was found. `texts` are the paths that were looked at, `sources` everything that findings may point into;
    `known` counts findings that the baseline forgives, `fixed` tells what was (or would be) mended."""

    findings: tuple[Finding, ...]
    log: Log
    sources: Mapping[str, Source]
    texts: tuple[str, ...]
    known: int = 0
    fixed: Fixed | None = None
    changes: ChangeSet = field(default_factory=ChangeSet)


class Check:
    """One run of the linter over one log."""

    def __init__(self, place: Workspace, start: Path, asked: Asked) -> None:
        self.place, self.start, self.asked = place, start, asked
        self.settings = settings_of(place, asked)
        self.prefix = repository_prefix(place)
        self.world = Witness(gather.Disk(place, self.prefix))
        # What was read is held on to only where a base is to be read as well: it is the larger part of all memory.
        log = workspace.load(place, empty_ok=True, memory=place.memory if asked.base else None)
        if asked.base:
            cache.keep(place.memory)
        self.named, extra = named_paths(place, start, asked.paths, log)
        self.log = gather.with_documents(log, extra) if extra else log
        self._have_something(asked.paths)

    @property
    def notes(self) -> tuple[str, ...]:
        """Settings for folders in which there is nothing, and what `[remind]` can't use: else nobody would notice."""
        texts = {*self.log.by_path, *self.log.documents_by_path}
        return (
            *_reminders(self.place, self.prefix),
            *(
                f'{self.place.config.file}: lint.folders."{one.paths[0]}" matches no file in {self.place.records}'
                for one in self.settings.folders
                if not any(one.holds(path) for path in texts)
            ),
        )

    def _have_something(self, paths: Iterable[str]) -> None:
        """That every folder named holds some text of the log; a log without any has a rule of its own."""
        texts = {*self.log.by_path, *self.log.documents_by_path}
        for words in paths if self.log.records else ():
            path = Path(os.path.abspath(self.start / words))
            name = Path(os.path.relpath(path, self.place.records)).as_posix()
            if not path.is_dir() or self.place.records.is_relative_to(path):
                continue
            if not any(one.startswith(f"{name}/") for one in texts):
                raise NothingHere(f"{words}: holds no records and no other Markdown that is read here")

    # -- what is known --------------------------------------------------------------------------------------------

    @cached_property
    def _base(self) -> gather.Base | None:
        if not self.asked.base:
            return None
        return gather.base(
            self.place, self.log, self.asked.base, self.prefix, branches=True, memory=self.place.memory
        )

    @cached_property
    def baseline_path(self) -> str:
        """Where the file of known findings is (or belongs), relative to the records folder."""
        place = self.place
        named = self.asked.baseline if self.asked.baseline not in ("", "off", "write") else ""
        home = Path(os.path.abspath(place.config.file)).parent if place.config.file else place.records
        file = Path(os.path.abspath(self.start / named)) if named else home / BASELINE
        try:
            return Path(os.path.relpath(file, place.records)).as_posix()
        except ValueError:  # another drive
            raise CheckError(f"--baseline {named}: lies on another drive than the records") from None

    @cached_property
    def _baseline_source(self) -> Source | None:
        if self.asked.baseline in ("off", "write"):
            return None
        found = self.world.read([self.baseline_path])
        if not found and self.asked.baseline:
            raise CheckError(
                f"--baseline {self.asked.baseline}: there is no such file; --baseline write makes one"
            )
        return decode(self.baseline_path, found[self.baseline_path]) if found else None

    @cached_property
    def _events(self) -> Source | None:
        found = self.world.read(["events.yaml"])
        return decode("events.yaml", found["events.yaml"]) if found else None

    @cached_property
    def _plain(self) -> Context:
        """The log, without what the world says of it."""
        return Context(self.log, self.settings, Facts(prefix=self.prefix))

    @cached_property
    def _known(self) -> Baseline | None:
        """The findings that the baseline forgives."""
        source = self._baseline_source
        try:
            return read_baseline(source.text, source.path) if source else None
        except BaselineError as error:
            where = os.path.relpath(self.place.records / self.baseline_path, self.start)
            raise CheckError(str(error).replace(self.baseline_path, where, 1)) from None

    @cached_property
    def context(self) -> Context:
        """The log with everything that the rules want to know of the world."""
        wanted = needs(RULES, self._plain)
        base = self._base
        facts = gather.facts(
            self.world, self.log, wanted, base=base.log if base else None, today=self.asked.today
        )
        if base is not None:
            facts = replace(facts, taken=base.taken, base_name=self.asked.base)
        return replace(self._plain, facts=replace(facts, clock=self.asked.clock), baseline=self._known)

    # -- linting --------------------------------------------------------------------------------------------------

    @cached_property
    def _old(self) -> Counter[tuple[str, str, str]]:
        """The findings that were there at the base already."""
        base = self._base
        if base is None or not self.asked.new:
            return Counter()
        context = Context(base.log, self.settings, Facts(prefix=self.prefix))
        facts = gather.facts(base.world, base.log, needs(RULES, context), base=None, today=self.asked.today)
        rules = RULES
        if _same(self.log, base.log):  # then only what else the world says can make a difference
            now = self.context.facts
            rules = tuple(one for one in RULES if any(_differs(need, now, facts) for need in one.needs))
        found = list(run(rules, replace(context, facts=facts)).findings)
        again = {rule.code for rule in rules}
        found += [
            one for one in (*self._linted.findings, *self._linted.grandfathered) if one.code not in again
        ]
        return Counter(key for finding in found for key in finding.keys)

    def _wanted(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        """The findings that were asked for; of what is said once for many, the part that is new."""
        new, _ = parted(findings, self._old.copy())
        return (finding for finding in new if self._is_named(finding.path))

    def _is_named(self, path: str) -> bool:
        if not self.asked.paths:
            return True
        return any(path == one or path.startswith(f"{one}/") or (one == LOG) for one in self.named)

    @cached_property
    def _linted(self) -> Linted:
        """What the rules find; where they have been asked before, and nothing has changed since, what they found then."""
        key = self._came_of
        variant = repr((self.settings, self.asked.today is None, self.asked.clock is None))
        if key:
            longest = max((len(one.text) for one in self._plain.sources.values()), default=0)
            if (found := found_before.fetch(self.place, self.world.world, key, variant, longest)) is not None:
                return found
        found = run(RULES, self.context)
        if key:
            found_before.store(self.place, self.world.questions, key, variant, found)
        return found

    @property
    def _came_of(self) -> str:
        """What findings come of besides what the world says, as a digest; "" where that can't be told."""
        program, read_from = unchanged.program(), self.place.memory.read_from
        if not program or not read_from or self.asked.base:
            return ""
        kinds = tuple(
            one.kind for one in self.log.documents
        )  # a template that was named is read as a document
        told = (self.log, kinds, self.settings, self.prefix, self.asked.today, self.asked.clock, self._known)
        return unchanged.digest([program, read_from, *told])

    def _lint(self, texts: Mapping[str, str]) -> tuple[Finding, ...]:
        """All findings with these texts in place of what was read; only those asked for keep their fix."""
        findings = (run(RULES, self._context(texts)) if texts else self._linted).findings
        wanted = {id(one) for one in self._wanted(findings)}
        return tuple(
            finding if id(finding) in wanted else replace(finding, fix=None) for finding in findings
        ) + tuple(self._unwritable(texts))

    def _unwritable(self, texts: Mapping[str, str]) -> Iterator[Finding]:
        """A finding for each text that its file's encoding can't hold, so that no fix makes such a text."""
        for path, text in texts.items():
            source = self.context.sources.get(path)
            encoding = source.encoding if source else "utf-8"
            try:
                if decode(path, text.encode(encoding)).text == text:
                    continue
            except UnicodeEncodeError:
                pass
            message = f"can't be written as {encoding}"
            yield Finding("P005", "encoding", "error", path, Place("whole"), message, subject=message)

    def _context(self, texts: Mapping[str, str]) -> Context:
        context = self.context
        if not texts:
            return context
        log = gather.with_texts(self.place, self.log, texts)
        facts = gather.facts_of(self.world, log, texts, needs(RULES, context), context.facts)
        known = context.baseline
        if known is not None and known.path in texts:
            known = read_baseline(texts[known.path], known.path)
        return replace(context, log=log, facts=facts, baseline=known)

    def outcome(self, *, fix: bool = False, unsafe: bool = False) -> Outcome:
        """What is found; with `fix` what is left once everything that can be mended is. Nothing is written yet."""
        linted = self._linted
        sources = dict(self._plain.sources)
        extra = {one.path: one for one in (self._events, self._baseline_source) if one is not None}
        findings = linted.findings
        fixed, changes, log = None, ChangeSet(), self.log
        if fix:
            others: dict[str, str | None] = {"events.yaml": None}
            others |= {path: source.text for path, source in extra.items()}
            fixed = fix_all(sources, self._lint({}), self._lint, unsafe=unsafe, extra=others)
            changes = fixed.changes({**sources, **extra})
            after = self._context(fixed.texts)
            findings = run(RULES, after).findings if fixed.texts else findings
            log, sources = after.log, dict(after.sources)
            for path, text in fixed.texts.items():
                if path not in sources:
                    extra[path] = Source(path, text)
        left = {one.key for one in fixed.refused} if fixed else set()
        shown = tuple(
            replace(one, fix=None) if one.key in left else one
            for one in sorted(self._wanted(findings), key=order_of(self._plain))
        )
        texts = tuple(one.path for one in self._plain.texts if self._is_named(one.path))
        return Outcome(shown, log, {**sources, **extra}, texts, len(linted.grandfathered), fixed, changes)

    def write(self, outcome: Outcome) -> tuple[str, ...]:
        """Write what was mended; all of it or nothing. Raises WriteError."""
        return writing.write(self.place, outcome.changes)

    def write_baseline(self) -> tuple[str, int]:
        """Let the baseline forgive everything that is found now: its path and the number of findings."""
        if not self.log.records:
            raise NothingHere(
                f"{os.path.relpath(self.place.records, self.start)}: there are no records here, and nothing to forgive"
            )
        findings = [one for one in self._linted.findings if forgivable(one)]
        path, text = self.baseline_path, write_baseline(findings)
        old = self.world.read([path])
        before = decode(path, old[path]) if old else None
        if before is None or before.text != text:
            change = Change(before.text if before else None, text)
            writing.write(self.place, ChangeSet({path: change}))
        return path, len(findings)


def _same(one: Log, other: Log) -> bool:
    """Whether two logs hold the very same texts."""
    return (
        len(one.records) == len(other.records)
        and len(one.documents) == len(other.documents)
        and one.files == other.files
        and all(a is b for a, b in zip(one.records, other.records, strict=True))
        and all(a is b for a, b in zip(one.documents, other.documents, strict=True))
    )


def _differs(need: Need, now: Facts, then: Facts) -> bool:
    """Whether a rule with this need may find something else in the same log."""
    if need in ("base", "branches"):
        return True
    said = {"events": "events_text"}.get(need, need)
    return bool(getattr(now, said) != getattr(then, said))


def _reminders(place: Workspace, prefix: str) -> Iterator[str]:
    """What can't be used in `[remind]`, such as a misspelt key, before the day on which a reminder is to go out."""
    if not place.config.remind:
        return
    from decidedly.notices import SettingsError as Unusable
    from decidedly.notices import Table, read_settings
    from decidedly.notifiers import NOTIFIERS, NotifierError, Surroundings

    try:
        settings = read_settings(place.config.remind, (kind.name for kind in NOTIFIERS))
    except Unusable as error:
        yield f"warning: {place.config.file}: {error}"
        return
    around = Surroundings(settings, place.config, place.root, None, {}, prefix, dry=True)
    for kind in NOTIFIERS:
        if kind.name in settings.channels:
            try:
                kind.make(Table(f"remind.{kind.name}", settings.channels[kind.name]), around)
            except NotifierError:
                continue  # what the environment lacks here
            except Unusable as error:
                yield f"warning: {place.config.file}: {error}"

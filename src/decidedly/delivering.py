"""One run of reminders through all channels: what each is to send, in which order it is noted and sent, what became of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from decidedly.notices import Digest, Message, Notice, State, Watermark, current_keys, plan
from decidedly.notices.words import clean, counted
from decidedly.notifiers import Notifier, NotifierError, StateError
from decidedly.notifiers.memory import Memory


@dataclass(frozen=True)
class Outcome:
    """What became of one channel: what was done in `words`, what went wrong in `error` ("" if nothing did).

    `messages` are what was to be sent; `sent` the keys that the channel has answered for; `preview`, for a dry run, is
    exactly what would have been sent.
    """

    channel: str
    words: str = ""
    error: str = ""
    messages: tuple[Message, ...] = ()
    sent: frozenset[str] = frozenset()
    preview: str = ""


@dataclass
class Channel:
    """A channel on its way through a run. `known`: the messages that runs before this one have left."""

    name: str
    notifier: Notifier
    digest: Digest
    cap: int
    known: frozenset[str] | None = None

    @property
    def found(self) -> tuple[Notice, ...]:
        """What there is to tell, new or not."""
        return self.digest.current

    def begin(self, state: State) -> State:
        """Plan what to send, given what is announced by now, and note it as begun."""
        mark = state.of(self.name)
        if self.known is None:
            self.known = frozenset(mark.pending)
        # What another run has begun since we first looked is for that one to send.
        theirs = {name: keys for name, keys in mark.pending.items() if name not in self.known}
        elsewhere = frozenset(key for keys in theirs.values() for key in keys)
        ours = {name: keys for name, keys in mark.pending.items() if name in self.known}
        standing = self.notifier.standing
        messages = plan(
            self.name,
            self.found,
            replace(mark, pending={} if standing else ours),
            self.notifier.addressees,
            max(len(self.found), 1) if standing else self.cap,
            elsewhere,
        )
        self.digest = replace(self.digest, messages=messages)
        begun = {} if standing else {one.id: one.keys for one in messages}
        if begun == ours:
            return state
        return state.with_channel(self.name, mark.begin({**theirs, **begun}))

    def finish(self, state: State, answered: Collection[str], undone: Collection[str], today: date) -> State:
        """Note what was answered for, and forget the messages of which it is known that they did not arrive."""
        if not answered and not undone:
            return state
        mark = state.of(self.name).answered(answered, today)
        pending = {name: keys for name, keys in mark.pending.items() if name not in undone}
        mark = Watermark(mark.announced, pending)
        return state.with_channel(
            self.name, mark.pruned(current_keys(self.found, self.notifier.addressees), today)
        )

    def unreachable(self) -> str:
        """What to do about those whom this channel can't reach, in one sentence; "" where it reaches everybody."""
        lost = [notice for notice in self.found if not self.notifier.addressees(notice)]
        if not lost:
            return ""
        named = ", ".join(clean(notice.record.id or notice.record.path) for notice in lost[:5])
        more = f" and {len(lost) - 5} more" if len(lost) > 5 else ""
        return f"nobody to send {named}{more} to: {self.notifier.unreachable(lost[0])}"


def _would(channel: Channel) -> str:
    if channel.notifier.standing:
        what = f"would show {counted(len(channel.found))}" if channel.found else "would show nothing"
        return f"{what}; a dry run does not ask which issues are there already"
    return f"would send {counted(len(channel.digest.new))}"


@dataclass
class Run:
    """All channels of a run, and what became of each."""

    channels: list[Channel]
    failed: Mapping[str, str]
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    unstored: bool = False

    def __post_init__(self) -> None:
        self.outcomes |= {name: Outcome(name, error=why) for name, why in self.failed.items()}

    def _begin(self, state: State) -> State:
        for channel in self.channels:
            state = channel.begin(state)
        return state

    def preview(self, memory: Memory) -> None:
        """Work out what would be sent."""
        if memory.lost and self._remembering:
            self.problems.append(
                f"what has been announced is not known, so a real run would hold back: {memory.lost}"
            )
        self._begin(memory.state)
        for channel in self.channels:
            messages = channel.digest.messages
            idle = not messages and not channel.notifier.standing
            self.outcomes[channel.name] = Outcome(
                channel.name,
                "nothing new" if idle else _would(channel),
                channel.unreachable(),
                messages,
                preview="" if idle else channel.notifier.preview(channel.digest),
            )

    def send(self, memory: Memory, today: date) -> None:
        """Note what is begun, send it, and note what each channel has answered for.

        Where it is not known what was announced, or can't be noted, only what always shows everything goes: the rest
        waits for the next run, so that nobody hears it twice.
        """
        back = memory.lost or self._noted(memory)
        for channel in self.channels:
            if channel.notifier.standing:
                channel.begin(memory.state)
                outcome = self._deliver(channel, memory, today)
            elif back:
                why = f"held back, so that nobody hears it twice; the next run sends it: {back}"
                outcome = Outcome(channel.name, error=why if channel.found else "")
            elif not channel.digest.messages:
                outcome = Outcome(channel.name, "nothing new")
            else:
                outcome = self._deliver(channel, memory, today)
            error = "; ".join(words for words in (outcome.error, channel.unreachable()) if words)
            self.outcomes[channel.name] = replace(outcome, error=error)

    @property
    def _remembering(self) -> bool:
        """Whether any channel needs to know what was announced."""
        return not all(channel.notifier.standing for channel in self.channels)

    def _noted(self, memory: Memory) -> str:
        """Note what is about to be sent; why that could not be done, or ""."""
        if self._remembering:
            try:
                memory.update(self._begin)
            except StateError as error:
                return str(error)
        return ""

    def _deliver(self, channel: Channel, memory: Memory, today: date) -> Outcome:
        messages = channel.digest.messages
        answered: frozenset[str] = frozenset()
        doubtful: frozenset[str] | None = None
        words = error = ""
        try:
            delivery = channel.notifier.deliver(channel.digest)
            answered, words = delivery.keys, delivery.words
        except NotifierError as failed:
            answered, doubtful, error = failed.answered, failed.doubtful, str(failed)
        except (
            Exception
        ) as failed:  # whatever a library does in one channel, the others go; its words may hold secrets
            error = f"a bug in adr or in a library that it uses: {type(failed).__name__}"
        # A message that an earlier run had begun may have arrived then, whatever is said to it now.
        missed = {one.id for one in messages if not answered.issuperset(one.keys)} - (channel.known or set())
        undone = frozenset() if doubtful is None else frozenset(missed - doubtful)
        try:
            memory.update(lambda state: channel.finish(state, answered, undone, today))
        except StateError as lost:
            if not channel.notifier.standing:  # who always shows everything needs no note
                self.unstored = True
                self.problems.append(
                    f"what {channel.name} has taken could not be noted, so that it will be sent again: {lost}"
                )
        return Outcome(channel.name, words, error, messages, answered)

"""What a channel sends now: everything that it has not announced yet, in messages of bounded size."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from decidedly.notices.notice import Message, Notice, digest_of
from decidedly.notices.watermark import Watermark

Addressees = Callable[[Notice], Sequence[str]]
"""Under which names a channel sends a notice separately: ("",) for a channel that has only one place to send to."""


def key_for(notice: Notice, addressee: str) -> str:
    """The key under which it is remembered that `addressee` has had this notice."""
    return f"{notice.key}.{digest_of(addressee.casefold(), length=8)}" if addressee else notice.key


def current_keys(found: Sequence[Notice], addressees: Addressees) -> frozenset[str]:
    """The keys of all notices for all whom they go to."""
    return frozenset(key_for(notice, to) for notice in found for to in addressees(notice))


def plan(
    channel: str,
    found: Sequence[Notice],
    watermark: Watermark,
    addressees: Addressees,
    cap: int,
    elsewhere: Collection[str] = (),
) -> tuple[Message, ...]:
    """The messages of this run, in a fixed order.

    A message that an earlier run began and was not answered for comes again first, with the same id and with those of its
    notices that are still true. The rest of what is new follows, at most `cap` notices for each addressee, the most
    urgent first; what is over waits for later runs. Keys in `elsewhere` are being sent by another run.
    """
    waiting: dict[str, dict[str, Notice]] = {}
    for notice in sorted(found, key=lambda one: one.urgency):
        for to in dict.fromkeys(addressees(notice)):
            key = key_for(notice, to)
            if key not in watermark.announced and key not in elsewhere:
                waiting.setdefault(to, {})[key] = notice
    messages: list[Message] = []
    for name, keys in sorted(watermark.pending.items()):
        for to, theirs in waiting.items():
            again = {key: theirs.pop(key) for key in keys if key in theirs}
            if again:
                messages.append(Message(name, to, tuple(again.values()), tuple(again)))
    for to, theirs in sorted(waiting.items()):
        if theirs:
            chosen = dict(list(theirs.items())[:cap])
            name = digest_of(channel, to.casefold(), *sorted(chosen), length=32)
            messages.append(
                Message(name, to, tuple(chosen.values()), tuple(chosen), len(theirs) - len(chosen))
            )
    return tuple(messages)

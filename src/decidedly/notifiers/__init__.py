"""Who carries a notice: one file for each kind of channel. All of them are listed here."""

from decidedly.notifiers import chat, github, gitlab, mail, webhook
from decidedly.notifiers.kind import (
    ConflictError,
    Delivery,
    Kind,
    Notifier,
    NotifierError,
    StateError,
    Store,
    Surroundings,
)

NOTIFIERS: tuple[Kind, ...] = (github.KIND, gitlab.KIND, mail.KIND, chat.KIND, webhook.KIND)
"""Every kind of channel, in the order in which they are served; what is not listed here does not exist."""

__all__ = [
    "NOTIFIERS",
    "ConflictError",
    "Delivery",
    "Kind",
    "Notifier",
    "NotifierError",
    "StateError",
    "Store",
    "Surroundings",
]

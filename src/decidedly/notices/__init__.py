"""What somebody should hear of: a report as notices, what of it is new, and the words for it. Pure."""

from decidedly.notices.notice import Digest, Message, Notice, digest_of, grouped, notices
from decidedly.notices.plan import current_keys, key_for, plan
from decidedly.notices.settings import (
    Settings,
    SettingsError,
    Table,
    bare,
    is_address,
    looked_up,
    read_settings,
)
from decidedly.notices.watermark import State, UnreadableError, Watermark, loads

__all__ = [
    "Digest",
    "Message",
    "Notice",
    "Settings",
    "SettingsError",
    "State",
    "Table",
    "UnreadableError",
    "Watermark",
    "bare",
    "current_keys",
    "digest_of",
    "grouped",
    "is_address",
    "key_for",
    "loads",
    "looked_up",
    "notices",
    "plan",
    "read_settings",
]

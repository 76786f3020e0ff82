"""`adr reject`."""

from decidedly.cli.changing import deciding

command = deciding(
    "reject",
    "rejected",
    """Reject proposals.

    Writes the status and the day into each record, in its own form. A rejected proposal stays: it tells what was
    thought of, and why it was not done.
    """,
    "adr reject 12",
    "adr reject 12 14 --date 2026-01-15",
)

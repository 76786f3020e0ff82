"""`adr accept`."""

from decidedly.cli.changing import deciding

command = deciding(
    "accept",
    "accepted",
    """Accept decisions.

    Writes the status and the day into each record, in its own form. What the record says that it supersedes or amends
    is told so: the other end of the link is written, and the status of what is superseded. All of it or nothing.
    """,
    "adr accept 12",
    "adr accept 12 14 --date 2026-01-15",
    "adr accept 12 --dry-run",
)

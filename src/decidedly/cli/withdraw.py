"""`adr withdraw`."""

from decidedly.cli.changing import deciding

command = deciding(
    "withdraw",
    "withdrawn",
    """Withdraw drafts and proposals.

    Writes the status and the day into each record, in its own form.
    """,
    "adr withdraw 12",
)

"""`adr deprecate`."""

from decidedly.cli.changing import deciding

command = deciding(
    "deprecate",
    "deprecated",
    """Say that decisions no longer hold.

    Writes the status and the day into each record, in its own form. Where something takes its place: adr supersede.
    """,
    "adr deprecate 12",
)

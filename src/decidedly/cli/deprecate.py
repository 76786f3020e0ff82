"""`adr deprecate`."""

from decidedly.cli.changing import deciding

command = deciding(
    "deprecate",
    "deprecated",
    """Deprecate decisions: they no longer hold, and nothing takes their place.

    Writes the status and the day into each record, in its own form. Where something takes its place: adr supersede.
    """,
    "adr deprecate 12",
)

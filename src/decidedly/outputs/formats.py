"""Every format of findings. Apart from the other outputs, whose users need nothing of the linter."""

from decidedly.outputs import concise, findings, github, gitlab, junit, sarif, text
from decidedly.outputs.checked import Format

FORMATS: tuple[Format, ...] = (
    text.OUTPUT,
    concise.OUTPUT,
    findings.OUTPUT,
    sarif.OUTPUT,
    github.OUTPUT,
    gitlab.OUTPUT,
    junit.OUTPUT,
)
"""Every format; what is not listed here does not exist."""


def format_named(name: str) -> Format:
    """The format of that name. Raises KeyError."""
    for one in FORMATS:
        if one.name == name:
            return one
    raise KeyError(name)

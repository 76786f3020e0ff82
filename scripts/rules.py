"""Writes docs/rules.md, the index of the linter's rules: python scripts/rules.py"""

from __future__ import annotations

from pathlib import Path

from decidedly.lint import RULES

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "rules.md"

GROUPS = {
    "P": "The file",
    "M": "Metadata",
    "S": "Status",
    "L": "Links",
    "R": "Reviews",
    "X": "Options and criteria",
    "C": "The log as a whole",
    "G": "The linting itself",
}
FIXES = {"safe": "`--fix`", "unsafe": "`--unsafe-fixes`", "": ""}
HEAD = """# Rules

Every rule that [`adr lint`](lint.md) knows. Its page says why, shows what is good and what is not, and is what
`adr explain CODE` prints. *off* rules run when they are selected; those with *fixed by* can be fixed by machine.
This page is made by `python scripts/rules.py`.
"""


def page() -> str:
    """The page, from the rules as they are."""
    parts = [HEAD]
    for letter, title in GROUPS.items():
        rules = [rule for rule in RULES if rule.code.startswith(letter)]
        if rules:
            parts.append(
                f"\n## {letter}: {title}\n\n| code | name | severity | fixed by | what it says |\n|---|---|---|---|---|\n"
            )
        for rule in rules:
            link = f"../src/decidedly/lint/rules/{rule.name.replace('-', '_')}.md"
            summary = rule.summary.replace("|", "\\|")
            parts.append(
                f"| [{rule.code}]({link}) | {rule.name} | {rule.severity} | {FIXES[rule.fix]} | {summary} |\n"
            )
    return "".join(parts)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")

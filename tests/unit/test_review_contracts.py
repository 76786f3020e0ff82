"""What the commands about reviews print as JSON is what their schemas say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from decidedly import resources
from decidedly.cli import main

RECORD = """\
---
status: accepted
date: 2025-01-01
owner: "@alice"
answer: Redis streams
review: {every: 1 year, when: [{event: phase-12}]}
---

# Which queue?
"""
CONFIG = """\
[remind.people]
"@alice" = "alice@example.org"

[remind.mail]
host = "localhost"
security = "none"
from = "adr@example.org"

[remind.webhook]
"""


@pytest.mark.parametrize(
    "words",
    [
        "due",
        "due --all",
        "due --owner @nobody",
        "event",
        "event phase-12 --expected 2026-03-01 --dry-run",
        "review 1 --reaffirm --dry-run",
        "review 1 --defer 1m -m later --dry-run",
        "remind --dry-run",
        "for docs",
    ],
)
def test_the_json_of_reviews_keeps_its_contracts(
    words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "docs" / "adr").mkdir(parents=True)
    (tmp_path / "docs" / "adr" / "0001-queue.md").write_text(RECORD, encoding="utf-8")
    (tmp_path / "adr.toml").write_text(CONFIG, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    code = main([*words.split(), "--as-of", "2026-01-15", "--json"])
    assert code == 0, capsys.readouterr().err
    data = json.loads(capsys.readouterr().out)
    name, version = data["schema"].removeprefix("decidedly/").split("@")
    schema = json.loads(resources.read_text(resources.schemas(), f"{name}-{version}.json"))
    jsonschema.Draft202012Validator(closed(schema)).validate(data)


def closed(schema: Any) -> Any:
    """The schema with every object closed, so that a key that it does not name is found."""
    if isinstance(schema, list):
        return [closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    made = {key: closed(value) for key, value in schema.items()}
    return {**made, "additionalProperties": False} if "properties" in schema else made

"""A folder as texts: links."""

from __future__ import annotations

from pathlib import Path

from decidedly.tree import outward


def test_links_that_are_not_followed_are_named(tmp_path: Path) -> None:
    root, away = tmp_path / "repo", tmp_path / "away.md"
    records = root / "adr"
    records.mkdir(parents=True)
    away.write_text("# Away\n", encoding="utf-8")
    (records / "0001-here.md").write_text("# Here\n", encoding="utf-8")
    (records / "0002-there.md").symlink_to(away)
    (records / "0003-same.md").symlink_to("0001-here.md")
    (records / "0004-gone.md").symlink_to("nowhere.md")
    assert list(outward([("", records)], root)) == ["0002-there.md", "0004-gone.md"]

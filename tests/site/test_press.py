"""Pages that are made one by one, when they are asked for, are those of a built site."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.site import logs

from decidedly import app
from decidedly.dialects import Memory
from decidedly.pages import Press, build


@pytest.mark.parametrize("files", [logs.SMALL, logs.many(120)], ids=["small", "long"])
def test_one_by_one(files: dict[str, str]):
    report = logs.report(files)
    whole = dict(build(report, logs.SITE, logs.theme()))
    press = Press(report, logs.SITE, logs.theme())
    for output in reversed(whole):
        assert press.get(output) == whole[output], output
    for gone in ("d/none.html", "nothing.html", "log/1900.html", "", "d"):
        assert press.get(gone) is None


def test_a_broken_layout_fails_each_time_and_only_its_pages():
    theme = logs.theme() | {"layouts/timeline.html": "{{ nothing.at_all }}"}
    press = Press(logs.report(logs.SMALL), logs.SITE, theme)
    for _ in range(2):
        with pytest.raises(Exception, match="nothing"):
            press.get("timeline.html")
    assert press.get("index.html")


def test_a_preview_has_every_file_of_a_built_site(tmp_path: Path):
    folder = tmp_path / "adr"
    folder.mkdir()
    for name, text in logs.SMALL.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "img").mkdir()
    (folder / "img" / "flow.png").write_bytes(b"\x89PNG")
    opened = app.open_log(tmp_path)
    made = app.build_site(opened, date(2026, 3, 2), search=False)
    live = app.live_site(opened, date(2026, 3, 2), search=False)
    names = [
        file.relative_to(made.folder).as_posix()
        for file in made.folder.rglob("*")
        if file.is_file() and not file.name.startswith(".")
    ]
    assert "files/img-flow.png" in names
    for name in names:
        assert live.get(name) == (made.folder / name).read_bytes(), name
    assert live.get("pagefind/pagefind.js") is None


def test_full_text_is_there_once_it_is_asked_for(tmp_path: Path):
    (tmp_path / "adr").mkdir()
    (tmp_path / "adr" / "DR-001-x.md").write_text(dict([logs.record(1, "Which hull")])["DR-001-which-hull.md"])
    live = app.live_site(app.open_log(tmp_path), date(2026, 3, 2))
    assert live.get("pagefind/pagefind.js")
    assert live.get("pagefind/../d/dr-001.html") is None
    live.close()
    assert live.get("pagefind/pagefind.js") is None


def test_only_what_changed_is_read_again(tmp_path: Path):
    (tmp_path / "adr").mkdir()
    for name, text in logs.many(5).items():
        (tmp_path / "adr" / name).write_text(text, encoding="utf-8")
    memory = Memory()
    before = app.open_log(tmp_path, memory=memory).log
    changed = tmp_path / "adr" / before.records[2].path
    changed.write_text(changed.read_text(encoding="utf-8") + "\nMore.\n", encoding="utf-8")
    (tmp_path / "adr" / before.records[4].path).unlink()
    after = app.open_log(tmp_path, memory=memory).log
    assert [new is old for new, old in zip(after.records, before.records, strict=False)] == [True, True, False, True]
    assert after.records == app.open_log(tmp_path).log.records

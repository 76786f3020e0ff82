import zipfile
from pathlib import Path

import pytest

from decidedly import resources


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in ("b.txt", "a/z.txt", "a-b/y.txt", "a.txt"):
        file = tmp_path / "tree" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"one\r\ntwo \xc3\xa9\n")
    return tmp_path / "tree"


def test_walk_gives_every_file_in_the_order_of_its_path(tree: Path):
    assert [path for path, _ in resources.walk(tree)] == ["a-b/y.txt", "a.txt", "a/z.txt", "b.txt"]


def test_walk_and_read_are_the_same_inside_a_zip(tree: Path, tmp_path: Path):
    with zipfile.ZipFile(tmp_path / "tree.zip", "w") as archive:
        for path, file in resources.walk(tree):
            archive.writestr(path, file.read_bytes())
    packed = zipfile.Path(tmp_path / "tree.zip")
    assert [path for path, _ in resources.walk(packed)] == [path for path, _ in resources.walk(tree)]
    assert (
        resources.read_text(packed, "a", "z.txt") == resources.read_text(tree, "a", "z.txt") == "one\ntwo é\n"
    )


def test_a_checkout_has_its_folders_beside_the_package(checkout: Path):
    assert resources.theme() == checkout / "site"
    assert resources.templates() == checkout / "templates"


def test_native_template_is_there():
    assert resources.read_text(resources.templates(), "native.md").startswith("{{ head }}\n")

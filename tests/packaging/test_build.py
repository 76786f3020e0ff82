"""What is in the wheel and in the source distribution."""

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

from tests.packaging.conftest import build, run

import decidedly


def shipped(checkout: Path) -> set[str]:
    """The names that the package's files should have in the wheel, from the files that stand in the tree."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z", "--", "src", "site", "templates"],
        cwd=checkout,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    names = [name for name in listed.split("\0") if name and (checkout / name).is_file()]
    return {
        name.removeprefix("src/") if name.startswith("src/") else f"decidedly/_bundled/{name}"
        for name in names
    }


def test_wheel_holds_the_package_the_theme_and_the_templates_and_nothing_else(wheel: Path, checkout: Path):
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    package = {name for name in names if not name.startswith(f"decidedly-{decidedly.__version__}.dist-info/")}
    assert package == shipped(checkout)
    assert "decidedly/_bundled/templates/native.md" in package
    assert "decidedly/py.typed" in package
    assert any(name.startswith("decidedly/_bundled/site/layouts/") for name in package)
    assert any(name.startswith("decidedly/_bundled/site/assets/") for name in package)


def test_wheel_says_what_it_is(wheel: Path):
    info = f"decidedly-{decidedly.__version__}.dist-info"
    with zipfile.ZipFile(wheel) as archive:
        metadata = archive.read(f"{info}/METADATA").decode()
        commands = archive.read(f"{info}/entry_points.txt").decode()
        assert f"{info}/licenses/LICENSE" in archive.namelist()
    assert f"Version: {decidedly.__version__}\n" in metadata
    assert "License-Expression: Apache-2.0\n" in metadata
    assert "adr = decidedly.cli:main\n" in commands
    assert "decidedly = decidedly.cli:main\n" in commands


def test_sdist_holds_what_a_build_needs_and_no_more(sdist: Path):
    with tarfile.open(sdist) as archive:
        tops = {name.split("/")[1] for name in archive.getnames() if "/" in name}
    needed = {
        "src",
        "site",
        "templates",
        "pyproject.toml",
        "README.md",
        "LICENSE",
        "CHANGELOG.md",
        "PKG-INFO",
    }
    assert tops - {".gitignore"} == needed


def test_wheel_from_the_sdist_is_the_wheel_from_the_tree(wheel: Path, unpacked: Path, tmp_path: Path):
    assert build("wheel", unpacked, tmp_path).read_bytes() == wheel.read_bytes()


def test_two_builds_are_the_same_bytes(wheel: Path, sdist: Path, checkout: Path, tmp_path: Path):
    assert build("wheel", checkout, tmp_path / "wheel").read_bytes() == wheel.read_bytes()
    assert build("sdist", checkout, tmp_path / "sdist").read_bytes() == sdist.read_bytes()


def test_resources_are_found_inside_a_zip(wheel: Path, tmp_path: Path):
    code = f"""
import sys
sys.path.insert(0, {str(wheel)!r})
from decidedly import resources
assert ".whl" in resources.__file__, resources.__file__
print(*(path for path, _ in resources.walk(resources.templates())))
print(len(list(resources.walk(resources.theme()))))
print(resources.read_text(resources.templates(), "native.md").splitlines()[0])
"""
    templates, files, first = run([sys.executable, "-I", "-c", code], cwd=tmp_path).splitlines()
    assert "native.md" in templates.split()
    assert int(files) > 1
    assert first == "{{ head }}"

"""The two commands that the README gives to contributors."""

import os
import subprocess
from pathlib import Path

import pytest
from tests.packaging.conftest import run


@pytest.mark.parametrize("name", ["demo", "test"])
def test_readme_names_a_script_that_runs(name: str, checkout: Path):
    script = checkout / "scripts" / name
    assert f"scripts/{name}" in (checkout / "README.md").read_text(encoding="utf-8")
    assert os.access(script, os.X_OK)
    run(["bash", "-n", script], cwd=checkout)


def test_ci_runs_the_readmes_test_command_and_nothing_else(checkout: Path):
    script = (checkout / ".ci" / "run").read_text(encoding="utf-8")
    (command,) = [line for line in script.splitlines() if line and not line.startswith("#")]
    assert command.startswith("exec ")
    assert command.endswith('/../scripts/test"')


@pytest.mark.slow
def test_demo_builds_both_sites_in_a_new_checkout(checkout: Path, tmp_path: Path):
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"],
        cwd=checkout,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    fresh = tmp_path / "checkout"
    for name in listed.split("\0"):
        source, target = checkout / name, fresh / name
        if name and source.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(source.read_bytes())
            target.chmod(source.stat().st_mode)

    printed = run([fresh / "scripts" / "demo"], cwd=tmp_path)

    for site in ("_site", "_site-example"):
        page = fresh / site / "index.html"
        assert page.is_file()
        assert str(page) in printed

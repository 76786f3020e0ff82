"""The package as a user gets it: built once for each worker, installed away from the source tree."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
EPOCH = "1767225600"  # 2026-01-01


def run(command: Sequence[str | Path], *, cwd: Path, **env: str) -> str:
    """Run a command that has to succeed, away from the environment of the tests, and give what it printed."""
    surroundings = {k: v for k, v in os.environ.items() if k not in ("VIRTUAL_ENV", "PYTHONPATH")} | env
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=surroundings,
        text=True,
        capture_output=True,
        stdin=subprocess.DEVNULL,
    )
    if done.returncode:
        pytest.fail(
            f"{' '.join(map(str, command))}: exit {done.returncode}\n{done.stdout}{done.stderr}",
            pytrace=False,
        )
    return done.stdout


def build(kind: str, tree: Path, out: Path) -> Path:
    """The wheel or sdist of a source tree, as ``python -m build`` makes it."""
    command: list[str | Path] = [
        sys.executable,
        "-m",
        "build",
        "--no-isolation",
        f"--{kind}",
        "--outdir",
        out,
        tree,
    ]
    run(command, cwd=tree, SOURCE_DATE_EPOCH=EPOCH)
    (made,) = out.iterdir()
    return made


def find_uv() -> str:
    """The uv of the development environment, else of the machine."""
    beside = Path(sys.executable).with_name("uv")
    found = str(beside) if beside.exists() else shutil.which("uv")
    assert found, "uv is part of the development environment"
    return found


@dataclass(frozen=True)
class Environment:
    """A virtual environment away from the source tree."""

    folder: Path

    @property
    def bin(self) -> Path:
        """Where its commands are."""
        return self.folder / ("Scripts" if os.name == "nt" else "bin")

    def install(self, *arguments: str | Path) -> None:
        """Install with uv, at the versions of uv.lock."""
        constraints = self.folder / "constraints.txt"
        if not constraints.exists():
            export = (
                "export",
                "--frozen",
                "--no-dev",
                "--no-emit-project",
                "--no-hashes",
                "--quiet",
                "-o",
                constraints,
            )
            run([find_uv(), *export], cwd=ROOT)
        command = ("pip", "install", "--quiet", "--python", self.bin / "python", "-c", constraints)
        run([find_uv(), *command, *arguments], cwd=self.folder)

    def run(self, *arguments: str) -> str:
        """What its Python prints."""
        return run([self.bin / "python", "-I", *arguments], cwd=self.folder)

    def adr(self, *arguments: str | Path) -> str:
        """What the installed command prints."""
        return run([self.bin / "adr", *arguments], cwd=self.folder)


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the tree."""
    return build("wheel", ROOT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="session")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The source distribution."""
    return build("sdist", ROOT, tmp_path_factory.mktemp("sdist"))


@pytest.fixture(scope="session")
def unpacked(sdist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The source tree that the source distribution holds."""
    folder = tmp_path_factory.mktemp("unpacked")
    run(["tar", "-xzf", sdist], cwd=folder)  # Debian 12's Python, 3.11.2, unpacks only without a filter
    (tree,) = folder.iterdir()
    return tree


@pytest.fixture
def environment(tmp_path: Path) -> Callable[[], Environment]:
    """Makes an empty environment."""

    def make() -> Environment:
        folder = tmp_path / "environment"
        run([find_uv(), "venv", "--quiet", "--python", sys.executable, folder], cwd=tmp_path)
        return Environment(folder)

    return make

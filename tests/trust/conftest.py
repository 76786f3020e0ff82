"""What makes faults: strace, and a disk that is soon full."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.trust import tracing


@pytest.fixture(autouse=True)
def _no_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a command does to the records is counted here, call by call; what it keeps for the next is tested elsewhere."""
    monkeypatch.setenv("ADR_CACHE", "off")


@pytest.fixture(scope="session")
def bytecode(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the bytecode of what a command imports, which no other test writes to: a module that others compile
    between two runs would be one file less to open in the second."""
    folder = tmp_path_factory.mktemp("bytecode")
    every = "import pkgutil, decidedly as d; [__import__(m.name) for m in pkgutil.walk_packages(d.__path__, 'decidedly.') if '__main__' not in m.name]"
    subprocess.run(
        [sys.executable, "-c", every],
        env={name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        | {"PYTHONPYCACHEPREFIX": str(folder)},
        check=True,
    )
    return folder


@pytest.fixture
def strace(bytecode: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Skip, and say why, where processes can't be traced; where everything has to run, fail."""
    monkeypatch.setenv("PYTHONPYCACHEPREFIX", str(bytecode))
    reason = tracing.hindrance()
    if reason:
        if "ADR_TEST_COMPLETE" in os.environ and shutil.which("strace") is None and sys.platform == "linux":
            pytest.fail(reason)
        pytest.skip(reason)


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """A file system of 256 KB, where root may mount one."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root may mount a small file system")
    folder = Path(tempfile.mkdtemp())
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=256k", "none", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode:
        folder.rmdir()
        pytest.skip("no file system can be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)
        folder.rmdir()


@pytest.fixture
def without_rights() -> list[str]:
    """What to put before a command so that permissions bind it, even where root runs the tests."""
    if sys.platform == "win32":
        pytest.skip("permissions as on Unix")
    if os.geteuid() != 0:
        return []
    if shutil.which("setpriv") is None:
        pytest.skip("root may write everywhere, and there is no setpriv to give that up")
    return ["setpriv", "--bounding-set=-dac_override", "--inh-caps=-dac_override"]

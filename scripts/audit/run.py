"""Lighthouse over every kind of page: `nox -s audit`, by hand and not among the tests.

The example's site is built and served on loopback; each page is looked at RUNS times as a phone and as a desktop, and the
medians must reach what we promise. Numbers of a busy machine are lower: run it on an idle one.
"""

from __future__ import annotations

import argparse
import functools
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
LIGHTHOUSE = HERE / "node_modules" / "lighthouse" / "cli" / "index.js"
BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")

PAGES = (
    "index.html", "d/dr-013.html", "d/dr-001.html", "m/dr-013.html", "compare.html", "graph.html", "timeline.html",
    "reviews.html", "search.html", "about.html", "print.html", "status/accepted.html", "doc/hosting-comparison.html",
)  # fmt: skip
FORMS = ("mobile", "desktop")
LEAST = {
    "accessibility": {"mobile": 100, "desktop": 100},
    "best-practices": {"mobile": 100, "desktop": 100},
    "seo": {"mobile": 100, "desktop": 100},
    "performance": {"mobile": 95, "desktop": 99},
}
# Lighthouse asks for robots.txt from inside the page, whose policy lets it ask for nothing.
SKIPPED = "robots-txt"
MOST = {"cumulative-layout-shift": 0.02, "total-blocking-time": 200.0}


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


def look(address: str, form: str, browser: str) -> dict[str, float]:
    """One run: scores from 0 to 100, and the metrics of MOST."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        subprocess.run(
            ["node", str(LIGHTHOUSE), address, "--quiet", "--output=json", f"--output-path={report}",
             f"--only-categories={','.join(LEAST)}", f"--skip-audits={SKIPPED}", *(["--preset=desktop"] if form == "desktop" else []),
             "--chrome-flags=--headless=new --no-sandbox --disable-gpu"],
            env=os.environ | {"CHROME_PATH": browser}, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        data = json.loads(report.read_text(encoding="utf-8"))
    for name, one in data["audits"].items():
        if one.get("score") == 0 and one.get("scoreDisplayMode") == "binary":
            print(f"    {name}: {one['title']}", file=sys.stderr)
    found = {name: round(100 * data["categories"][name]["score"]) for name in LEAST}
    return found | {name: data["audits"][name]["numericValue"] for name in MOST}


def main() -> int:
    """Look at every page; 1 when something falls short."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--log", type=Path, default=ROOT / "docs" / "example", help="The log to publish.")
    parser.add_argument("pages", nargs="*", default=PAGES)
    given = parser.parse_args()
    named = (os.environ.get("ADR_TEST_BROWSER"), *BROWSERS)
    browser = next((found for name in named if name and (found := shutil.which(name))), None)
    if browser is None or not LIGHTHOUSE.is_file():
        print("audit: Chromium or Lighthouse is missing; nox -s audit installs the latter", file=sys.stderr)
        return 2
    bad = 0
    with tempfile.TemporaryDirectory() as made:
        site = Path(made) / "site"
        subprocess.run(
            [sys.executable, "-m", "decidedly", "-q", "build", "-o", str(site)], cwd=given.log, check=True
        )
        server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(site)))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        print(f"{'page':28}{'as':9}" + "".join(f"{name:>16}" for name in LEAST) + f"{'CLS':>8}{'TBT':>8}")
        for page in given.pages:
            for form in FORMS:
                address = f"http://127.0.0.1:{server.server_port}/{page}"
                runs = [look(address, form, browser) for _ in range(given.runs)]
                found = {name: statistics.median(run[name] for run in runs) for name in runs[0]}
                short = [name for name, least in LEAST.items() if found[name] < least[form]]
                short += [name for name, most in MOST.items() if found[name] > most]
                bad += bool(short)
                cls, tbt = (found[name] for name in MOST)
                print(
                    f"{page:28}{form:9}" + "".join(f"{found[name]:16.0f}" for name in LEAST)
                    + f"{cls:8.3f}{tbt:8.0f}" + ("   short: " + ", ".join(short) if short else ""),
                    flush=True,
                )  # fmt: skip
        server.shutdown()
    return 1 if bad else 0


if __name__ == "__main__":
    raise SystemExit(main())

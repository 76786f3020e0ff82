"""Takes the pictures that the README shows, of the example log's site: python scripts/pictures.py

Needs the environment and the browser of scripts/test (ADR_TEST_BROWSER names one at an unusual place), and looks best where
the typeface Inter is installed.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
PICTURES = {"log": "index.html", "decision": "d/dr-013.html"}


def main() -> None:
    """Build the example and write docs/images/NAME.png."""
    folder = ROOT / "docs" / "images"
    folder.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        site = Path(place) / "site"
        built = [
            sys.executable,
            "-m",
            "decidedly",
            "-C",
            str(ROOT / "docs" / "example"),
            "build",
            "-o",
            str(site),
        ]
        subprocess.run([*built, "--no-search"], check=True)
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("ADR_TEST_BROWSER", "/usr/bin/chromium"), args=["--no-sandbox"]
        )
        page = browser.new_page(viewport={"width": 1280, "height": 860}, color_scheme="light")
        for name, address in PICTURES.items():
            page.goto((site / address).as_uri())
            shown = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
            shown.quantize(256, dither=Image.Dither.NONE).save(folder / f"{name}.png", optimize=True)
        browser.close()


if __name__ == "__main__":
    main()

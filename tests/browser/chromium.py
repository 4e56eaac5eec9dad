"""Find a browser to test in: prints its path and fails when there is none."""

import os
import shutil
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def path() -> str:
    """Return the browser's path: ``CHROMIUM``, an installed one, else Playwright's own."""
    installed = os.environ.get("CHROMIUM") or next(
        filter(None, map(shutil.which, NAMES)), ""
    )
    if installed:
        return installed
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else ""


if __name__ == "__main__":
    found = path()
    if not found:
        sys.exit("No browser was found. Install Chromium, or name one in CHROMIUM.")
    print(found)

"""Find a browser to test in: prints its path and fails when there is none."""

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, Playwright, sync_playwright

MISSING = (
    "No browser was found: what needs one is not tested. "
    "Install Chromium, or name one in CHROMIUM."
)
#: Chromium without a window takes half the processor time.
_SHELL = "chromium-headless-shell"
_WHOLE = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
_FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")


def path(*, whole: bool = False) -> str:
    """Return the browser's path: ``CHROMIUM``, an installed one, else Playwright's own.

    The headless shell comes first, but last where the ``whole`` browser is asked for.
    """
    names = (*_WHOLE, _SHELL) if whole else (_SHELL, *_WHOLE)
    installed = os.environ.get("CHROMIUM") or next(
        filter(None, map(shutil.which, names)), ""
    )
    if installed:
        return installed
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else ""


def launch(playwright: Playwright, *, whole: bool = False) -> Browser:
    """Start the browser, without any connection of its own."""
    found = path(whole=whole)
    return playwright.chromium.launch(executable_path=found, args=list(_FLAGS))


if __name__ == "__main__":
    found = path()
    if not found:
        sys.exit(MISSING)
    print(found)

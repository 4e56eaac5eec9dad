"""Measure or photograph the twelve pages.

    python -m tests.browser.pages measure [--keep FOLDER]
    python -m tests.browser.pages pictures [--into test-results/pages] [--keep FOLDER]

Both install a demonstration as ``make demo`` does, in the database of ``DATABASE_URL``,
else in SQLite; ``--keep`` leaves it in a folder and goes on with it the next time.
"""

import argparse
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser import chromium
from tests.browser.conftest import ROOT
from tests.browser.demonstrations import demonstration
from tests.browser.pages.measuring import measure
from tests.browser.pages.picturing import picture
from tests.browser.pages.twelve import Journey


def main() -> None:
    """Do what was asked, and print the table or where the pictures are."""
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=["measure", "pictures"])
    parser.add_argument("--into", type=Path, default=ROOT / "test-results" / "pages")
    parser.add_argument("--keep", type=Path)
    wanted = parser.parse_args()
    with demonstration(wanted.keep) as platform, sync_playwright() as playwright:
        platform.start()
        journey = Journey(platform)
        browser = chromium.launch(playwright)
        if wanted.what == "measure":
            print(measure(browser, journey, platform.url))
        else:
            picture(browser, journey, platform.url, wanted.into)
            print(wanted.into)
        browser.close()


if __name__ == "__main__":
    main()

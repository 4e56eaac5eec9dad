"""Walk the full demonstration as every role and print what is wrong.

    python -m tests.walk [--keep FOLDER] [--roles learner,trainer]

It installs the demonstration as ``make demo`` does, in the database of ``DATABASE_URL``,
else in SQLite; ``--keep`` leaves it in a folder and goes on with it the next time. It ends
with 1 where something is wrong or a route of the platform was not reached.
"""

import argparse
import os
import sys
import time
from pathlib import Path

import django

from tests.browser.demonstrations import demonstration


def main():
    """Walk, print the report, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--roles", default="")
    parser.add_argument("--no-browser", action="store_true")
    wanted = parser.parse_args()
    with demonstration(wanted.keep) as platform:
        os.environ.update(platform.environment)
        django.setup()
        from tests.walk.tour import Tour  # needs the settings

        begun = time.monotonic()
        roles = [one for one in wanted.roles.split(",") if one]
        tour = Tour(platform, roles, in_browser=not wanted.no_browser)
        tour.walk()
        print(tour.report(time.monotonic() - begun))
    return int(not tour.is_clean)


if __name__ == "__main__":
    sys.exit(main())

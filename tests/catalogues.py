"""Check the translations: every string of ours is in every catalogue, none is doubtful."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ("elearning", "courses", "content", "templates", "locale")
LANGUAGES = tuple(sorted(path.name for path in (ROOT / "locale").glob("??")))


def gaps() -> list[str]:
    """Return a line for each string of the sources that lacks a sure translation."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for name in SOURCES:
            shutil.copytree(ROOT / name, copy / name, dirs_exist_ok=True)
        shutil.copy(ROOT / "manage.py", copy)
        _collect(copy)
        return [line for language in LANGUAGES for line in _gaps_in(copy, language)]


def _collect(copy: Path) -> None:
    languages = [word for language in LANGUAGES for word in ("--locale", language)]
    command = [sys.executable, "manage.py", "makemessages", *languages]
    subprocess.run(
        [*command, "--no-obsolete", "--no-wrap", "--add-location", "file"],
        cwd=copy,
        check=True,
        stdout=subprocess.DEVNULL,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "elearning.settings.test"},
    )


def _gaps_in(copy: Path, language: str) -> list[str]:
    found = []
    for path in sorted(copy.glob(f"locale/**/{language}/LC_MESSAGES/*.po")):
        catalogue = polib.pofile(str(path))
        for entry in (*catalogue.untranslated_entries(), *catalogue.fuzzy_entries()):
            where = entry.occurrences[0][0] if entry.occurrences else path.name
            found.append(f"{language}: {where}: {entry.msgid}")
    return found


if __name__ == "__main__":
    lines = gaps()
    for line in lines:
        print(line)
    if lines:
        sys.exit(f"{len(lines)} strings have no sure translation. Run: make messages")
    print(f"Every string is translated into {', '.join(LANGUAGES)}.")

"""Compilation of translations without the gettext tools, which few machines have."""

from pathlib import Path

import polib
from django.conf import settings


def compile_catalogues() -> list[Path]:
    """Compile every catalogue newer than its compiled form; return the written files."""
    made = []
    for folder in settings.LOCALE_PATHS:
        for source in sorted(Path(folder).glob("*/LC_MESSAGES/*.po")):
            compiled = source.with_suffix(".mo")
            if (
                not compiled.exists()
                or compiled.stat().st_mtime < source.stat().st_mtime
            ):
                polib.pofile(str(source)).save_as_mofile(str(compiled))
                compiled.chmod(0o644)  # whatever the umask of the compiling account
                made.append(compiled)
    return made

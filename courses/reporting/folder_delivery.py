"""Put a report into the folder that the office has chosen for them."""

import os
import shutil
from pathlib import Path
from typing import IO

from django.conf import settings
from django.utils.translation import gettext as _

from courses.reporting.errors import ReportError
from courses.reporting.models import ReportRun, SavedReport

_MODE, _FOLDER_MODE = 0o640, 0o750


def is_for_folder(run: ReportRun) -> bool:
    """Tell whether a schedule made ``run`` for the folder."""
    if run.report is None or run.due_on is None:
        return False
    return run.report.way == SavedReport.Way.FOLDER


def deliver_report(run: ReportRun, file: IO[bytes]) -> Path:
    """Put ``file`` into the folder of the report, under a name that names nobody.

    It is there whole or not at all. Raises ``ReportError`` where no folder is set up, and
    ``OSError`` where it cannot be written.
    """
    if not settings.REPORTS_FOLDER:
        raise ReportError(
            _("There is no folder for reports any more. Choose a link instead.")
        )
    folder = Path(settings.REPORTS_FOLDER) / f"report-{run.report_id}"
    if not folder.exists():
        folder.mkdir(parents=True)
        folder.chmod(_FOLDER_MODE)
    path = folder / run.name
    draft = path.with_name(f".{path.name}.part")
    file.seek(0)
    with draft.open("wb") as copy:
        shutil.copyfileobj(file, copy)
        os.fsync(copy.fileno())
    draft.chmod(_MODE)
    draft.replace(path)
    return path

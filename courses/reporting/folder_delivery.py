"""Delivery of reports into the folder set up for them."""

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
    """Return whether ``run`` was made by a schedule that delivers to the folder."""
    if run.report is None or run.due_on is None:
        return False
    return run.report.way == SavedReport.Way.FOLDER


def deliver_report(run: ReportRun, file: IO[bytes]) -> Path:
    """Write ``file`` into the folder of the report, under a name without names of people.

    The file appears whole or not at all. Raises ``ReportError`` if no folder is set up,
    and ``OSError`` if it cannot be written.
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

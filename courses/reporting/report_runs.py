"""Runs of reports by the worker: order, production, notice, download and removal.

Work is found from rows; a file left unfinished by a killed worker is started again by
the next one.
"""

import logging
import tempfile
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from courses.reporting import (
    report_files,
    report_notices,
    selection_queries,
)
from courses.reporting.errors import ReportError
from courses.reporting.models import ReportRun, SavedReport
from courses.reporting.report_export import ReportExport, write_report
from elearning.audit import audit_log
from elearning.languages import get_current_language
from elearning.staff.establishment_tree import EstablishmentTree
from elearning.staff.models import PERSONNEL_ROLES, Establishment

if TYPE_CHECKING:
    from django.core.files import File

    from courses.reporting.report_selection import ReportSelection
    from elearning.accounts.models import User

logger = logging.getLogger("elearning.reports")

#: The time a file is kept.
KEPT = timedelta(days=7)
_LEASE = timedelta(minutes=10)
_TWICE = timedelta(minutes=1)
_GIVEN_UP = timedelta(days=1)

_State = ReportRun.State


def order_report(
    query: str,
    on: date,
    *,
    content: str,
    kind: str,
    purpose: str,
    by: "User",
    report: SavedReport | None = None,
) -> ReportRun:
    """Order a report in the background, in the current language; return its row.

    ``report`` is the saved report it is made from, if any. Ordering the same again
    within a minute, as a form sent twice does, returns the first run while that is
    waiting.
    """
    at = timezone.now()
    facts = {"query": query, "on": on, "content": content, "kind": kind}
    facts |= {"purpose": purpose, "language": get_current_language(), "report": report}
    waiting = ReportRun.objects.visible_to(by).open()
    if same := waiting.filter(ordered_at__gte=at - _TWICE, **facts).first():
        return same
    with transaction.atomic():
        run = ReportRun.objects.create(owner=by, ordered_at=at, **facts)
        audit_log.record_action(
            "reporting.ordered", by=by, on=run, reason=purpose, content=content
        )
    return run


def fetch_report_file(run: ReportRun, *, by: "User") -> "File[bytes]":
    """Return the open file of ``run`` for its owner; the download is recorded.

    Raises ``ReportError`` if there is no file, if it has expired, or if it covers
    places that are no longer in the owner’s remit.
    """
    if not run.can_be_taken(timezone.now()):
        raise ReportError(_("This file is no longer kept. Request the report again."))
    if not is_within_remit(run, by):
        audit_log.record_action("reporting.refused", by=by, on=run)
        raise ReportError(
            _(
                "This file covers establishments that are no longer in your "
                "remit. Request the report again for those that are."
            )
        )
    try:
        file = report_files.open_file(run)
    except OSError as error:
        raise ReportError(_("This report has no file. Request it again.")) from error
    audit_log.record_action(
        "reporting.downloaded", by=by, on=run, reason=run.purpose, rows=run.rows
    )
    return file


def is_within_remit(run: ReportRun, user: "User") -> bool:
    """Return whether all places covered by the file are in the user’s remit today."""
    seen = Establishment.objects.visible_to(user)
    return not run.places.exclude(pk__in=seen.values("pk")).exists()


def make_next_report(at: datetime) -> int:
    """Make the oldest waiting report; return the number of reports made."""
    waiting = ReportRun.objects.open().free(at).select_related("owner", "report")
    run = waiting.order_by("pk").first()
    return int(run is not None and make_report(run, at))


def make_report(run: ReportRun, at: datetime) -> bool:
    """Make the file of ``run``, unless another worker does; return whether it was made.

    It is limited to the owner’s remit at this moment.
    """
    if not run.take(at=at, lasting=_LEASE):
        return False
    try:
        with translation.override(run.language):
            _make(run, at)
    except ReportError as error:
        _fail(run, str(error), at)
        return False
    except OSError:
        logger.exception("The report %s could not be kept", run.pk)
        if run.ordered_at <= at - _GIVEN_UP:
            _fail(run, _not_kept(run), at)
        return False
    return True


def remove_expired_files(at: datetime) -> int:
    """Remove expired files; return their number."""
    old = ReportRun.objects.filter(state=_State.DONE, expires_at__lte=at)
    number = 0
    for run in old:
        report_files.delete_file(run)
        number += ReportRun.objects.filter(pk=run.pk).update(state=_State.REMOVED)
    return number


def _make(run: ReportRun, at: datetime) -> None:
    owner = run.owner
    if not (owner.is_active and owner.has_role(*PERSONNEL_ROLES)):
        raise ReportError(_("Its owner has left the personnel office."))
    selection = selection_queries.parse_selection(run.query, owner, run.on)
    taking = ReportExport(selection, run.content, run.kind, run.purpose, at)
    with tempfile.TemporaryFile() as file:
        rows, people = write_report(
            taking, file, tell=lambda number: _tell(run, number)
        )
        facts = {
            "rows": rows,
            "size": file.tell(),
            "digest": report_files.hash_file(file),
        }
        report_files.store_file(run, file)
        is_put = report_files.is_for_folder(run)
        if is_put:
            report_files.deliver_report(run, file)
    with transaction.atomic():
        facts |= {"state": _State.DONE, "made_at": at, "expires_at": at + KEPT}
        if not run.note(**facts):
            return  # another worker has taken it over, and makes the same
        run.places.set(_places(selection))
        taking.note(people, rows=rows, run=run.pk, digest=run.digest)
        if is_put:
            audit_log.record_action(
                "reporting.put_into_folder", by=None, on=run, reason=run.purpose
            )
        else:
            report_notices.notify_report_ready(run, at)


def _tell(run: ReportRun, number: int) -> None:
    run.note(rows=number)


def _places(selection: "ReportSelection") -> Any:
    there = Establishment.objects.filter(
        EstablishmentTree(selection.on).under(selection.places)
    )
    return there.values_list("pk", flat=True)


def _fail(run: ReportRun, why: str, at: datetime) -> None:
    with transaction.atomic():
        if run.note(state=_State.FAILED, error=why, made_at=at):
            audit_log.record_action("reporting.failed", by=None, on=run, reason=why)
            report_notices.notify_report_failed(run, at)


def _not_kept(run: ReportRun) -> str:
    with translation.override(run.language):
        return _("The file could not be written. Tell whoever looks after the server.")

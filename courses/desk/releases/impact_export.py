"""Export of a change’s impact: every row of every group, and who exported it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from courses.desk.kit.file_export import build_sheet_download
from courses.provisions.models import Document
from courses.reporting.spreadsheets import Cell, ReportSheet
from courses.traceability.clause_impact import (
    CitingGroup,
    CitingText,
    ClauseImpact,
    add_citing_titles,
    mark_stale_texts,
)
from elearning.accounts.models import User
from elearning.audit import audit_log

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase


def build_impact_download(
    found: ClauseImpact, document: Document, kind: str, *, waits: bool, by: User
) -> "HttpResponseBase":
    """Return the list as a file; the export is audited.

    ``waits`` if the change is not released, so that nothing is stale yet.
    """
    rows = list(_rows(found, document, waits=waits))
    with transaction.atomic():
        audit_log.record_action(
            "provisions.impact_exported",
            by=by,
            on=document,
            kind=kind,
            rows=len(rows),
        )
    now = timezone.localtime()
    head: list[tuple[str, Cell]] = [
        (_("Exported by"), by.staff_number),
        (_("Exported at"), date_format(now, "DATETIME_FORMAT")),
        (_("Guideline"), f"{document.code}. {document.title}"),
        (_("Courses"), ", ".join(course.code for course in found.courses)),
    ]
    columns = [_("Kind"), _("Code"), _("Title"), _("Rests on"), _("Places"), _("State")]
    title = _("What the change affects")
    sheet = ReportSheet(title, head, columns, rows)
    name = f"impact-{document.slug}-{now:%Y-%m-%d}.{kind}"
    return build_sheet_download(sheet, name, kind)


def _rows(
    found: ClauseImpact, document: Document, *, waits: bool
) -> Iterator[list[Cell]]:
    for group in CitingGroup:
        for one in mark_stale_texts(
            add_citing_titles(found.groups[group], group), group
        ):
            yield [
                str(group.label),
                one.code,
                one.title,
                ", ".join(f"{document.code} {number}" for number in one.clauses),
                one.places,
                "" if waits else _state(one, group),
            ]


def _state(one: CitingText, group: str) -> str:
    if group in {CitingGroup.GUIDELINES, CitingGroup.EXAMS}:
        return ""
    if one.is_stale:
        return pgettext("by a changed clause", "Stale")
    return pgettext("by a changed clause", "Current")

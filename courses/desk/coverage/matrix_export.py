"""The filter and the export of the coverage matrix."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.db import transaction
from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.desk.kit.file_export import build_sheet_download
from courses.desk.kit.filter_fields import build_establishment_field
from courses.reporting.spreadsheets import Cell, ReportSheet
from courses.traceability.coverage_matrix import CoverageMatrix
from courses.traceability.provision_coverage import list_provision_columns
from elearning.accounts.models import User
from elearning.audit import audit_log
from elearning.staff.models import Establishment

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase


class CoverageFilter(forms.Form):
    """Filter by establishment; empty means the whole remit."""

    establishment = build_establishment_field()

    def __init__(self, data: QueryDict, *, user: User) -> None:
        super().__init__(data)
        field: Any = self.fields["establishment"]
        field.queryset = Establishment.objects.visible_to(user)


def build_matrix_download(
    matrix: CoverageMatrix,
    place: Establishment | None,
    *,
    by: User,
    kind: str,
    purpose: str,
) -> "HttpResponseBase":
    """Return the matrix as a file, and record the export in the audit log."""
    where = place.code if place else ""
    with transaction.atomic():
        audit_log.record_action(
            "coverage.exported",
            by=by,
            reason=purpose,
            kind=kind,
            establishment=where,
            rows=len(matrix.rows),
        )
    sheet = _sheet(matrix, place, by, purpose)
    name = f"coverage-{timezone.localdate():%Y-%m-%d}.{kind}"
    return build_sheet_download(sheet, name, kind)


def _sheet(
    matrix: CoverageMatrix, place: Establishment | None, by: User, purpose: str
) -> ReportSheet:
    head: list[tuple[str, Cell]] = [
        (_("Exported by"), by.staff_number),
        (_("Purpose"), purpose),
        (_("Exported at"), date_format(timezone.localtime(), "DATETIME_FORMAT")),
        (_("Establishment"), place.title if place else _("All")),
    ]
    titles = [_("Position"), _("Provision"), _("Coverage"), _("Courses")]
    titles += [_("Hold a certificate"), _("Counted")]
    called = list_provision_columns()
    rows: list[list[Cell]] = [
        [
            row.post.title,
            f"{cited.clause}. {cited.title}",
            str(cell.cover.label),
            ", ".join(course.code for course in cell.courses),
            cell.held,
            cell.counted,
        ]
        for row in matrix.rows
        for cited, cell in zip(called, row.cells, strict=True)
    ]
    return ReportSheet(_("Rule 76 coverage"), head, titles, rows)

"""The log of a staff list for download: findings and actions, row by row."""

from collections.abc import Iterator
from uuid import UUID

from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.desk.kit import access
from courses.desk.kit.file_export import build_sheet_download
from courses.desk.staff_lists.finding_rows import iter_finding_rows
from courses.desk.staff_lists.forms import StaffListLogForm, get_posted_data
from courses.desk.staff_lists.staff_list_status import (
    describe_list_state,
    list_visible_staff_lists,
)
from courses.reporting.spreadsheets import Cell, ReportSheet
from elearning.accounts.models import User
from elearning.accounts.signed_in_request import SignedInRequest
from elearning.audit import audit_log
from elearning.staff.importing.models import StaffList

_AT_ONCE = 2000


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*access.PERSONNEL)
def download_staff_list_log(request: SignedInRequest, key: UUID) -> HttpResponseBase:
    """Ask for the purpose of the log, then return it; the audit log has who took it."""
    one = get_object_or_404(
        list_visible_staff_lists(request.user).exclude(counts={}), key=key
    )
    form = StaffListLogForm(get_posted_data(request))
    if request.method == "POST" and form.is_valid():
        purpose = form.cleaned_data["purpose"]
        audit_log.record_action(
            "staff.import_exported", by=request.user, on=one, reason=purpose
        )
        sheet = _sheet(one, request.user, purpose)
        return build_sheet_download(sheet, f"staff-list-{one.on:%Y-%m-%d}.csv", "csv")
    status = 400 if form.errors else 200
    context = {"staff_list": one, "form": form}
    return render(request, "desk/staff_lists/log.html", context, status=status)


def _sheet(one: StaffList, user: User, purpose: str) -> ReportSheet:
    now = date_format(timezone.localtime(), "DATETIME_FORMAT")
    return ReportSheet(
        title=_("Staff list"),
        head=[
            (_("Staff list"), one.name),
            ("SHA-256", one.sha256),
            (_("As of"), one.on),
            (_("State"), describe_list_state(one)["words"]),
            (_("Exported by"), user.staff_number),
            (_("Purpose"), purpose),
            (_("Exported at"), now),
        ],
        columns=[
            _("Row or cell"),
            _("Service number"),
            _("Staff member"),
            _("What was found"),
            _("Details"),
        ],
        rows=_rows(one),
    )


def _rows(one: StaffList) -> Iterator[list[Cell]]:
    found = one.findings.order_by("row", "pk").iterator(chunk_size=_AT_ONCE)
    for line in iter_finding_rows(found, one):
        finding = line.finding
        column = f"{finding.column}: " if finding.column else ""
        column += f"“{finding.value}”: " if finding.value else ""
        yield [
            line.cell,
            finding.staff_number,
            line.name,
            finding.get_kind_display(),
            column + "; ".join(line.told),
        ]

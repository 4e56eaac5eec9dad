"""The log of a staff list, to take away: what was found and done, row by row."""

from collections.abc import Iterator
from uuid import UUID

from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.desk import access
from courses.desk.exporting import deliver
from courses.desk.staff_lists.forms import LogForm, answer_to
from courses.desk.staff_lists.looks import lists_of, state_of
from courses.desk.staff_lists.telling import lines_of
from courses.reporting.spreadsheets import Cell, Sheet
from elearning.accounts.models import User
from elearning.accounts.requests import SignedInRequest
from elearning.audit import trail
from elearning.staff.importing.models import StaffList

_AT_ONCE = 2000


@require_http_methods(["GET", "HEAD", "POST"])
@access.for_roles(*access.PERSONNEL)
def log(request: SignedInRequest, key: UUID) -> HttpResponseBase:
    """Ask what the log is for, then hand it over; the audit log keeps who took it."""
    one = get_object_or_404(lists_of(request.user).exclude(counts={}), key=key)
    form = LogForm(answer_to(request))
    if request.method == "POST" and form.is_valid():
        purpose = form.cleaned_data["purpose"]
        trail.write("staff.import_exported", by=request.user, on=one, reason=purpose)
        sheet = _sheet(one, request.user, purpose)
        return deliver(sheet, f"staff-list-{one.on:%Y-%m-%d}.csv", "csv")
    status = 400 if form.errors else 200
    context = {"staff_list": one, "form": form}
    return render(request, "desk/staff_lists/log.html", context, status=status)


def _sheet(one: StaffList, user: User, purpose: str) -> Sheet:
    now = date_format(timezone.localtime(), "DATETIME_FORMAT")
    return Sheet(
        title=_("Staff list"),
        head=[
            (_("Staff list"), one.name),
            ("SHA-256", one.sha256),
            (_("As of"), one.on),
            (_("State"), state_of(one)["words"]),
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
    for line in lines_of(found, one):
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

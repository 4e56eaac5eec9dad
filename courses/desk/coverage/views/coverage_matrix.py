"""Coverage of rule 76 by training, post by post: matrix, cell, printed sheets."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from courses.desk.coverage.matrix_export import (
    CoverageFilter,
    build_matrix_download,
)
from courses.desk.kit import access
from courses.desk.kit.file_export import TableExportForm, build_export_page
from courses.desk.kit.form_page import handle_form_page
from courses.desk.kit.list_page import paginate_rows
from courses.reporting.errors import ReportError
from courses.reporting.report_selection import list_people_at, list_remit_tops
from courses.traceability.coverage_matrix import CoverageCell, CoverageMatrix
from courses.traceability.provision_coverage import (
    PROVISIONS,
    CoverageSurvey,
    build_course_matrix,
    list_provision_columns,
)
from elearning.accounts.models import User
from elearning.accounts.signed_in_request import SignedInRequest
from elearning.staff.models import Establishment, StaffMember


@dataclass(frozen=True)
class CoverageQuery:
    """The places that the personnel office asks about, with their people today."""

    user: User
    form: CoverageFilter
    tops: list[Establishment]

    @property
    def place(self) -> Establishment | None:
        found: Establishment | None = self.form.cleaned_data.get("establishment")
        return found

    @property
    def places(self) -> list[Establishment]:
        return [self.place] if self.place else self.tops

    def survey(self) -> CoverageSurvey:
        on = timezone.localdate()
        seen = StaffMember.objects.in_remit_of(self.user, on=on).values("pk")
        return CoverageSurvey(list_people_at(self.places, on).filter(pk__in=seen), on)


@require_safe
@access.require_role(*access.WATCHERS)
def show_coverage_matrix(request: SignedInRequest) -> HttpResponse:
    """Show the matrix: with people for the personnel office, only courses for trainers."""
    context: dict[str, Any] = {
        "columns": list_provision_columns(),
        "on": timezone.localdate(),
    }
    if not request.user.has_role(*access.PERSONNEL):
        context["matrix"] = build_course_matrix(timezone.localdate())
        return render(request, "desk/coverage.html", context)
    asked = _asked(request)
    context |= {
        "form": asked.form,
        "place": asked.place,
        "matrix": asked.survey().under(asked.places),
        "has_people": True,
        "query": request.GET.urlencode(),
    }
    return render(request, "desk/coverage.html", context)


@require_safe
@access.require_role(*access.PERSONNEL)
def show_coverage_sheets(request: SignedInRequest) -> HttpResponse:
    """Show a matrix for each establishment asked about, each on its own sheet of paper."""
    asked = _asked(request)
    paths = tuple(place.path for place in asked.places)
    places = [
        one
        for one in Establishment.objects.visible_to(request.user)
        if one.path.startswith(paths)
    ]
    context = {
        "columns": list_provision_columns(),
        "on": timezone.localdate(),
        "matrices": asked.survey().each(places),
        "back": f"{reverse('desk:coverage')}?{request.GET.urlencode()}",
    }
    return render(request, "desk/coverage_sheets.html", context)


@require_safe
@access.require_role(*access.PERSONNEL)
def show_coverage_cell(request: SignedInRequest, post: str, place: int) -> HttpResponse:
    """Show the courses and people behind a cell; ``place`` counts the columns from 1."""
    if not 1 <= place <= len(PROVISIONS):
        raise Http404
    asked = _asked(request)
    row, found = _found(asked.survey().under(asked.places), post, place)
    members = sorted(
        found.members or (), key=lambda one: (one.is_held, one.person.family_name)
    )
    context = {
        "post": row,
        "provision": list_provision_columns()[place - 1],
        "cell": found,
        "page": paginate_rows(request, members),
        "place": asked.place,
        "on": timezone.localdate(),
        "back": f"{reverse('desk:coverage')}?{request.GET.urlencode()}",
    }
    return render(request, "desk/coverage_cell.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*access.PERSONNEL)
def export_coverage_matrix(request: SignedInRequest) -> HttpResponseBase:
    """Ask for a purpose, then return the matrix as a file; it names nobody."""
    asked = _asked(request)
    form = TableExportForm(request.POST or None)
    back = f"{reverse('desk:coverage')}?{request.GET.urlencode()}"
    page = build_export_page(timezone.localdate(), back)

    def act(given: dict[str, Any]) -> HttpResponseBase:
        matrix = asked.survey().under(asked.places)
        return build_matrix_download(matrix, asked.place, by=request.user, **given)

    return handle_form_page(request, form, page, act, ReportError)


def _asked(request: HttpRequest) -> CoverageQuery:
    """Return the query in the address; a place outside the remit raises 404."""
    user: Any = request.user
    form = CoverageFilter(request.GET, user=user)
    if not form.is_valid():
        raise Http404
    return CoverageQuery(user, form, list_remit_tops(user))


def _found(matrix: CoverageMatrix, post: str, place: int) -> tuple[Any, CoverageCell]:
    for row in matrix.rows:
        if row.post.code == post:
            return row.post, row.cells[place - 1]
    raise Http404

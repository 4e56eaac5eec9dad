"""How far training covers rule 76, post by post: the matrix, a cell of it, its sheets."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from courses.desk import access
from courses.desk.covering import CoverageExportForm, CoverageFilter, export
from courses.reporting.selecting import people_at, places_of
from courses.tracing.cells import Cell, Matrix
from courses.tracing.coverage import PROVISIONS, Survey, columns, taught
from elearning.accounts.models import User
from elearning.accounts.requests import SignedInRequest
from elearning.staff.models import Establishment, StaffMember

PAGE = 50


@dataclass(frozen=True)
class Asked:
    """The places that a user of the personnel office asks about today."""

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

    def survey(self) -> Survey:
        on = access.today()
        seen = StaffMember.objects.in_remit_of(self.user, on=on).values("pk")
        return Survey(people_at(self.places, on).filter(pk__in=seen), on)


@require_safe
@access.for_roles(*access.WATCHERS)
def coverage(request: SignedInRequest) -> HttpResponse:
    """Show the matrix: with people to the personnel office, to trainers only the courses."""
    context: dict[str, Any] = {"columns": columns(), "on": access.today()}
    if not request.user.has_role(*access.PERSONNEL):
        context["matrix"] = taught(access.today())
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
@access.for_roles(*access.PERSONNEL)
def sheets(request: SignedInRequest) -> HttpResponse:
    """Show a matrix for each establishment asked about, each on its own sheet of paper."""
    asked = _asked(request)
    paths = tuple(place.path for place in asked.places)
    places = [
        one
        for one in Establishment.objects.visible_to(request.user)
        if one.path.startswith(paths)
    ]
    context = {
        "columns": columns(),
        "on": access.today(),
        "matrices": asked.survey().each(places),
        "back": f"{reverse('desk:coverage')}?{request.GET.urlencode()}",
    }
    return render(request, "desk/coverage_sheets.html", context)


@require_safe
@access.for_roles(*access.PERSONNEL)
def cell(request: SignedInRequest, post: str, place: int) -> HttpResponse:
    """Show the courses and the people behind one cell; ``place`` counts the columns from 1."""
    if not 1 <= place <= len(PROVISIONS):
        raise Http404
    asked = _asked(request)
    row, found = _found(asked.survey().under(asked.places), post, place)
    members = sorted(
        found.members or (), key=lambda one: (one.is_held, one.person.family_name)
    )
    context = {
        "post": row,
        "provision": columns()[place - 1],
        "cell": found,
        "page": Paginator(members, PAGE).get_page(request.GET.get("page")),
        "place": asked.place,
        "on": access.today(),
        "back": f"{reverse('desk:coverage')}?{request.GET.urlencode()}",
    }
    return render(request, "desk/coverage_cell.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access.for_roles(*access.PERSONNEL)
def export_matrix(request: SignedInRequest) -> HttpResponseBase:
    """Ask what the matrix is for, then hand it out; it names nobody."""
    asked = _asked(request)
    form = CoverageExportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        matrix = asked.survey().under(asked.places)
        return export(matrix, asked.place, by=request.user, **form.cleaned_data)
    back = f"{reverse('desk:coverage')}?{request.GET.urlencode()}"
    context = {"form": form, "selection": {"on": access.today()}, "back": back}
    return render(request, "desk/export.html", context)


def _asked(request: HttpRequest) -> Asked:
    """Return what the address asks for; a place outside the remit does not exist."""
    user: Any = request.user
    form = CoverageFilter(request.GET, user=user)
    if not form.is_valid():
        raise Http404
    return Asked(user, form, places_of(user))


def _found(matrix: Matrix, post: str, place: int) -> tuple[Any, Cell]:
    for row in matrix.rows:
        if row.post.code == post:
            return row.post, row.cells[place - 1]
    raise Http404

"""The table of languages: every page and question, and what its translations lack."""

from dataclasses import dataclass
from typing import Any, cast

from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from courses.desk import access
from courses.desk.exporting import deliver
from courses.desk.parity.forms import FileForm, ParityFilter
from courses.desk.parity.guidelines import counted, guidelines
from courses.desk.parity.lines import LOOKS, Line
from courses.desk.parity.listing import Table, sheet
from courses.desk.parity.states import State, chosen, languages, totals
from elearning.accounts.requests import SignedInRequest
from elearning.accounts.roles import Role
from elearning.audit import trail
from elearning.languages import OWN_NAMES

_PAGE = 50


@dataclass(frozen=True)
class Total:
    """How many parts are in a state in one language, and where they are listed."""

    state: State
    number: int
    url: str

    @property
    def look(self) -> str:
        return LOOKS[self.state]


@require_safe
@access.for_roles(*access.RELEASERS)
def table(request: SignedInRequest) -> HttpResponse:
    """List pages and questions by language, as the filter asks."""
    form, given = _given(request)
    units, asked = chosen(request.user, given), languages(given)
    documents = guidelines(given, asked)
    listed = Table(units, documents, asked)
    pages: Any = Paginator(cast("Any", listed), _PAGE)
    page = pages.get_page(request.GET.get("page"))
    context = {
        "title": _("Languages"),
        "form": form,
        "page": page,
        "lines": page.object_list,
        "languages": [(code, OWN_NAMES[code]) for code in asked],
        "totals": _totals(request.GET, units, documents, asked),
        "query": request.GET.urlencode(),
        "is_filtered": any(given.values()),
        "translates": request.user.has_role(Role.TRAINER),
    }
    return render(request, "desk/parity.html", context)


@require_POST
@access.for_roles(*access.RELEASERS)
def export(request: SignedInRequest) -> HttpResponseBase:
    """Hand out the table as it is filtered, and write that to the audit."""
    _form, given = _given(request)
    form = FileForm(request.POST)
    if not form.is_valid():
        return redirect("desk:parity")
    kind = form.cleaned_data["kind"]
    units, asked = chosen(request.user, given), languages(given)
    documents = guidelines(given, asked)
    rows = units.count() + len(documents)
    with transaction.atomic():
        trail.write("courses.parity_exported", by=request.user, kind=kind, rows=rows)
    name = f"languages-{access.today():%Y-%m-%d}.{kind}"
    return deliver(sheet(units, asked, documents, by=request.user), name, kind)


def _given(request: SignedInRequest) -> tuple[ParityFilter, dict[str, Any]]:
    form = ParityFilter(request.GET, reader=request.user)
    form.is_valid()
    return form, form.cleaned_data


def _totals(
    query: QueryDict, units: Any, documents: list[Line], asked: tuple[str, ...]
) -> list[tuple[str, str, list[Total]]]:
    """Return, by language, its name and the number of parts in each state."""
    return [
        (
            language,
            OWN_NAMES[language],
            [
                Total(
                    state,
                    number + counted(documents, language, state),
                    _url(query, language, state),
                )
                for state, number in numbers.items()
            ],
        )
        for language, numbers in totals(units, asked).items()
    ]


def _url(query: QueryDict, language: str, state: State) -> str:
    changed = query.copy()
    changed.pop("page", None)
    changed["language"], changed["state"] = language, state.value
    return f"?{changed.urlencode()}"

"""The parity table: every page and question, and what its translations lack."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from courses.desk.kit import access
from courses.desk.kit.file_export import build_sheet_download
from courses.desk.kit.list_page import paginate_rows
from courses.desk.parity.forms import ParityFilter, SpreadsheetFormatForm
from courses.desk.parity.guideline_parity import (
    count_rows_in_state,
    list_guideline_rows,
)
from courses.desk.parity.parity_rows import LOOKS, ParityRow
from courses.desk.parity.parity_states import (
    ParityState,
    count_parity_states,
    filter_parity_units,
    list_filtered_languages,
)
from courses.desk.parity.parity_table import ParityTable, build_parity_sheet
from elearning.accounts.roles import Role
from elearning.accounts.signed_in_request import SignedInRequest
from elearning.audit import audit_log
from elearning.languages import OWN_NAMES


@dataclass(frozen=True)
class ParityTotal:
    """The number of parts in a state in one language, and the link to their list."""

    state: ParityState
    number: int
    url: str

    @property
    def look(self) -> str:
        return LOOKS[self.state]


@require_safe
@access.require_role(*access.RELEASERS)
def show_parity_table(request: SignedInRequest) -> HttpResponse:
    """List pages and questions by language, filtered."""
    form, given = _given(request)
    units, asked = (
        filter_parity_units(request.user, given),
        list_filtered_languages(given),
    )
    documents = list_guideline_rows(given, asked)
    listed = ParityTable(units, documents, asked)
    page = paginate_rows(request, listed)
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
@access.require_role(*access.RELEASERS)
def export_parity_table(request: SignedInRequest) -> HttpResponseBase:
    """Export the filtered table; the export is audited."""
    _form, given = _given(request)
    form = SpreadsheetFormatForm(request.POST)
    if not form.is_valid():
        return redirect("desk:parity")
    kind = form.cleaned_data["kind"]
    units, asked = (
        filter_parity_units(request.user, given),
        list_filtered_languages(given),
    )
    documents = list_guideline_rows(given, asked)
    rows = units.count() + len(documents)
    with transaction.atomic():
        audit_log.record_action(
            "courses.parity_exported", by=request.user, kind=kind, rows=rows
        )
    name = f"languages-{timezone.localdate():%Y-%m-%d}.{kind}"
    return build_sheet_download(
        build_parity_sheet(units, asked, documents, by=request.user), name, kind
    )


def _given(request: SignedInRequest) -> tuple[ParityFilter, dict[str, Any]]:
    form = ParityFilter(request.GET, reader=request.user)
    form.is_valid()
    return form, form.cleaned_data


def _totals(
    query: QueryDict, units: Any, documents: list[ParityRow], asked: tuple[str, ...]
) -> list[tuple[str, str, list[ParityTotal]]]:
    """Return each language’s code and name, and the number of parts in each state."""
    return [
        (
            language,
            OWN_NAMES[language],
            [
                ParityTotal(
                    state,
                    number + count_rows_in_state(documents, language, state),
                    _url(query, language, state),
                )
                for state, number in numbers.items()
            ],
        )
        for language, numbers in count_parity_states(units, asked).items()
    ]


def _url(query: QueryDict, language: str, state: ParityState) -> str:
    changed = query.copy()
    changed.pop("page", None)
    changed["language"], changed["state"] = language, state.value
    return f"?{changed.urlencode()}"

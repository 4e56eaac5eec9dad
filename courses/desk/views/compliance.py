"""Who is valid, due, in grace or expired, by place and by post, on any day."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from courses.acknowledging.duties import by_guideline, duties
from courses.compliance import summary
from courses.compliance.standing import State
from courses.compliance.summary import Row
from courses.desk import access
from courses.desk.exporting import ExportForm, export
from courses.desk.selecting import select
from courses.reporting.selecting import Selection
from elearning.accounts.requests import SignedInRequest

_SHOWN = (State.VALID, State.DUE, State.GRACE, State.EXPIRED)
_SORTS: dict[str, Callable[[Row], Any]] = {
    "name": lambda row: row.label,
    "required": lambda row: -row.required,
    "valid": lambda row: -row.counts[State.VALID],
    "due": lambda row: -row.counts[State.DUE],
    "grace": lambda row: -row.counts[State.GRACE],
    "expired": lambda row: -row.counts[State.EXPIRED],
}


@require_safe
@access.for_roles(*access.PERSONNEL)
def compliance(request: SignedInRequest) -> HttpResponse:
    """Show the numbers of the remit; the address alone reproduces the page."""
    form, selection = select(request.GET, request.user)
    standings = selection.standings()
    places = summary.by_establishment(standings, selection.groups)
    posts = summary.by_post(standings)
    for row in places:
        row.url = _people_url(request.GET, establishment=row.key.code)
    for row in posts:
        row.url = _people_url(request.GET, post=row.key.code)
    total = summary.total(standings)
    sort = request.GET.get("sort", "name")
    context = {
        "form": form,
        "selection": selection,
        "total": total,
        "updates": summary.updates(standings),
        "updates_url": _people_url(request.GET, update="on"),
        "stats": [_stat(request.GET, total, state) for state in _SHOWN],
        "readings": by_guideline(duties(selection.people, on=selection.on)),
        "places": places,
        "posts": posts,
        "finding": _finding(places, selection),
        "posts_finding": _posts_finding(posts),
        "rows": sorted(places, key=_SORTS.get(sort, _SORTS["name"])),
        "columns": _columns(request.GET, sort),
        "smallest": summary.SMALLEST_GROUP,
        "export_url": f"{reverse('desk:export')}?{request.GET.urlencode()}",
        "people_url": _people_url(request.GET),
    }
    return render(request, "desk/compliance.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access.for_roles(*access.PERSONNEL)
def export_list(request: SignedInRequest) -> HttpResponseBase:
    """Ask what the list is for, then hand it out."""
    _form, selection = select(request.GET, request.user)
    form = ExportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return export(selection, **form.cleaned_data)
    back = f"{reverse('desk:compliance')}?{request.GET.urlencode()}"
    context = {"form": form, "selection": selection, "back": back}
    return render(request, "desk/export.html", context)


def _people_url(query: QueryDict, **changes: str) -> str:
    changed = query.copy()
    for name in ("sort", "page"):
        changed.pop(name, None)
    for name, value in changes.items():
        changed[name] = value
    return f"{reverse('desk:people')}?{changed.urlencode()}"


def _stat(query: QueryDict, total: Row, state: State) -> dict[str, Any]:
    share = total.share(state)
    return {
        "state": state.value,
        "number": total.counts[state],
        "detail": ""
        if share is None
        else _("%(share)d%% of what is required") % {"share": share},
        "url": _people_url(query, state=state.value),
    }


def _finding(places: list[Row], selection: Selection) -> str:
    """Say in one sentence what the chart shows."""
    day = date_format(selection.on, "DATE_FORMAT")
    worst = max(places, key=lambda row: row.required - row.in_order, default=None)
    if worst is None or not worst.required:
        return _("Nothing is required here on %(day)s") % {"day": day}
    late = worst.required - worst.in_order
    if not late:
        return _("Nothing is overdue on %(day)s") % {"day": day}
    words = ngettext(
        "%(place)s: %(count)d course is overdue on %(day)s",
        "%(place)s: %(count)d courses are overdue on %(day)s",
        late,
    )
    return words % {"place": worst.label, "count": late, "day": day}


def _posts_finding(posts: list[Row]) -> str:
    worst = max(posts, key=lambda row: row.counts[State.DUE], default=None)
    if worst is None or not worst.counts[State.DUE]:
        return _("Nothing falls due soon in any position")
    words = ngettext(
        "%(post)s: %(count)d course falls due soon",
        "%(post)s: %(count)d courses fall due soon",
        worst.counts[State.DUE],
    )
    return words % {"post": worst.label, "count": worst.counts[State.DUE]}


def _columns(query: QueryDict, sort: str) -> list[dict[str, Any]]:
    labels = {
        "name": _("Establishment"),
        "required": _("Required"),
        "valid": _("Valid"),
        "due": _("Due"),
        "grace": _("In grace period"),
        "expired": _("Expired"),
    }
    columns = []
    for key, label in labels.items():
        changed = query.copy()
        changed["sort"] = key
        columns.append(
            {
                "label": label,
                "url": f"?{changed.urlencode()}",
                "sorted": key == sort,
                "direction": "ascending" if key == "name" else "descending",
                "is_number": key != "name",
            }
        )
    return columns

"""The versions of a question, two of them compared, and its languages side by side."""

from uuid import UUID

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from courses.compliance.key_looks import note_look
from courses.desk import access
from courses.desk.bank.histories import (
    Version,
    compared,
    facts_compared,
    translations_of,
    versions_of,
)
from courses.desk.bank.listing import line_of
from elearning.accounts.requests import SignedInRequest
from elearning.accounts.roles import Role


@require_safe
@access.for_roles(*access.RELEASERS)
def versions(request: SignedInRequest, key: UUID) -> HttpResponse:
    """List the versions of a question: who, when, why, and where each is used."""
    line = line_of(request.user, key)
    context = {
        "line": line,
        "versions": versions_of(line.unit),
        "writes": request.user.has_role(Role.TRAINER),
    }
    return render(request, "desk/bank/versions.html", context)


@require_safe
@access.for_roles(*access.RELEASERS)
def compare(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Show two versions in each language, word by word."""
    line = line_of(request.user, key)
    note_look(request.user, line.unit.course, line.unit.key)
    known = versions_of(line.unit)
    after = _chosen(known, request.GET, "after") or next(iter(known), None)
    if after is None:
        raise Http404
    earlier = [one for one in known if one.row.number < after.row.number]
    before = _chosen(known, request.GET, "before") or next(iter(earlier), after)
    context = {
        "line": line,
        "versions": known,
        "before": before,
        "after": after,
        "facts": facts_compared(before.row, after.row),
        "wordings": compared(before.row, after.row),
    }
    return render(request, "desk/bank/compare.html", context)


@require_safe
@access.for_roles(*access.RELEASERS)
def languages(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Show the newest version in all languages side by side."""
    line = line_of(request.user, key)
    note_look(request.user, line.unit.course, line.unit.key)
    known = versions_of(line.unit)
    if not known:
        raise Http404
    columns = translations_of(known[0].row)
    names = dict.fromkeys(name for one in columns for name in one.parts)
    rows = [
        (
            next(one.parts[name][0] for one in columns if name in one.parts),
            [(one, one.parts.get(name, ("", ""))[1]) for one in columns],
        )
        for name in names
    ]
    context = {
        "line": line,
        "version": known[0].row,
        "columns": columns,
        "rows": rows,
        "writes": request.user.has_role(Role.TRAINER),
    }
    return render(request, "desk/bank/languages.html", context)


def _chosen(known: list[Version], query: QueryDict, name: str) -> Version | None:
    """Return the version whose number the address names, if there is one."""
    return next((one for one in known if str(one.row.number) == query.get(name)), None)

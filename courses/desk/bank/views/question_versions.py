"""Versions of a question: the list, comparison of two, languages side by side."""

from uuid import UUID

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from courses.compliance.answer_key_access import record_key_view
from courses.desk.bank.bank_rows import get_bank_row
from courses.desk.bank.question_history import (
    VersionUsage,
    compare_question_facts,
    compare_wordings,
    list_question_translations,
    list_version_usage,
)
from courses.desk.kit import access
from elearning.accounts.roles import Role
from elearning.accounts.signed_in_request import SignedInRequest


@require_safe
@access.require_role(*access.RELEASERS)
def list_question_versions(request: SignedInRequest, key: UUID) -> HttpResponse:
    """List the versions of a question: author, date, reason, and where each is used."""
    line = get_bank_row(request.user, key)
    context = {
        "line": line,
        "versions": list_version_usage(line.unit),
        "writes": request.user.has_role(Role.TRAINER),
    }
    return render(request, "desk/bank/versions.html", context)


@require_safe
@access.require_role(*access.RELEASERS)
def compare_question_versions(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Show two versions in each language, compared word by word."""
    line = get_bank_row(request.user, key)
    record_key_view(request.user, line.unit.course, line.unit.key)
    known = list_version_usage(line.unit)
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
        "facts": compare_question_facts(before.row, after.row),
        "wordings": compare_wordings(before.row, after.row),
    }
    return render(request, "desk/bank/compare.html", context)


@require_safe
@access.require_role(*access.RELEASERS)
def compare_question_languages(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Show the newest version in all languages side by side."""
    line = get_bank_row(request.user, key)
    record_key_view(request.user, line.unit.course, line.unit.key)
    known = list_version_usage(line.unit)
    if not known:
        raise Http404
    columns = list_question_translations(known[0].row)
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


def _chosen(
    known: list[VersionUsage], query: QueryDict, name: str
) -> VersionUsage | None:
    return next((one for one in known if str(one.row.number) == query.get(name)), None)

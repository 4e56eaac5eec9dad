"""The list of questions with their numbers, and one question."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from courses.assessment.statistics import flags, listing, reports
from courses.assessment.statistics.protecting import SMALLEST_GROUP
from courses.assessment.statistics.reports import Report, Standing
from courses.compliance.key_looks import note_look
from courses.desk import access
from courses.desk.assessment.statistics import choices, curves, picture, wording
from courses.desk.assessment.statistics.forms import QuestionFilter
from courses.desk.assessment.statistics.lines import SORTS, Line, lines, stems
from elearning.accounts.requests import SignedInRequest
from elearning.accounts.roles import Role
from elearning.languages import CODES, OWN_NAMES

_ON_A_PAGE = 50
_DIRECTIONS = {"n": "descending", "review": "other"}


@require_safe
@access.for_roles(Role.TRAINER)
def questions(request: SignedInRequest) -> HttpResponse:
    """List the questions; the address alone reproduces the page."""
    form = QuestionFilter(request.GET, reader=request.user)
    form.is_valid()
    course = form.cleaned_data.get("course")
    sort = request.GET.get("sort", "")
    sort = sort if sort in SORTS else "review"
    found = lines(
        reader=request.user,
        course=course,
        only_review=form.cleaned_data.get("show") == "review",
        sort=sort,
    )
    page = Paginator(found, _ON_A_PAGE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    words = stems(shown)
    exams = listing.exams(request.user, course)
    context = {
        "form": form,
        "page": page,
        "lines": [_shown(line, words[line.pk]) for line in shown],
        "columns": _columns(request.GET, sort),
        "exams": exams.select_related("version__unit__course"),
        "dots": picture.dots(found),
        "gate": picture.gate(),
        "facilities": picture.facilities(),
        "discriminations": picture.discriminations(),
        "to_review": sum(line.standing.needs_review for line in found),
        "smallest": SMALLEST_GROUP,
        "enough": flags.ENOUGH,
        "query": request.GET,
    }
    return render(request, "desk/statistics/questions.html", context)


@require_safe
@access.for_roles(Role.TRAINER)
def question(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show one version of a question: numbers, languages, choices by thirds."""
    known = listing.questions(request.user).select_related("version__unit__course")
    asked = get_object_or_404(known, pk=pk)
    unit = asked.version.unit
    note_look(request.user, unit.course, unit.key)
    report = reports.report(asked, reader=request.user)
    standing = report.standing
    context = {
        "question": asked,
        "stem": asked.text()[0]["stem"],
        "standing": standing,
        "numbers": _numbers(report),
        "advice": [
            (wording.FLAGS[flag], wording.advice(flag, standing.gap))
            for flag in standing.flags
        ],
        "gate": wording.gate(standing),
        "languages": _languages(standing),
        "tables": [
            (table, curves.curves(table)) for table in choices.tables(asked, report)
        ],
        "has_thirds": bool(report.thirds),
        "thirds": choices.thirds(),
        "columns": curves.columns(),
        "heights": curves.heights(),
        "smallest": SMALLEST_GROUP,
        "enough": flags.GAP_ENOUGH,
        "breadcrumbs": wording.trail(),
    }
    return render(request, "desk/statistics/question.html", context)


def _shown(line: Line, stem: str) -> dict[str, Any]:
    return {
        "line": line,
        "stem": stem,
        "known": line.standing.together,
        "flags": [wording.FLAGS[flag] for flag in line.standing.flags],
        "is_early": line.standing.gate.verdict is flags.Verdict.WAITING,
    }


def _numbers(report: Report) -> list[dict[str, Any]]:
    known = report.standing.together
    values = {
        "n": (known.n, "count"),
        "facility": (known.facility, "share"),
        "discrimination": (known.discrimination, "decimal"),
        "efficiency": (report.efficiency, "share"),
    }
    return [
        {"reading": reading, "value": values[name][0], "kind": values[name][1]}
        for name, reading in wording.question_readings().items()
    ]


def _languages(standing: Standing) -> list[dict[str, Any]]:
    return [
        {"name": OWN_NAMES[code], "code": code, "known": standing.languages[code]}
        for code in CODES
        if code in standing.languages
    ]


def _columns(query: QueryDict, sort: str) -> list[dict[str, Any]]:
    labels = {
        "question": _("Question"),
        "n": _("Answers"),
        "facility": _("Facility"),
        "discrimination": _("Discrimination"),
        "review": _("To look at"),
    }
    found = []
    for key, label in labels.items():
        changed = query.copy()
        changed.pop("page", None)
        changed["sort"] = key
        found.append(
            {
                "label": label,
                "url": f"?{changed.urlencode()}",
                "sorted": key == sort,
                "direction": _DIRECTIONS.get(key, "ascending"),
                "is_number": key not in {"question", "review"},
            }
        )
    return found

"""The list of question statistics, and the page of one question."""

from typing import Any

from django import forms
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from courses.assessment.statistics import (
    quality_flags,
    question_reports,
    statistics_scope,
)
from courses.assessment.statistics.question_reports import (
    QuestionPerformance,
    QuestionReport,
)
from courses.assessment.statistics.small_groups import SMALLEST_GROUP
from courses.compliance.answer_key_access import record_key_view
from courses.desk.assessment.statistics import (
    choice_curves,
    choice_tables,
    question_map,
    statistics_texts,
)
from courses.desk.assessment.statistics.question_statistics_rows import (
    SORTS,
    QuestionStatisticsRow,
    list_question_rows,
    list_question_stems,
)
from courses.desk.kit import access
from courses.desk.kit.filter_fields import build_course_field
from courses.desk.kit.list_page import (
    ColumnHeading,
    build_sorting_heading,
    paginate_rows,
)
from courses.models import Course, Unit
from elearning.accounts.models import User
from elearning.accounts.roles import Role
from elearning.accounts.signed_in_request import SignedInRequest
from elearning.languages import CODES, OWN_NAMES

_DIRECTIONS = {"n": "descending", "review": "other"}


class QuestionStatisticsFilter(forms.Form):
    """Filter of question statistics; every field may stay empty."""

    course = build_course_field()
    show = forms.ChoiceField(
        label=gettext_lazy("Show"),
        choices=[
            ("", gettext_lazy("All questions")),
            ("review", gettext_lazy("Only those to review")),
        ],
        required=False,
    )

    def __init__(self, data: QueryDict, *, reader: User) -> None:
        super().__init__(data)
        courses: forms.ModelChoiceField[Course] = self.fields["course"]  # type: ignore[assignment]
        mine = Course.objects.in_remit_of(reader)
        courses.queryset = mine.filter(units__kind=Unit.Kind.QUESTION).distinct()


@require_safe
@access.require_role(Role.TRAINER)
def list_question_statistics(request: SignedInRequest) -> HttpResponse:
    """List the questions; the address alone reproduces the page."""
    form = QuestionStatisticsFilter(request.GET, reader=request.user)
    form.is_valid()
    course = form.cleaned_data.get("course")
    sort = request.GET.get("sort", "")
    sort = sort if sort in SORTS else "review"
    found = list_question_rows(
        reader=request.user,
        course=course,
        only_review=form.cleaned_data.get("show") == "review",
        sort=sort,
    )
    page = paginate_rows(request, found)
    shown = list(page.object_list)
    words = list_question_stems(shown)
    exams = statistics_scope.list_counted_exams(request.user, course)
    context = {
        "form": form,
        "page": page,
        "lines": [_shown(line, words[line.pk]) for line in shown],
        "columns": _columns(request.GET, sort),
        "exams": exams.select_related("version__unit__course"),
        "dots": question_map.build_question_dots(found),
        "gate": question_map.build_gate_area(),
        "facilities": question_map.list_facility_ticks(),
        "discriminations": question_map.list_discrimination_gridlines(),
        "to_review": sum(line.standing.needs_review for line in found),
        "smallest": SMALLEST_GROUP,
        "enough": quality_flags.ENOUGH,
        "query": request.GET,
    }
    return render(request, "desk/statistics/questions.html", context)


@require_safe
@access.require_role(Role.TRAINER)
def show_question_statistics(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show one version of a question: statistics, languages, choices by thirds."""
    known = statistics_scope.list_counted_questions(request.user).select_related(
        "version__unit__course"
    )
    asked = get_object_or_404(known, pk=pk)
    unit = asked.version.unit
    record_key_view(request.user, unit.course, unit.key)
    report = question_reports.build_question_report(asked, reader=request.user)
    standing = report.standing
    context = {
        "question": asked,
        "stem": asked.text()[0]["stem"],
        "standing": standing,
        "numbers": _numbers(report),
        "advice": [
            (
                statistics_texts.FLAGS[flag],
                statistics_texts.format_flag_advice(flag, standing.gap),
            )
            for flag in standing.flags
        ],
        "gate": statistics_texts.format_gate_verdict(standing),
        "languages": _languages(standing),
        "tables": [
            (table, choice_curves.build_choice_curves(table))
            for table in choice_tables.build_choice_tables(asked, report)
        ],
        "has_thirds": bool(report.thirds),
        "thirds": choice_tables.list_third_labels(),
        "columns": choice_curves.list_curve_columns(),
        "heights": choice_curves.list_curve_gridlines(),
        "smallest": SMALLEST_GROUP,
        "enough": quality_flags.GAP_ENOUGH,
        "breadcrumbs": statistics_texts.build_statistics_breadcrumbs(),
    }
    return render(request, "desk/statistics/question.html", context)


def _shown(line: QuestionStatisticsRow, stem: str) -> dict[str, Any]:
    return {
        "line": line,
        "stem": stem,
        "known": line.standing.together,
        "flags": [statistics_texts.FLAGS[flag] for flag in line.standing.flags],
        "is_early": line.standing.gate.verdict is quality_flags.GateVerdict.WAITING,
    }


def _numbers(report: QuestionReport) -> list[dict[str, Any]]:
    known = report.standing.together
    values = {
        "n": (known.n, "count"),
        "facility": (known.facility, "share"),
        "discrimination": (known.discrimination, "decimal"),
        "efficiency": (report.efficiency, "share"),
    }
    return [
        {"reading": reading, "value": values[name][0], "kind": values[name][1]}
        for name, reading in statistics_texts.describe_question_statistics().items()
    ]


def _languages(standing: QuestionPerformance) -> list[dict[str, Any]]:
    return [
        {"name": OWN_NAMES[code], "code": code, "known": standing.languages[code]}
        for code in CODES
        if code in standing.languages
    ]


def _columns(query: QueryDict, sort: str) -> list[ColumnHeading]:
    labels = {
        "question": _("Question"),
        "n": _("Answers"),
        "facility": _("Facility"),
        "discrimination": _("Discrimination"),
        "review": _("What to look at"),
    }
    return [
        build_sorting_heading(
            query,
            sort,
            name,
            label,
            is_number=name not in {"question", "review"},
            direction=_DIRECTIONS.get(name, "ascending"),
        )
        for name, label in labels.items()
    ]

"""Statistics of one exam: the spread and the reliability of its results."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from courses.assessment.models import QuestionVersion
from courses.assessment.statistics import statistics_scope
from courses.assessment.statistics.exam_reports import ExamReport, build_exam_report
from courses.assessment.statistics.small_groups import SMALLEST_GROUP
from courses.desk.assessment.statistics import statistics_texts
from courses.desk.assessment.statistics.statistics_texts import (
    build_statistics_breadcrumbs,
)
from courses.desk.kit import access
from courses.desk.kit.plot_area import ChartColumn, PlotArea
from elearning.accounts.roles import Role
from elearning.accounts.signed_in_request import SignedInRequest
from elearning.languages import CODES, OWN_NAMES

_KINDS = {"n": "count", "consistency": "decimal"}


@dataclass(frozen=True)
class HistogramColumn:
    """One column of the histogram."""

    label: str
    low: int
    n: int
    shape: ChartColumn


@require_safe
@access.require_role(Role.TRAINER)
def show_exam_statistics(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the statistics of one version of an exam."""
    papers = statistics_scope.list_counted_exams(request.user).select_related(
        "version__unit__course"
    )
    paper = get_object_or_404(papers, pk=pk)
    report = build_exam_report(paper, reader=request.user)
    context = {
        "paper": paper,
        "report": report,
        "numbers": _numbers(report),
        "columns": build_histogram_columns(report.histogram),
        "finding": _finding(report.histogram) if report.n else "",
        "languages": [
            (OWN_NAMES[code], code, report.languages[code])
            for code in CODES
            if code in report.languages
        ],
        "weights": _weights(report),
        "intended": Fraction(1, report.asked) if report.asked else None,
        "smallest": SMALLEST_GROUP,
        "breadcrumbs": build_statistics_breadcrumbs(),
    }
    return render(request, "desk/statistics/exam.html", context)


def build_histogram_columns(histogram: Sequence[int]) -> list[HistogramColumn]:
    """Return the columns of a histogram; the highest fills the height."""
    highest, width = max(histogram, default=0) or 1, 100 / (len(histogram) or 1)
    return [
        HistogramColumn(
            label=_("%(low)d–%(high)d%%")
            % {"low": round(place * width), "high": round((place + 1) * width)},
            low=round(place * width),
            n=n,
            shape=PlotArea().place_column(
                place, len(histogram), n / highest, width=0.8 / len(histogram)
            ),
        )
        for place, n in enumerate(histogram)
    ]


def _finding(histogram: Sequence[int]) -> str:
    place, width = histogram.index(max(histogram)), 100 // len(histogram)
    return _("Results from %(low)d to %(high)d per cent are the most frequent") % {
        "low": place * width,
        "high": (place + 1) * width,
    }


def _numbers(report: ExamReport) -> list[dict[str, Any]]:
    values = {
        name: getattr(report, name)
        for name in statistics_texts.describe_exam_statistics()
        if report.n
    }
    if report.n:
        values["passed"] = report.passed / report.n
    return [
        {
            "reading": reading,
            "value": values[name],
            "kind": _KINDS.get(name, "share"),
        }
        for name, reading in statistics_texts.describe_exam_statistics().items()
        if name in values
    ]


def _weights(report: ExamReport) -> list[dict[str, Any]]:
    """Return the weight of each question, highest first."""
    found = QuestionVersion.objects.only("body", "version").in_bulk(report.weights)
    rows = [
        {
            "question": question,
            "stem": question.text()[0]["stem"],
            "weight": report.weights[key],
        }
        for key, question in found.items()
    ]
    return sorted(rows, key=lambda row: -(row["weight"] or 0))

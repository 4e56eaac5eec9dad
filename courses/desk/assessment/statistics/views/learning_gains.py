"""Learning gains of courses: mean results before, after, and 90 days later."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from courses.assessment.statistics.learning_gains import (
    GroupMean,
    LearningGain,
    list_course_gains,
)
from courses.assessment.statistics.small_groups import SMALLEST_GROUP
from courses.desk.assessment.statistics.statistics_texts import (
    build_statistics_breadcrumbs,
)
from courses.desk.kit import access
from courses.desk.kit.plot_area import ChartColumn, PlotArea
from elearning.accounts.roles import Role
from elearning.accounts.signed_in_request import SignedInRequest
from elearning.languages import OWN_NAMES


@dataclass(frozen=True)
class MeanColumn:
    """One mean as a column."""

    label: str
    mean: GroupMean
    shape: ChartColumn


@require_safe
@access.require_role(Role.TRAINER)
def show_learning_gains(request: SignedInRequest) -> HttpResponse:
    """Show the means of each course in the three tests, by language."""
    courses: list[dict[str, Any]] = [
        {
            "course": found.course,
            "columns": build_mean_columns(found.all),
            "finding": _finding(found.all),
            "rows": [
                {"label": _("All"), "code": "", "gain": found.all},
                *(
                    {
                        "label": OWN_NAMES[one.language],
                        "code": one.language,
                        "gain": one,
                    }
                    for one in found.languages
                ),
            ],
        }
        for found in list_course_gains(reader=request.user)
    ]
    context = {
        "courses": courses,
        "names": list_test_names(),
        "smallest": SMALLEST_GROUP,
        "breadcrumbs": build_statistics_breadcrumbs(),
    }
    return render(request, "desk/statistics/gains.html", context)


def list_test_names() -> tuple[str, str, str]:
    """Return the names of the three tests, in order."""
    return _("Entry test"), _("Exam, first attempt"), _("After 90 days")


def build_mean_columns(gain: LearningGain) -> list[MeanColumn]:
    """Return a column for each mean that may be shown, placed at its test."""
    places = enumerate(zip(list_test_names(), gain.means, strict=True))
    return [
        MeanColumn(
            label, mean, PlotArea().place_column(place, 3, mean.share, width=0.18)
        )
        for place, (label, mean) in places
        if mean is not None
    ]


def _finding(gain: LearningGain) -> str:
    if gain.learned is None and gain.kept is None:
        return _("Too few people took two of the tests to compare them")
    if gain.kept is None:
        words = _("From the entry test to the exam the mean changed by %(n)s points")
        return words % {"n": _points(gain.learned)}
    if gain.learned is None:
        words = _("Within 90 days after the exam the mean changed by %(n)s points")
        return words % {"n": _points(gain.kept)}
    words = _(
        "The mean changed by %(learned)s points up to the exam, and by %(kept)s points "
        "within the 90 days after it"
    )
    return words % {"learned": _points(gain.learned), "kept": _points(gain.kept)}


def _points(difference: float | None) -> str:
    """Format a difference of shares in points, with its sign."""
    rounded = round((difference or 0) * 100)
    return f"+{rounded}" if rounded > 0 else f"{rounded}".replace("-", "−")

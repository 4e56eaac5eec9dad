"""What the numbers are called, how to read them, and what a flag asks for."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from courses.assessment.statistics.quality_flags import (
    ENOUGH,
    GateVerdict,
    LanguageGap,
    QualityFlag,
)
from courses.assessment.statistics.question_reports import QuestionPerformance
from elearning.languages import OWN_NAMES

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

FLAGS: "dict[QualityFlag, _StrPromise]" = {
    QualityFlag.NEGATIVE: gettext_lazy("Those who know more do worse"),
    QualityFlag.LANGUAGE: gettext_lazy("Harder in one language"),
    QualityFlag.HARD: gettext_lazy("Very hard"),
    QualityFlag.EASY: gettext_lazy("Very easy"),
    QualityFlag.WEAK: gettext_lazy("Tells little"),
}

_ADVICE: "dict[QualityFlag, _StrPromise]" = {
    QualityFlag.NEGATIVE: gettext_lazy(
        "Those who do well in the rest of the exam are wrong here more often than others. "
        "Check first whether the key is right, then whether another answer can be defended."
    ),
    QualityFlag.HARD: gettext_lazy(
        "Fewer than 30 of 100 marks are reached. Check whether the course teaches it, and "
        "whether the wording is plain."
    ),
    QualityFlag.EASY: gettext_lazy(
        "More than 95 of 100 marks are reached. It takes time and tells nothing; keep it "
        "only if it asks what everybody must know."
    ),
    QualityFlag.WEAK: gettext_lazy(
        "Those who know more and those who know less do nearly the same here. Look at the "
        "choices: a wrong one that nobody takes, or that the best take, needs a new wording."
    ),
}


@dataclass(frozen=True)
class StatisticDescription:
    """A number: what it is called, and how to read it."""

    label: str
    guide: str


def format_flag_advice(flag: QualityFlag, gap: LanguageGap | None) -> str:
    """Say what a flag means and what to do."""
    if flag is not QualityFlag.LANGUAGE or gap is None:
        return str(_ADVICE[flag])
    return _(
        "Facility in the language “%(harder)s” is %(points)d points lower than in "
        "“%(easier)s”. Compare the two wordings side by side. If they say the same, look "
        "whether other questions differ as well: then it is the groups that differ."
    ) % {
        "harder": OWN_NAMES[gap.harder],
        "easier": OWN_NAMES[gap.easier],
        "points": round(100 * gap.size),
    }


def format_gate_verdict(standing: QuestionPerformance) -> str:
    """Say in a sentence how a question stands at the quality gate."""
    match standing.gate.verdict:
        case GateVerdict.PASSED:
            return _(
                "It passes the quality gate: enough answers, neither too hard nor too "
                "easy, and it tells who knows from who does not."
            )
        case GateVerdict.REFUSED:
            return _(
                "It does not pass the quality gate: facility from 30 to 90 per cent and "
                "discrimination from 0.20 on are asked for."
            )
        case _waiting:
            n = standing.together.n
            words = ngettext(
                "It has %(n)d answer. From %(enough)d on the quality gate decides, and "
                "flags are set.",
                "It has %(n)d answers. From %(enough)d on the quality gate decides, and "
                "flags are set.",
                n,
            )
            return words % {"n": n, "enough": ENOUGH}


def describe_question_statistics() -> dict[str, StatisticDescription]:
    """Return the numbers of a question, in the order in which they are read."""
    return {
        "n": StatisticDescription(
            _("Answers"),
            _(
                "How many first attempts had this question. Second attempts are left out: "
                "these are the same people, who have just read what was wrong."
            ),
        ),
        "facility": StatisticDescription(
            _("Facility"),
            _(
                "The share of the marks that was reached. From 30 to 90 per cent is good for a "
                "question that counts."
            ),
        ),
        "discrimination": StatisticDescription(
            _("Discrimination"),
            _(
                "Whether those who are right here are right in the rest of their exam too, "
                "from −1 to 1. From 0.20 on is good. Below 0 something is wrong, often the "
                "key."
            ),
        ),
        "efficiency": StatisticDescription(
            _("Efficiency of discrimination"),
            _(
                "How much of the discrimination that such an easy or hard question can have "
                "is reached. Below 50 per cent the choices could be better."
            ),
        ),
    }


def describe_exam_statistics() -> dict[str, StatisticDescription]:
    """Return the numbers of an exam, in the order in which they are read."""
    return {
        "n": StatisticDescription(
            _("First attempts"), _("Only first attempts count here.")
        ),
        "passed": StatisticDescription(
            _("Passed"),
            _("The share of them that passed, must-pass questions included."),
        ),
        "mean": StatisticDescription(
            _("Mean"), _("The mean of the results. It should be above the pass mark.")
        ),
        "median": StatisticDescription(
            _("Median"), _("Half of the results are at or below it.")
        ),
        "deviation": StatisticDescription(
            _("Standard deviation"),
            _(
                "How far results lie apart. From 12 to 18 per cent is usual; much less says that "
                "the exam tells few people apart."
            ),
        ),
        "consistency": StatisticDescription(
            _("Internal consistency"),
            _(
                "How far the questions agree on who knows more, at most 1. From 0.75 on is "
                "good, below 0.64 single results say little."
            ),
        ),
        "error_ratio": StatisticDescription(
            _("Error ratio"),
            _(
                "Which share of the differences between results is chance. Below 50 per cent is "
                "good."
            ),
        ),
        "standard_error": StatisticDescription(
            _("Standard error"),
            _(
                "Two of three results are no further than this from what somebody knows. A "
                "result nearer than this to the pass mark could have fallen either way."
            ),
        ),
    }


def build_statistics_breadcrumbs() -> list[tuple[str, str]]:
    """Return the way back to the list, for the pages below it."""
    return [(reverse("desk:statistics:questions"), _("Statistics"))]

"""Names and explanations of statistics, and advice for quality flags."""

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
        "People who do well in the rest of the exam get this wrong more "
        "often than others. Check first whether the key is right, then "
        "whether another answer can be defended."
    ),
    QualityFlag.HARD: gettext_lazy(
        "Candidates get fewer than 30 of 100 marks. Check whether the "
        "course teaches this, and whether the wording is clear."
    ),
    QualityFlag.EASY: gettext_lazy(
        "Candidates get more than 95 of 100 marks. The question takes "
        "time and tells you nothing; keep it only if it asks what "
        "everyone must know."
    ),
    QualityFlag.WEAK: gettext_lazy(
        "People who know more and people who know less do nearly the "
        "same here. Look at the choices: reword a wrong one that nobody "
        "picks, or that the best pick."
    ),
}


@dataclass(frozen=True)
class StatisticDescription:
    """The name of a statistic, and how to read it."""

    label: str
    guide: str


def format_flag_advice(flag: QualityFlag, gap: LanguageGap | None) -> str:
    """Return what a flag means and what to do about it."""
    if flag is not QualityFlag.LANGUAGE or gap is None:
        return str(_ADVICE[flag])
    return _(
        "Facility in the language “%(harder)s” is %(points)d points "
        "lower than in “%(easier)s”. Compare the two wordings side by "
        "side. If they say the same, check whether other questions "
        "differ as well: then it is the groups that differ."
    ) % {
        "harder": OWN_NAMES[gap.harder],
        "easier": OWN_NAMES[gap.easier],
        "points": round(100 * gap.size),
    }


def format_gate_verdict(standing: QuestionPerformance) -> str:
    """Return a sentence on whether a question passes the quality gate."""
    match standing.gate.verdict:
        case GateVerdict.PASSED:
            return _(
                "It passes the quality gate: it has enough answers, is neither "
                "too hard nor too easy, and tells those who know from those who "
                "do not."
            )
        case GateVerdict.REFUSED:
            return _(
                "It does not pass the quality gate, which requires facility from "
                "30 to 90 per cent and discrimination of 0.20 or more."
            )
        case _waiting:
            n = standing.together.n
            words = ngettext(
                "It has %(n)d answer. From %(enough)d answers on, the quality "
                "gate applies and flags are set.",
                "It has %(n)d answers. From %(enough)d answers on, the quality "
                "gate applies and flags are set.",
                n,
            )
            return words % {"n": n, "enough": ENOUGH}


def describe_question_statistics() -> dict[str, StatisticDescription]:
    """Return the statistics of a question, in reading order."""
    return {
        "n": StatisticDescription(
            _("Answers"),
            _(
                "How many first attempts had this question. Second attempts are "
                "left out: they are by the same people, who have just read what "
                "they got wrong."
            ),
        ),
        "facility": StatisticDescription(
            _("Facility"),
            _(
                "The share of the marks that candidates got. From 30 to 90 per "
                "cent is good for a question that counts."
            ),
        ),
        "discrimination": StatisticDescription(
            _("Discrimination"),
            _(
                "Whether people who get this right also do well in the rest of "
                "their exam, from −1 to 1. 0.20 or more is good. Below 0 "
                "something is wrong, often the key."
            ),
        ),
        "efficiency": StatisticDescription(
            _("Efficiency of discrimination"),
            _(
                "How much of the discrimination possible for a question this "
                "easy or hard is achieved. Below 50 per cent, the choices could "
                "be better."
            ),
        ),
    }


def describe_exam_statistics() -> dict[str, StatisticDescription]:
    """Return the statistics of an exam, in reading order."""
    return {
        "n": StatisticDescription(
            _("First attempts"), _("Only first attempts count here.")
        ),
        "passed": StatisticDescription(
            _("Passed"),
            _("The share of attempts that passed, must-pass questions included."),
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
                "How far apart the results are. From 12 to 18 per cent is usual; "
                "much less means that the exam hardly tells people apart."
            ),
        ),
        "consistency": StatisticDescription(
            _("Internal consistency"),
            _(
                "How far the questions agree on who knows more, at most 1. 0.75 "
                "or more is good; below 0.64, single results say little."
            ),
        ),
        "error_ratio": StatisticDescription(
            _("Error ratio"),
            _(
                "What share of the differences between results is chance. Below "
                "50 per cent is good."
            ),
        ),
        "standard_error": StatisticDescription(
            _("Standard error"),
            _(
                "Two out of three results are no further than this from what the "
                "person really knows. A result closer than this to the pass mark "
                "could have gone either way."
            ),
        ),
    }


def build_statistics_breadcrumbs() -> list[tuple[str, str]]:
    """Return the breadcrumbs to the list, for the pages under it."""
    return [(reverse("desk:statistics:questions"), _("Statistics"))]

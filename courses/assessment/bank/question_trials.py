"""The trial of a question: what it has shown, and whether the question may count."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.assessment.models import AttemptItem, QuestionState, Regrading, StateChange
from courses.assessment.statistics import item_analysis
from courses.assessment.statistics.pair_sums import PairSums, sum_pairs
from courses.assessment.statistics.quality_flags import (
    ENOUGH,
    GATE_DISCRIMINATION,
    GATE_FACILITY,
    QualityFlag,
    assess_quality_gate,
)
from courses.models import Unit
from elearning.interface import number_formats


@dataclass(frozen=True)
class QuestionTrial:
    """The trial of a question: its mark and the score in each attempt that asked it.

    Both are from 0 to 1; the score excludes the question, which did not count.
    """

    pairs: Sequence[tuple[float, float]]

    @property
    def number(self) -> int:
        return len(self.pairs)

    @cached_property
    def sums(self) -> PairSums:
        return sum_pairs(
            (Fraction(mark), Fraction(score)) for mark, score in self.pairs
        )

    @property
    def facility(self) -> Fraction | None:
        return item_analysis.compute_facility(self.sums)

    @property
    def discrimination(self) -> float | None:
        return item_analysis.compute_discrimination(self.sums)

    def lacks(self) -> list[str]:
        """Return, in whole sentences, the reasons against counting the question."""
        if self.number < ENOUGH:
            words = ngettext(
                "It was asked in %(n)s marked attempt. Wait until there are %(enough)s.",
                "It was asked in %(n)s marked attempts. Wait until there are %(enough)s.",
                self.number,
            )
            return [words % {"n": self.number, "enough": ENOUGH}]
        reasons = set(
            assess_quality_gate(self.number, self.facility, self.discrimination).reasons
        )
        sentences = {
            self._facility_lacks(): {QualityFlag.HARD, QualityFlag.EASY},
            self._discrimination_lacks(): {QualityFlag.NEGATIVE, QualityFlag.WEAK},
        }
        return [text for text, flags in sentences.items() if flags & reasons]

    def _facility_lacks(self) -> str:
        low, high = GATE_FACILITY
        words = _(
            "Candidates get %(share)s%% of its marks; the target is %(low)s "
            "to %(high)s%%."
        )
        shares = {"share": self.facility or 0, "low": low, "high": high}
        return words % {name: round(100 * part) for name, part in shares.items()}

    def _discrimination_lacks(self) -> str:
        words = _(
            "It does not tell those who know a lot from those who know "
            "little: %(found)s, when at least %(wanted)s is needed."
        )
        found = self.discrimination
        shown = "—" if found is None else number_formats.format_decimal(found)
        return words % {
            "found": shown,
            "wanted": number_formats.format_decimal(GATE_DISCRIMINATION),
        }


def build_question_trial(unit: Unit) -> QuestionTrial:
    """Return the results so far of a question's trial.

    Attempts from before the question was last live or in review are ignored.
    """
    items = (
        AttemptItem.objects.in_exams()
        .filter(
            question__version__unit=unit, is_scored=False, attempt__score__isnull=False
        )
        .exclude(mark=None)
    )
    ended = StateChange.objects.filter(
        unit=unit, state__in=[QuestionState.LIVE, QuestionState.REVIEW]
    )
    if end := ended.order_by("-pk").first():
        items = items.filter(attempt__started_at__gte=end.at)
    last = Regrading.objects.filter(attempt=OuterRef("attempt")).order_by("-pk")
    score = Coalesce(Subquery(last.values("score_after")[:1]), "attempt__score")
    now = items.current().annotate(now_score=score)
    rows = now.values_list("now_mark", "now_score")
    return QuestionTrial(
        [(float(mark or 0), float(score or 0)) for mark, score in rows]
    )


def is_untested_question(unit: Unit) -> bool:
    """Return whether a question was put in trial and has not been made live since."""
    facts = StateChange.objects.filter(
        unit=unit, state__in=[QuestionState.TRIAL, QuestionState.LIVE]
    )
    newest = facts.order_by("-pk").values_list("state", flat=True).first()
    return newest == QuestionState.TRIAL

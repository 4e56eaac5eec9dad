"""Usage of the questions of the bank: how often asked, when last, and their numbers."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from courses.assessment.models import AttemptItem, Filing, QuestionNumbers
from courses.models import EditionEntry
from elearning.accounts.models import User


@dataclass(frozen=True)
class QuestionUsage:
    """The use of one question in all versions; ``edition`` is the newest with it."""

    times: int = 0
    last_at: datetime | None = None
    edition: int | None = None


def build_usage_by_unit(units: Collection[int]) -> dict[int, QuestionUsage]:
    """Return the use of each of the ``units`` (ids), in two queries."""
    asked = AttemptItem.objects.in_exams().filter(question__version__unit__in=units)
    uses = {
        unit: (times, last)
        for unit, times, last in asked.order_by()
        .values_list("question__version__unit")
        .annotate(Count("pk"), Max("attempt__started_at"))
    }
    listed = EditionEntry.objects.filter(version__unit__in=units)
    editions = dict(
        listed.order_by().values_list("version__unit").annotate(Max("edition__number"))
    )
    return {
        unit: QuestionUsage(*uses.get(unit, (0, None)), edition=editions.get(unit))
        for unit in units
    }


def build_usage_expressions(key: str) -> dict[str, Any]:
    """Return ``times``, ``last_at`` and ``edition`` as expressions for a queryset.

    ``key`` is the queryset's column holding the key of the question; the functions
    below use it in the same way.
    """
    same = OuterRef(key)
    items = AttemptItem.objects.in_exams().filter(question__version__unit__key=same)
    asked = items.order_by().values("question__version__unit")
    listed = EditionEntry.objects.filter(version__unit__key=same).order_by()
    newest = listed.values("version__unit").annotate(newest=Max("edition__number"))
    return {
        "times": Coalesce(Subquery(asked.annotate(n=Count("pk")).values("n")), 0),
        "last_at": Subquery(asked.annotate(at=Max("attempt__started_at")).values("at")),
        "edition": Subquery(newest.values("newest")),
    }


def build_statistics_expressions(key: str, *, reader: User) -> dict[str, Any]:
    """Return ``n``, ``facility``, ``discrimination`` and ``is_answer_withheld``.

    They are expressions for the newest version that has any figures, as stored with the
    summaries; there are none if ``reader`` may not see statistics.
    """
    kept = list_newest_numbers(reader).filter(
        question__version__unit__key=OuterRef(key)
    )
    names = ("n", "facility", "discrimination", "is_withheld")
    return {name: Subquery(kept.values(name)[:1]) for name in names}


def list_newest_numbers(reader: User) -> QuerySet[QuestionNumbers]:
    """Return the numbers of questions, newer versions first."""
    return QuestionNumbers.objects.visible_to(reader).order_by(
        "-question__version__number"
    )


def build_filing_expressions(key: str, *, reader: User) -> dict[str, Any]:
    """Return ``folder`` and ``tags`` as expressions."""
    kept = Filing.objects.visible_to(reader).filter(key=OuterRef(key))
    return {name: Subquery(kept.values(name)[:1]) for name in ("folder", "tags")}

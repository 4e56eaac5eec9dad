"""How questions of the bank are used: asked how often, when last, in which edition."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max

from courses.assessment.models import AttemptItem
from courses.models import EditionEntry


@dataclass(frozen=True)
class Usage:
    """The use of one question, in all its versions; ``edition`` is the newest with it."""

    times: int = 0
    last_at: datetime | None = None
    edition: int | None = None


def usage_of(units: Collection[int]) -> dict[int, Usage]:
    """Return the use of each of the ``units`` (their ids), in two queries."""
    asked = AttemptItem.objects.filter(question__version__unit__in=units)
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
        unit: Usage(*uses.get(unit, (0, None)), edition=editions.get(unit))
        for unit in units
    }

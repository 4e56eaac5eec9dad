"""Holds, and a day on which the answers of ``NOW`` have had their time."""

from datetime import UTC, datetime

from courses.retention.models import RetentionHold
from tests.factories.accounts import UserFactory
from tests.factories.assessment import NOW

#: Two years and a day later.
LATER = datetime(2028, 3, 3, 4, 0, tzinfo=UTC)


def held(learner, **facts):
    """A hold on what is kept about somebody."""
    return RetentionHold.objects.create(
        **{
            "learner": learner,
            "reason": "Сот",
            "by": UserFactory(),
            "at": NOW,
        }
        | facts
    )

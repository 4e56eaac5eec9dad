"""Have answers go, and tell what went."""

from datetime import timedelta

from courses.assessment.models import AnswersRemoved, Response
from courses.assessment.statistics import tally_store
from courses.retention import retention_sweeps
from courses.retention.models import RetentionRun
from tests.factories.retention import LATER

DAY = timedelta(days=1)
#: The last moment before anything of the day of ``NOW`` goes.
NOT_YET = LATER - DAY


def remove(at=LATER):
    """Have the worker remove what is due; return how many attempts it was about."""
    tally_store.count_new_attempts(at)  # as the worker does every minute
    before = attempts_gone()
    retention_sweeps.remove_expired_records(at)
    return attempts_gone() - before


def attempts_gone():
    return AnswersRemoved.objects.count()


def runs():
    """What went, but for how lessons were gone through, which every learner leaves."""
    rows = RetentionRun.objects.exclude(rule="learning").order_by("pk")
    return list(rows.values_list("rule", "number"))


def answered():
    return Response.objects.count()

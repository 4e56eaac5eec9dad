"""Addresses of the pages of an exam, and its clock."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from courses.assessment.models import Attempt

MINUTE = timedelta(minutes=1)


def start_url(enrolment):
    return reverse("assessment:start", args=[enrolment.key])


def at(name, attempt, position=None, hold=None):
    query = f"?w={hold or attempt.hold}" + (f"&q={position}" if position else "")
    return reverse(f"assessment:{name}", args=[attempt.key]) + query


def result_url(attempt):
    return reverse("learner:result", args=[attempt.key])


def run_out(attempt):
    """Put the attempt's clock in the past."""
    long_ago = timezone.now() - 90 * MINUTE
    Attempt.objects.update(started_at=long_ago, ends_at=long_ago + 40 * MINUTE)
    attempt.refresh_from_db()

"""Retention rules: what is kept, for how long, from when, and what follows (curriculum R18).

Purposes are kept apart: certification records for a person’s service, answers for as
long as a result can be disputed, and learning data for a year.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from courses.validity import add_months

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class ExpiryAction(models.TextChoices):
    """The action when the period ends."""

    REMOVED = "removed", pgettext_lazy("records", "Removed")
    NAMELESS = (
        "nameless",
        pgettext_lazy("records", "Removed; totals without names stay"),
    )
    KEPT = "kept", pgettext_lazy("records", "Kept")


@dataclass(frozen=True)
class RetentionRule:
    """One kind of record: what is removed, what stays, the period and its start.

    ``months`` or ``days`` give the period; without either the records are kept. ``key``
    is the name of a rule that the job of this app carries out.
    """

    name: "StrPromise"
    what: "StrPromise"
    since: "StrPromise"
    fate: ExpiryAction
    months: Callable[[], int] | None = None
    days: int | None = None
    key: str = ""
    stays: "StrPromise | str" = ""

    @property
    def time(self) -> str:
        """The period in words; empty if the records stay."""
        if self.months is not None:
            n = self.months()
            return ngettext("%(n)s month", "%(n)s months", n) % {"n": n}
        if self.days is not None:
            return ngettext("%(n)s day", "%(n)s days", self.days) % {"n": self.days}
        return ""

    def before(self, at: datetime) -> datetime:
        """Return the moment before which everything has expired at ``at``.

        Days are whole: with 24 months, records from 1 March are removed on 2 March two
        years later.
        """
        assert self.months is not None  # noqa: S101 — rules with a key have months
        day = add_months(timezone.localdate(at), -self.months())
        return timezone.make_aware(datetime.combine(day, time.min))

    def due_on(self, oldest: datetime) -> datetime:
        """Return the day after the period of records from ``oldest``."""
        assert self.months is not None  # noqa: S101 — rules with a key have months
        last = add_months(timezone.localdate(oldest), self.months())
        day = last + timedelta(days=1)
        return timezone.make_aware(datetime.combine(day, time.min))


def get_answer_retention_months() -> int:
    """Return the number of months for which answers are kept."""
    months: int = settings.RETENTION_ANSWERS_MONTHS
    return months


def _learning() -> int:
    months: int = settings.RETENTION_LEARNING_MONTHS
    return months


ANSWERS = RetentionRule(
    key="answers",
    name=_("Answers in exams and tests"),
    what=_(
        "Every saved answer, the order of its parts, free-text answers, "
        "markers' comments, and statements about answers in record stores"
    ),
    stays=_(
        "Attempt, questions, marks, score, result, certificate; "
        "statistical totals, which name nobody"
    ),
    since=_("from the end of the attempt"),
    months=get_answer_retention_months,
    fate=ExpiryAction.NAMELESS,
)
LESSONS = RetentionRule(
    key="lessons",
    name=_("Answers in lessons"),
    what=_("Answers to self-checks and paths through scenarios"),
    stays=_("The fact that the lesson was finished, and when"),
    since=_("from the last time the course was opened"),
    months=get_answer_retention_months,
    fate=ExpiryAction.REMOVED,
)
PRACTICE = RetentionRule(
    key="practice",
    name=_("Practice answers"),
    what=_("The last answer to each question for practice"),
    since=_("from the last answer"),
    months=get_answer_retention_months,
    fate=ExpiryAction.REMOVED,
)
ENQUIRIES = RetentionRule(
    key="enquiries",
    name=_("Questions to trainers"),
    what=_("What learners asked about paragraphs, and what trainers answered"),
    stays=_(
        "The fact that something was asked and answered, in the audit "
        "log, without the text"
    ),
    since=_("from the question"),
    months=get_answer_retention_months,
    fate=ExpiryAction.REMOVED,
)
VERIFICATIONS = RetentionRule(
    key="verifications",
    name=_("Checks of certificates on the public page"),
    what=_(
        "The hour in which a certificate was checked; who checked it is never recorded"
    ),
    since=_("from the check"),
    months=get_answer_retention_months,
    fate=ExpiryAction.REMOVED,
)
EXTRA_TIME = RetentionRule(
    key="extra-time",
    name=_("Reasons for extra time"),
    what=_("Why someone had extra time in exams, which may concern their health"),
    stays=_("How much time, from when to when, and who granted it"),
    since=_("from the last day of the extra time"),
    months=get_answer_retention_months,
    fate=ExpiryAction.REMOVED,
)
LEARNING = RetentionRule(
    key="learning",
    name=_("Progress through lessons"),
    what=_("Statements about opening and reading lessons, under pseudonyms"),
    stays=_("Statements about results, passes, certificates and guidelines"),
    since=_("from the day they were stored"),
    months=_learning,
    fate=ExpiryAction.REMOVED,
)
#: Records removed by other jobs, and records that stay.
OTHERS = (
    RetentionRule(
        name=_("Forms not sent yet"),
        what=_(
            "What was typed in a form when a session ended, visible only to its owner"
        ),
        since=_(
            "from the last time it was saved, unless it is sent or discarded earlier"
        ),
        days=1,
        fate=ExpiryAction.REMOVED,
    ),
    RetentionRule(
        name=_("Report files"),
        what=_("Files that were requested or produced on a schedule"),
        since=_("from the day they were produced"),
        days=7,
        fate=ExpiryAction.REMOVED,
        stays=_("Who requested which report, when and what for"),
    ),
    RetentionRule(
        name=_("Files of staff lists"),
        what=_("Files of the personnel system"),
        since=_("from the day the list was finished"),
        days=30,
        fate=ExpiryAction.REMOVED,
        stays=_("What an applied list changed"),
    ),
    RetentionRule(
        name=_("Scans of certificates from other organisations"),
        what=_("The scan of the document"),
        since=_("from the last day of the certificate"),
        days=365,
        fate=ExpiryAction.REMOVED,
        stays=_("Issuer, number, dates, and who confirmed it"),
    ),
    RetentionRule(
        name=_("Record of training"),
        what=_(
            "Appointments, courses, attempts, results, passes, certificates, guidelines "
            "read, exemptions, corrections and revocations"
        ),
        since=_(
            "for the length of service and the archive period under national rules"
        ),
        fate=ExpiryAction.KEPT,
    ),
    RetentionRule(
        name=_("Audit log"),
        what=_("Who read or changed what, when and why; sealed"),
        since=_("as long as the records it refers to"),
        fate=ExpiryAction.KEPT,
    ),
)

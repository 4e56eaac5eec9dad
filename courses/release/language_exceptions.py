"""Exceptions from the rule of two languages, requested by one person, signed by another.

While an exception is in force, Kazakh and Russian of the named units of a course, or of
a guideline, may differ at a release (product rule 1; N12). Its last day is at most 90
days away, and it lapses by itself.
"""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.errors import LanguageExceptionError
from courses.models import LanguageException, LanguageExceptionWord
from courses.release import releasables
from courses.release.refusal_audit import record_refusals
from courses.release.releasables import LanguageGap
from elearning.audit import audit_log
from elearning.decisions import decide_proposal

if TYPE_CHECKING:
    from courses.models.release import LanguageExceptionQuerySet
    from elearning.accounts.models import User

#: The maximum number of days from the request to the last day.
LONGEST = 90


def list_unexcepted_gaps(thing: models.Model) -> list[LanguageGap]:
    """Return the language gaps in the proposal of ``thing`` that no exception covers."""
    return releasables.get_releasable(thing).gaps


def list_language_exceptions(thing: models.Model) -> "LanguageExceptionQuerySet":
    """Return all exceptions requested for ``thing``, a course or a guideline."""
    return LanguageException.objects.filter(**releasables.get_releasable(thing).naming)


def request_language_exception(
    thing: models.Model, *, reason: str, until: date, by: "User"
) -> LanguageException:
    """Request that the present gaps may be released until the end of ``until``.

    Raises ``LanguageExceptionError`` without a reason, for a day that is past or more
    than ``LONGEST`` days away, if nothing differs, or while another request is waiting.
    """
    found = releasables.get_releasable(thing)
    with record_refusals(
        "courses.exception_refused", LanguageExceptionError, by=by, on=thing
    ):
        found.lock()
        today = timezone.localdate()
        _demand(reason, until, today)
        gaps = found.gaps
        if not gaps:
            raise LanguageExceptionError(
                _("Kazakh and Russian say the same here. No exception is needed.")
            )
        if list_language_exceptions(thing).waiting(today).exists():
            raise LanguageExceptionError(
                _(
                    "A request is already waiting for a second person. Decide on it "
                    "first."
                )
            )
        asked = LanguageException.objects.create(
            reason=reason.strip(), until=until, by=by, at=timezone.now(), **found.naming
        )
        asked.units.set(gap.unit for gap in gaps if gap.unit)
        audit_log.record_action(
            "courses.exception_asked",
            by=by,
            on=asked,
            reason=asked.reason,
            until=until.isoformat(),
            units=len(gaps),
        )
    return asked


def decide_language_exception(
    exception: LanguageException, *, sign: bool, by: "User"
) -> None:
    """Sign ``exception`` as the second person, or decline it.

    Raises ``LanguageExceptionError`` for the requester, if it was decided before, or if
    its last day has passed.
    """
    refusals = record_refusals(
        "courses.exception_refused", LanguageExceptionError, by=by, on=exception
    )
    with refusals:
        word = LanguageExceptionWord(is_signed=sign, by=by, at=timezone.now())
        until = exception.until
        if until < timezone.localdate():
            raise LanguageExceptionError(
                _("Its last day has passed. Ask for a new one.")
            )
        decide_proposal(exception, word, until=until.isoformat())


def compute_last_exception_day(today: date) -> date:
    """Return the latest last day of an exception requested ``today``."""
    return today + timedelta(days=LONGEST)


def _demand(reason: str, until: date, today: date) -> None:
    if not reason.strip():
        raise LanguageExceptionError(
            _("Say in a sentence why the languages may differ.")
        )
    if not today <= until <= compute_last_exception_day(today):
        raise LanguageExceptionError(
            _("Choose a last day from today on, at most %(days)d days from now.")
            % {"days": LONGEST}
        )

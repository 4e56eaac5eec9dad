"""Exceptions from the rule of two languages: asked by one person, signed by another.

While one is in force, Kazakh and Russian of the units of a course that it names, or of a
guideline, may differ at a release (product rule 1; N12). It has a last day, at most 90
days away, and falls by itself.
"""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from courses import releasable
from courses.errors import ExceptionError
from courses.models import LanguageException, LanguageExceptionWord
from courses.refusing import noting_refusals
from courses.releasable import Gap
from elearning.audit import trail

if TYPE_CHECKING:
    from courses.models.release import LanguageExceptionQuerySet
    from elearning.accounts.models import User

#: The most days from the day it is asked for to the last one.
LONGEST = 90


def open_gaps(thing: models.Model) -> list[Gap]:
    """Return what of the proposal of ``thing`` differs and is excepted from nothing."""
    return releasable.of(thing).gaps()


def of(thing: models.Model) -> "LanguageExceptionQuerySet":
    """Return every exception that was asked for ``thing``, a course or a guideline."""
    return LanguageException.objects.filter(**releasable.of(thing).naming)


def ask(
    thing: models.Model, *, reason: str, until: date, by: "User"
) -> LanguageException:
    """Ask that what differs now may be released until the end of ``until``; return it.

    Raises ``ExceptionError`` without a reason, for a day that is past or further away
    than ``LONGEST``, where nothing differs, or while another request waits.
    """
    found = releasable.of(thing)
    with noting_refusals("courses.exception_refused", ExceptionError, by=by, on=thing):
        found.hold()
        today = timezone.localdate()
        _demand(reason, until, today)
        gaps = found.gaps()
        if not gaps:
            raise ExceptionError(
                _("Kazakh and Russian say the same here. No exception is needed.")
            )
        if of(thing).waiting(today).exists():
            raise ExceptionError(
                _("A request already waits for a second person. Decide it first.")
            )
        asked = LanguageException.objects.create(
            reason=reason.strip(), until=until, by=by, at=timezone.now(), **found.naming
        )
        asked.units.set(gap.unit for gap in gaps if gap.unit)
        trail.write(
            "courses.exception_asked",
            by=by,
            on=asked,
            reason=asked.reason,
            until=until.isoformat(),
            units=len(gaps),
        )
    return asked


def decide(exception: LanguageException, *, sign: bool, by: "User") -> None:
    """Sign ``exception`` as the second person, or decline it.

    Raises ``ExceptionError`` for whoever asked for it herself, where it was decided
    before, and where its last day has passed.
    """
    refusals = noting_refusals(
        "courses.exception_refused", ExceptionError, by=by, on=exception
    )
    with refusals:
        held = LanguageException.objects.select_for_update(of=("self",)).get(
            pk=exception.pk
        )
        state = held.state(timezone.localdate())
        if state == "fallen":
            raise ExceptionError(_("Its last day has passed. Ask for a new one."))
        if state != "waiting":
            raise ExceptionError(_("Somebody has decided this already."))
        if held.by_id == by.pk:
            raise ExceptionError(
                _("You asked for it yourself. A second person has to decide.")
            )
        LanguageExceptionWord.objects.create(
            exception=held, is_signed=sign, by=by, at=timezone.now()
        )
        action = "courses.exception_signed" if sign else "courses.exception_declined"
        trail.write(action, by=by, on=held, until=held.until.isoformat())


def last_day(today: date) -> date:
    """Return the last day that an exception asked for ``today`` may have."""
    return today + timedelta(days=LONGEST)


def _demand(reason: str, until: date, today: date) -> None:
    if not reason.strip():
        raise ExceptionError(_("Say in a sentence why the languages may differ."))
    if not today <= until <= last_day(today):
        raise ExceptionError(
            _("Choose a last day from today on, at most %(days)d days away.")
            % {"days": LONGEST}
        )

"""Exceptions from the rule of two languages: asked by one person, signed by another.

While one is in force, Kazakh and Russian of the units it names may differ at a release
(product rule 1; N12). It has a last day, at most 90 days away, and falls by itself.
"""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from courses import gates, proposing
from courses.errors import ExceptionError
from courses.models import Course, LanguageException, LanguageExceptionWord, UnitVersion
from courses.refusing import noting_refusals
from elearning.audit import trail

if TYPE_CHECKING:
    from elearning.accounts.models import User

#: The most days from the day it is asked for to the last one.
LONGEST = 90


def open_gaps(course: Course) -> list[UnitVersion]:
    """Return what of the proposal differs in its languages and is excepted from nothing."""
    versions = proposing.proposed_versions(course)
    return gates.differing(versions, gates.excepted(course))


def ask(course: Course, *, reason: str, until: date, by: "User") -> LanguageException:
    """Ask that what differs now may be released until the end of ``until``; return it.

    Raises ``ExceptionError`` without a reason, for a day that is past or further away
    than ``LONGEST``, where nothing differs, or while another request waits.
    """
    with noting_refusals("courses.exception_refused", ExceptionError, by=by, on=course):
        Course.objects.select_for_update().get(pk=course.pk)
        today = timezone.localdate()
        _demand(reason, until, today)
        gaps = open_gaps(course)
        if not gaps:
            raise ExceptionError(
                _("Kazakh and Russian say the same here. No exception is needed.")
            )
        if course.language_exceptions.waiting(today).exists():
            raise ExceptionError(
                _("A request already waits for a second person. Decide it first.")
            )
        asked = LanguageException.objects.create(
            course=course, reason=reason.strip(), until=until, by=by, at=timezone.now()
        )
        asked.units.set(gap.unit_id for gap in gaps)
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

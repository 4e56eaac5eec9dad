"""Entry of observations, from the sheet that both have signed."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.observing.errors import ObservationError
from courses.observing.models import Checklist, Item, Observation, ObservedItem
from courses.validity import add_months
from elearning.audit import audit_log
from elearning.staff.models import StaffMember

if TYPE_CHECKING:
    from elearning.accounts.models import User


def record_observation(  # noqa: PLR0913 — the lines of the sheet
    learner: StaffMember,
    checklist: Checklist,
    *,
    observer: StaffMember,
    seen_on: date,
    seen: Iterable[Item],
    by: "User | None",
    next_step: str = "",
    follow_up_days: int | None = None,
    at: datetime | None = None,
) -> Observation:
    """Record that ``observer`` saw ``learner`` at work on ``seen_on``; return it.

    ``seen`` are the items of ``checklist`` that were seen; the others were not. Raises
    ``ObservationError`` if people observe themselves or enter their own observation,
    for a future day, for a day before either served, for items of another sheet, for a
    next step that is too long, and if the same was entered already.
    """
    at = at or timezone.now()
    items, found = list(checklist.items.all()), set(seen)
    if not found <= set(items):
        raise ObservationError(
            _("These lines are of another sheet. Open the form again.")
        )
    _look_at_people(learner, observer, seen_on, by=by)
    if seen_on > timezone.localdate(at):
        raise ObservationError(
            _("This day is yet to come. Give the day of the observation.")
        )
    if len(next_step) > Observation.MOST_WORDS:
        raise ObservationError(
            _("The next step is too long. Say it in %(n)d characters.")
            % {"n": Observation.MOST_WORDS}
        )
    with transaction.atomic():
        observation, created = Observation.objects.get_or_create(
            learner=learner,
            checklist=checklist,
            observer=observer,
            seen_on=seen_on,
            defaults={
                "expires_on": add_months(seen_on, checklist.months),
                "next_step": next_step.strip(),
                "follow_up_on": seen_on + timedelta(days=follow_up_days)
                if follow_up_days
                else None,
                "recorded_at": at,
                "recorded_by": by,
            },
        )
        if not created:
            raise ObservationError(
                _("This observation is entered already. Give another day.")
            )
        ObservedItem.objects.bulk_create(
            ObservedItem(observation=observation, item=item, was_seen=item in found)
            for item in items
        )
        audit_log.record_action(
            "observing.observed",
            by=by,
            on=observation,
            person=learner.key,
            checklist=checklist.code,
            seen_on=seen_on,
        )
    return observation


def _look_at_people(
    learner: StaffMember, observer: StaffMember, seen_on: date, *, by: "User | None"
) -> None:
    if observer.pk == learner.pk:
        raise ObservationError(
            _("Nobody observes herself. Name the colleague who did.")
        )
    if by is not None and learner.user_id == by.pk:
        raise ObservationError(
            _("Nobody enters an observation of herself. Ask a colleague.")
        )
    serving = StaffMember.objects.employed(seen_on)
    if serving.filter(pk__in=[learner.pk, observer.pk]).count() < len("ab"):
        raise ObservationError(
            _(
                "One of the two did not serve on this day. Correct the day or the person."
            )
        )

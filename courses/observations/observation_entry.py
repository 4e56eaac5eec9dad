"""Entry of observations, from the sheet that both have signed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.observations.errors import ObservationError
from courses.observations.models import Checklist, Item, Observation, ObservedItem
from courses.validity import add_months
from elearning.audit import audit_log
from elearning.staff.models import StaffMember

if TYPE_CHECKING:
    from elearning.accounts.models import User


@dataclass(frozen=True)
class ObservationSheet:
    """A sheet signed by both people; ``seen`` are the items that were seen."""

    observer: StaffMember
    seen_on: date
    seen: Collection[Item]
    next_step: str = ""
    follow_up_days: int | None = None

    @property
    def follow_up_on(self) -> date | None:
        """The day of the follow-up, if one is agreed."""
        days = self.follow_up_days
        return self.seen_on + timedelta(days=days) if days else None


def record_observation(
    learner: StaffMember,
    checklist: Checklist,
    sheet: ObservationSheet,
    *,
    by: "User | None",
    at: datetime | None = None,
) -> Observation:
    """Record an observation of ``learner`` at work, and return it.

    Items of ``checklist`` that are not on the sheet were not seen. Raises
    ``ObservationError`` if people observe themselves or enter their own observation,
    for a future day, for a day on which either was not employed, for items of another
    sheet, for a next step that is too long, and if the same was entered already.
    """
    at = at or timezone.now()
    items, found = list(checklist.items.all()), set(sheet.seen)
    if not found <= set(items):
        raise ObservationError(
            _("These lines belong to another sheet. Open the form again.")
        )
    _look_at_people(learner, sheet.observer, sheet.seen_on, by=by)
    if sheet.seen_on > timezone.localdate(at):
        raise ObservationError(
            _("This date is in the future. Enter the date of the observation.")
        )
    if len(sheet.next_step) > Observation.MOST_WORDS:
        raise ObservationError(
            _("The next step is too long. Keep it to %(n)d characters.")
            % {"n": Observation.MOST_WORDS}
        )
    with transaction.atomic():
        observation, created = Observation.objects.get_or_create(
            learner=learner,
            checklist=checklist,
            observer=sheet.observer,
            seen_on=sheet.seen_on,
            defaults={
                "expires_on": add_months(sheet.seen_on, checklist.months),
                "next_step": sheet.next_step.strip(),
                "follow_up_on": sheet.follow_up_on,
                "recorded_at": at,
                "recorded_by": by,
            },
        )
        if not created:
            raise ObservationError(
                _("This observation has already been entered. Enter another date.")
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
            seen_on=sheet.seen_on,
        )
    return observation


def _look_at_people(
    learner: StaffMember, observer: StaffMember, seen_on: date, *, by: "User | None"
) -> None:
    if observer.pk == learner.pk:
        raise ObservationError(
            _("Nobody can observe themselves. Enter the colleague who observed.")
        )
    if by is not None and learner.user_id == by.pk:
        raise ObservationError(
            _("You cannot enter an observation of yourself. Ask a colleague.")
        )
    serving = StaffMember.objects.employed(seen_on)
    if serving.filter(pk__in=[learner.pk, observer.pk]).count() < len("ab"):
        raise ObservationError(
            _(
                "One of the two was not in service on this date. Correct the "
                "date or the person."
            )
        )

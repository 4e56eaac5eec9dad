"""Selection of standings for a report: part of the service, day and filters."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from courses.compliance.standing_summary import COUNTED_WITH
from courses.compliance.status import CourseStanding, StandingState, list_standings
from courses.models import Course
from elearning.accounts.models import User
from elearning.staff.amendment_history import known_in_force
from elearning.staff.establishment_tree import EstablishmentTree
from elearning.staff.models import Appointment, Establishment, Post, StaffMember


@dataclass(frozen=True)
class ReportSelection:
    """The standings requested by a user, on one day."""

    user: User
    on: date
    tops: list[Establishment]
    establishment: Establishment | None = None
    post: Post | None = None
    course: Course | None = None
    state: StandingState | None = None
    update: bool = False

    @property
    def places(self) -> list[Establishment]:
        return [self.establishment] if self.establishment else self.tops

    @property
    def states(self) -> frozenset[StandingState]:
        """The selected states of required standings; as in the numbers, lapsed counts as expired.

        ``NOT_REQUIRED`` selects standings that no rule requires, whatever their state.
        """
        if self.state is None:
            return frozenset(StandingState) - {StandingState.NOT_REQUIRED}
        with_it = {one for one, other in COUNTED_WITH.items() if other == self.state}
        return frozenset({self.state, *with_it})

    @property
    def people(self) -> Any:
        """The people of the selection, as a queryset."""
        people = list_people_at(self.places, self.on)
        if self.post is not None:
            people = people.filter(appointments__post=self.post).distinct()
        return people

    def standings(self, people: Any = None) -> list[CourseStanding]:
        found = list_standings(self.people if people is None else people, on=self.on)
        return [standing for standing in found if self._takes(standing)]

    def facts(self) -> dict[str, Any]:
        """Return the selection as plain values, for the audit log."""
        return {
            "as_of": self.on.isoformat(),
            "establishment": self.establishment.code if self.establishment else "",
            "post": self.post.code if self.post else "",
            "course": self.course.code if self.course else "",
            "state": self.state or "",
        } | ({"update": True} if self.update else {})

    def _takes(self, standing: CourseStanding) -> bool:
        appointment = standing.appointment
        if appointment is None or not self._takes_state(standing):
            return False
        path = appointment.establishment.path
        return (
            any(path.startswith(place.path) for place in self.places)
            and self.post in {None, appointment.post}
            and self.course in {None, standing.course}
            and (standing.waits_for_update or not self.update)
        )

    def _takes_state(self, standing: CourseStanding) -> bool:
        if self.state == StandingState.NOT_REQUIRED:
            return not standing.is_required
        return standing.is_required and standing.state in self.states


def list_remit_tops(user: User) -> list[Establishment]:
    """Return the top places of the user’s remit today."""
    tops: list[Establishment] = []
    for place in Establishment.objects.visible_to(user).order_by("path"):
        if not any(place.path.startswith(top.path) for top in tops):
            tops.append(place)
    return tops


def list_people_at(places: list[Establishment], on: date) -> Any:
    """Return the people appointed on ``on`` at ``places`` and everywhere below them.

    The remit is today’s, the appointments are those of ``on``: an officer who looks at
    last March sees the people who worked at their establishment then.
    """
    there = Establishment.objects.filter(EstablishmentTree(on).under(places))
    held = Appointment.objects.filter(
        known_in_force(Appointment, on), establishment__in=there.values("pk")
    )
    return StaffMember.objects.filter(pk__in=held.values("staff_member"))

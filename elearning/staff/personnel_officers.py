"""The personnel officers who look after a person."""

from datetime import date

from django.db.models import QuerySet

from elearning.accounts.models import User
from elearning.accounts.roles import Role
from elearning.staff.models import Establishment, Remit, StaffMember, in_force


def list_personnel_officers(
    person: StaffMember, on: date, *, without: User | None = None
) -> QuerySet[User]:
    """Return the personnel officers of where ``person`` serves, never them.

    The ministry's where their establishment has none of its own, or only ``without``, who
    is left out.
    """
    step = Establishment.steplen
    places = person.appointments.filter(in_force(on))
    above = {
        path[:end]
        for path in places.values_list("establishment__path", flat=True)
        for end in range(step, len(path) + 1, step)
    }
    for role in (Role.FACILITY_HR, Role.MINISTRY_HR):
        remits = Remit.objects.filter(
            in_force(on), role=role, establishment__path__in=above
        )
        office = User.objects.filter(
            pk__in=remits.values("user"), is_active=True, groups__name=role
        ).exclude(staff_member=person)
        if without is not None:
            office = office.exclude(pk=without.pk)
        if office.exists():
            break
    return office

"""The service record of a person, and the parts that an officer may change."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils import timezone

from elearning.staff.models import Establishment, StaffMember

if TYPE_CHECKING:
    from elearning.accounts.models import User


@dataclass(frozen=True)
class ServiceOverview:
    """A person’s appointments, absences, ranks and line managers, newest first.

    ``mine`` has the keys of the appointments that the officer may change.
    """

    appointments: Any
    absences: Any
    ranks: Any
    managers: Any
    mine: frozenset[int]


def build_service_overview(person: StaffMember, *, by: "User") -> ServiceOverview:
    """Return the service record of ``person`` as ``by`` may see it."""
    appointments = person.appointments.select_related("establishment", "post")
    return ServiceOverview(
        appointments.order_by("-starts_on", "-pk"),
        person.absences.order_by("-starts_on", "-pk"),
        person.ranks_held.select_related("rank").order_by("-starts_on", "-pk"),
        person.reporting.select_related("manager").order_by("-starts_on", "-pk"),
        frozenset(
            list_changeable_appointments(person, by=by).values_list("pk", flat=True)
        ),
    )


def list_changeable_appointments(person: StaffMember, *, by: "User") -> Any:
    """Return appointments of ``person`` in the remit of ``by`` that have not ended."""
    places = Establishment.objects.visible_to(by)
    return person.appointments.filter(
        Q(ends_on=None) | Q(ends_on__gte=timezone.localdate()),
        establishment__in=places.values("pk"),
    )

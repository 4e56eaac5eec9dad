"""The addresses of places and of who works there."""

from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone

from elearning.staff.models import Absence, Rank
from tests.factories.staff import StaffMemberFactory

_OF_PLACES = (
    "organisation:place",
    *(f"organisation:{verb}" for verb in ("found", "describe", "move", "close")),
)
_OF_PEOPLE = tuple(
    f"service:{verb}"
    for verb in (
        "appoint",
        "move",
        "leave",
        "call-off",
        "absent",
        "back",
        "give-rank",
        "end-rank",
        "set-manager",
        "end-manager",
    )
)
#: All that is about a place or a person.
OF_A_REMIT = _OF_PLACES + _OF_PEOPLE


def address(name, service, region):
    """The page about the prison of a region, or about who works there."""
    person = service.insider if region == "east" else service.outsider
    arguments = {
        "service:move": lambda: [person.key, _held(person).pk],
        "service:leave": lambda: [person.key, _held(person).pk],
        "service:call-off": lambda: [person.key, _planned(person).pk],
        "service:back": lambda: [person.key, _absence(person).pk],
        "service:end-rank": lambda: [person.key, _rank(person).pk],
        "service:end-manager": lambda: [person.key, _manager(person).pk],
    }
    usual = f"{region}-prison" if name in _OF_PLACES else person.key
    found = arguments.get(name, lambda: [usual])()
    return reverse(f"desk:{name}", args=found)


def _absence(person):
    facts = {"kind": Absence.Kind.ILLNESS, "starts_on": date(2026, 1, 1)}
    return person.absences.first() or person.absences.create(**facts)


def _held(person):
    return person.appointments.earliest("starts_on")


def _planned(person):
    held, day = _held(person), timezone.localdate() + timedelta(days=9)
    facts = {"post": held.post, "establishment": held.establishment, "starts_on": day}
    return person.appointments.get_or_create(is_acting=True, **facts)[0]


def _rank(person):
    captain, _is_new = Rank.objects.get_or_create(code="captain")
    facts = {"rank": captain, "starts_on": date(2026, 1, 1)}
    return person.ranks_held.first() or person.ranks_held.create(**facts)


def _manager(person):
    if line := person.reporting.first():
        return line
    return person.reporting.create(
        manager=StaffMemberFactory(), starts_on=date(2026, 1, 1)
    )

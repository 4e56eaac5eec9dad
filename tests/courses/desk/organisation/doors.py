"""The pages of the organisation, to whom they open, and their addresses."""

from datetime import date

from django.urls import reverse

from elearning.accounts.roles import Role
from elearning.staff.models import Absence

HR = {Role.FACILITY_HR, Role.MINISTRY_HR}
MINISTRY = {Role.MINISTRY_HR}
ABOUT_PLACES = {
    "organisation:tree": HR,
    "organisation:place": HR,
    "organisation:found": MINISTRY,
    "organisation:describe": MINISTRY,
    "organisation:move": MINISTRY,
    "organisation:close": MINISTRY,
}
ABOUT_PEOPLE = {
    "service:add": HR,
    "service:appoint": HR,
    "service:move": HR,
    "service:leave": HR,
    "service:absent": HR,
    "service:back": HR,
}


def address(name, service, region):
    """The page about the prison of a region, or about who works there."""
    person = service.insider if region == "east" else service.outsider
    arguments = {
        "organisation:tree": list,
        "service:add": list,
        "service:move": lambda: [person.key, person.appointments.get().pk],
        "service:leave": lambda: [person.key, person.appointments.get().pk],
        "service:back": lambda: [person.key, _absence(person).pk],
    }
    usual = f"{region}-prison" if name in ABOUT_PLACES else person.key
    found = arguments.get(name, lambda: [usual])()
    return reverse(f"desk:{name}", args=found)


def _absence(person):
    facts = {"kind": Absence.Kind.ILLNESS, "starts_on": date(2026, 1, 1)}
    return person.absences.first() or person.absences.create(**facts)

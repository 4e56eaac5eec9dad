"""The pages of the organisation, to whom they open, and their addresses."""

from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone

from elearning.accounts.roles import Role
from elearning.staff.models import Absence, PostCategory, Rank
from tests.factories.staff import StaffMemberFactory

HR = {Role.FACILITY_HR, Role.MINISTRY_HR}
MINISTRY = {Role.MINISTRY_HR}
ABOUT_PLACES = {
    "organisation:tree": HR,
    "organisation:place": HR,
    "organisation:found": MINISTRY,
    "organisation:describe": MINISTRY,
    "organisation:move": MINISTRY,
    "organisation:close": MINISTRY,
    "organisation:posts": MINISTRY,
    "organisation:add-post": MINISTRY,
    "organisation:post": MINISTRY,
    "organisation:add-category": MINISTRY,
    "organisation:category": MINISTRY,
    "organisation:ranks": MINISTRY,
    "organisation:add-rank": MINISTRY,
    "organisation:rank": MINISTRY,
}
ABOUT_PEOPLE = {
    "service:add": HR,
    "service:appoint": HR,
    "service:move": HR,
    "service:leave": HR,
    "service:call-off": HR,
    "service:absent": HR,
    "service:back": HR,
    "service:give-rank": HR,
    "service:end-rank": HR,
    "service:set-manager": HR,
    "service:end-manager": HR,
}

#: Pages about no place and no person, so that nothing lies beyond a remit.
ABOUT_NOBODY = (
    "organisation:tree",
    "organisation:posts",
    "organisation:add-post",
    "organisation:add-category",
    "organisation:ranks",
    "organisation:add-rank",
    "service:add",
)
#: Rows of the whole service.
OF_ALL = ("organisation:post", "organisation:category", "organisation:rank")


def address(name, service, region):
    """The page about the prison of a region, or about who works there."""
    person = service.insider if region == "east" else service.outsider
    arguments = {
        **dict.fromkeys(ABOUT_NOBODY, list),
        "service:move": lambda: [person.key, _held(person).pk],
        "service:leave": lambda: [person.key, _held(person).pk],
        "service:call-off": lambda: [person.key, _planned(person).pk],
        "service:back": lambda: [person.key, _absence(person).pk],
        "service:end-rank": lambda: [person.key, _rank(person).pk],
        "service:end-manager": lambda: [person.key, _manager(person).pk],
        "organisation:post": lambda: ["guard"],
        "organisation:category": lambda: [_category().code],
        "organisation:rank": lambda: [_captain().code],
    }
    usual = f"{region}-prison" if name in ABOUT_PLACES else person.key
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


def _captain():
    return Rank.objects.get_or_create(code="captain")[0]


def _category():
    return PostCategory.objects.get_or_create(code="heads")[0]


def _rank(person):
    facts = {"rank": _captain(), "starts_on": date(2026, 1, 1)}
    return person.ranks_held.first() or person.ranks_held.create(**facts)


def _manager(person):
    if line := person.reporting.first():
        return line
    return person.reporting.create(
        manager=StaffMemberFactory(), starts_on=date(2026, 1, 1)
    )

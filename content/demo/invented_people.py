"""About 300 invented people in posts, with the posts they held before."""

import secrets
from datetime import date, timedelta
from random import Random

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.db import transaction

from content.demo import invented_names
from courses.compliance.periods.rebuild_requests import request_full_rebuild
from elearning.accounts.models import User
from elearning.accounts.roles import Role
from elearning.audit import audit_log
from elearning.staff.models import Appointment, Establishment, Post, StaffMember

#: The first service number of the invented staff.
FIRST_NUMBER = 200001
_PRISON = [
    "head",
    "deputy-head",
    "duty-officer",
    "security-officer",
    "security-officer",
    "security-officer",
    "pve-inspector",
    "psychologist",
    "social-worker",
    "medical",
]
_CREW = {
    Establishment.Kind.MEDIUM: [*_PRISON, "educator", "hr"],
    Establishment.Kind.MAXIMUM: [*_PRISON, "theologian", "security-officer"],
    Establishment.Kind.PRE_TRIAL: _PRISON,
    Establishment.Kind.WOMEN: [*_PRISON, "educator"],
    Establishment.Kind.PROBATION: ["probation-officer", "probation-officer"],
    Establishment.Kind.DEPARTMENT: ["head", "hr"],
    Establishment.Kind.ACADEMY: ["trainer"] * 4,
    Establishment.Kind.UNIT: ["editor"] * 2,
    Establishment.Kind.COMMITTEE: ["hr"] * 2,
}
_NEW_SHARE = 0.07
_MOVED_SHARE = 0.25
_YEAR = 365


def create_invented_people(
    posts: dict[str, Post],
    places: dict[str, Establishment],
    *,
    chance: Random,
    today: date,
) -> list[Appointment]:
    """Create the people once; return their current appointments, or ``[]`` on later runs."""
    if StaffMember.objects.filter(staff_number=str(FIRST_NUMBER)).exists():
        return []
    wanted = [
        (place, posts[code])
        for place in sorted(places.values(), key=lambda place: place.code)
        for code in _CREW[Establishment.Kind(place.kind)]
    ]
    with transaction.atomic():
        people = _people(len(wanted), chance)
        held: list[Appointment] = []
        before: list[Appointment] = []
        for person, (place, post) in zip(people, wanted, strict=True):
            starts_on = _start(chance, today)
            held.append(_appointment(person, place, post, starts_on))
            is_old = (today - starts_on).days > _YEAR
            if is_old and chance.random() < _MOVED_SHARE:
                elsewhere, earlier_post = chance.choice(wanted)
                before.append(
                    _appointment(
                        person,
                        elsewhere,
                        earlier_post,
                        starts_on - timedelta(days=chance.randint(400, 2500)),
                        ends_on=starts_on - timedelta(days=1),
                    )
                )
        Appointment.objects.bulk_create(before + held)
        request_full_rebuild()
        audit_log.record_action("staff.registered", by=None, people=len(people))
    return held


def _people(number: int, chance: Random) -> list[StaffMember]:
    """Create the people with their accounts; nobody knows the passwords."""
    unknown = make_password(secrets.token_urlsafe(32))
    people = []
    for place in range(number):
        name = invented_names.draw_name(chance)
        people.append(
            StaffMember(
                staff_number=str(FIRST_NUMBER + place),
                family_name=invented_names.FORMULA if place == 1 else name.family,
                given_name=name.given,
                patronymic=name.patronymic,
                language=invented_names.draw_language(chance),
            )
        )
    users = User.objects.bulk_create(
        User(
            staff_number=person.staff_number,
            password=unknown,
            name=person.short_name,
            language=person.language,
        )
        for person in people
    )
    for person, user in zip(people, users, strict=True):
        person.user = user
    Group.objects.get(name=Role.LEARNER).user_set.add(*users)
    return StaffMember.objects.bulk_create(people)


def _start(chance: Random, today: date) -> date:
    if chance.random() < _NEW_SHARE:
        return today - timedelta(days=chance.randint(2, 25))
    return today - timedelta(days=chance.randint(200, 4000))


def _appointment(
    person: StaffMember,
    place: Establishment,
    post: Post,
    starts_on: date,
    ends_on: date | None = None,
) -> Appointment:
    return Appointment(
        staff_member=person,
        establishment=place,
        post=post,
        starts_on=starts_on,
        ends_on=ends_on,
    )

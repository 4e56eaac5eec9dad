"""Demonstration accounts, one per role, with passwords and second factors in a file."""

import json
import os
import secrets
import time
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
)
from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone

from content.demo import invented_names
from elearning.accounts import activation_codes
from elearning.accounts.models import User
from elearning.accounts.roles import SECOND_FACTOR_ROLES, Role
from elearning.staff.appointments import AppointmentTerms, create_appointment
from elearning.staff.models import Establishment, Post, StaffMember
from elearning.staff.remit_grants import grant_remit
from elearning.staff.staff_accounts import create_staff_account

_PERIOD = 30
#: Without letters and digits that look alike.
_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True)
class DemoPersona:
    """A person who has a role in the demonstration."""

    key: str
    number: str
    role: Role
    post: str
    place: str
    name: invented_names.InventedName
    language: str
    days_in_post: int = 2000
    remit: str = ""


PARTS = (
    DemoPersona(
        "learner",
        "100001",
        Role.LEARNER,
        "pve-inspector",
        "north-n2",
        invented_names.InventedName("Сейітқазин", "Нұрбек", "Ермекұлы"),
        "kk",
        days_in_post=15,
    ),
    DemoPersona(
        "trainer",
        "100002",
        Role.TRAINER,
        "trainer",
        "academy",
        invented_names.InventedName("Бекмұратова", "Айжан", "Болатқызы"),
        "kk",
        remit="kuis",
    ),
    DemoPersona(
        "trainer-2",
        "100003",
        Role.TRAINER,
        "trainer",
        "academy",
        invented_names.InventedName("Руднев", "Павел", "Николаевич"),
        "ru",
        remit="kuis",
    ),
    DemoPersona(
        "safeguard-reviewer",
        "100004",
        Role.SAFEGUARD_REVIEWER,
        "editor",
        "methodology",
        invented_names.InventedName("Лазарева", "Ирина", "Юрьевна"),
        "ru",
    ),
    DemoPersona(
        "invigilator",
        "100005",
        Role.INVIGILATOR,
        "deputy-head",
        "north-n2",
        invented_names.InventedName("Темірханов", "Дәурен", "Сапарұлы"),
        "kk",
        remit="north-n2",
    ),
    DemoPersona(
        "facility-hr",
        "100006",
        Role.FACILITY_HR,
        "hr",
        "north-n2",
        invented_names.InventedName("Омарова", "Жанар", "Қанатқызы"),
        "kk",
        remit="north-n2",
    ),
    DemoPersona(
        "ministry-hr",
        "100007",
        Role.MINISTRY_HR,
        "hr",
        "kuis",
        invented_names.InventedName("Белова", "Марина", "Петровна"),
        "ru",
        remit="kuis",
    ),
    DemoPersona(
        "administrator",
        "100008",
        Role.ADMINISTRATOR,
        "sysadmin",
        "methodology",
        invented_names.InventedName("Әбенов", "Олжас", "Мұратұлы"),
        "kk",
    ),
    DemoPersona(
        "administrator-2",
        "100010",
        Role.ADMINISTRATOR,
        "sysadmin",
        "methodology",
        invented_names.InventedName("Ким", "Виктория", "Сергеевна"),
        "ru",
    ),
    DemoPersona(
        "newcomer",
        "100009",
        Role.LEARNER,
        "pve-inspector",
        "north-n2",
        invented_names.InventedName("Шәріпова", "Мәдина", "Ғалымқызы"),
        "kk",
        days_in_post=5,
    ),
)
#: The persona who still has to activate their account.
NEWCOMER = "newcomer"


@dataclass
class DemoCredentials:
    """The credentials of one persona."""

    staff_number: str
    password: str = ""
    secret: str = ""
    code: str = ""


def create_demo_accounts(
    posts: dict[str, Post], places: dict[str, Establishment], *, today: date
) -> dict[str, DemoCredentials]:
    """Make sure that every account exists; return the credentials by role.

    Passwords are drawn once; if the file is missing, new ones are set.
    """
    known = read_demo_accounts()
    for part in PARTS:
        with transaction.atomic():
            person = _person(part, posts, places, today)
            _look_after(part, places, today)
            if part.key == NEWCOMER:
                known[part.key] = _newcomer(person, known.get(part.key))
            elif part.key not in known:
                known[part.key] = _opened(person, part)
    _write(known)
    return known


def read_demo_accounts() -> dict[str, DemoCredentials]:
    """Return the credentials by role, as stored in the file."""
    if not _file().exists():
        return {}
    kept = json.loads(_file().read_text())
    return {key: DemoCredentials(**access) for key, access in kept.items()}


def generate_current_code(secret: str) -> str:
    """Return the current six digits of the second factor."""
    digits: str = format_hotp_value(hotp_value(secret, int(time.time()) // _PERIOD))
    return digits


def get_demo_user(key: str) -> User:
    """Return the user of the persona ``key``."""
    part = next(part for part in PARTS if part.key == key)
    return User.objects.get(staff_number=part.number)


def get_demo_staff_member(key: str) -> StaffMember:
    """Return the staff member of the persona ``key``."""
    return StaffMember.objects.get(user=get_demo_user(key))


def _person(
    part: DemoPersona,
    posts: dict[str, Post],
    places: dict[str, Establishment],
    today: date,
) -> StaffMember:
    person = StaffMember.objects.filter(staff_number=part.number).first()
    if person is not None:
        return person
    person = StaffMember.objects.create(
        staff_number=part.number,
        family_name=part.name.family,
        given_name=part.name.given,
        patronymic=part.name.patronymic,
        language=part.language,
    )
    starts_on = today - timedelta(days=part.days_in_post)
    place = places[part.place]
    create_appointment(
        person, AppointmentTerms(place, posts[part.post], starts_on=starts_on), by=None
    )
    create_staff_account(person, by=None, roles={Role.LEARNER, part.role})
    return person


def _look_after(
    part: DemoPersona, places: dict[str, Establishment], today: date
) -> None:
    """Grant the remit of a persona, also to one created before it had a remit."""
    if part.remit:
        starts_on = today - timedelta(days=part.days_in_post)
        place, user = places[part.remit], get_demo_user(part.key)
        grant_remit(user, part.role, place, starts_on=starts_on, by=None)


def _opened(person: StaffMember, part: DemoPersona) -> DemoCredentials:
    user = get_demo_user(part.key)
    groups = ("".join(secrets.choice(_SIGNS) for _sign in range(4)) for _group in "123")
    access = DemoCredentials(person.staff_number, password="-".join(groups))
    user.set_password(access.password)
    user.save(update_fields=["password"])
    user.groups.add(Group.objects.get(name=part.role))
    if part.role in SECOND_FACTOR_ROLES:
        Authenticator.objects.filter(user=user).delete()
        access.secret = generate_totp_secret()
        TOTP.activate(user, access.secret)
    return access


def _newcomer(person: StaffMember, known: DemoCredentials | None) -> DemoCredentials:
    user = get_demo_user(NEWCOMER)
    waits = not user.has_usable_password()
    is_open = user.activations.usable(timezone.now()).exists()
    if known is not None and (is_open or not waits):
        return known
    code = activation_codes.issue_code(user, by=None) if waits else ""
    return DemoCredentials(person.staff_number, code=code)


def _file() -> Path:
    return Path(settings.VAR_DIR) / "demo" / "accounts.json"


def _write(known: dict[str, DemoCredentials]) -> None:
    _file().parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    text = json.dumps({key: asdict(access) for key, access in known.items()}, indent=2)
    descriptor = os.open(_file(), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)

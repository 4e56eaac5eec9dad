"""Remits: granted by somebody else, ended and never deleted; the role follows them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.models import Group
from django.utils import timezone, translation

from elearning.accounts import activation_codes
from elearning.accounts.errors import ActivationError
from elearning.accounts.roles import Role
from elearning.api import access_keys
from elearning.api.models import AccessScope
from elearning.audit.models import Entry
from elearning.staff.errors import StaffError
from elearning.staff.models import Remit, StaffMember
from elearning.staff.remit_grants import (
    end_remit,
    grant_remit,
    update_roles_from_remits,
)
from tests.factories.accounts import UserFactory
from tests.factories.staff import AppointmentFactory, EstablishmentFactory, RemitFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def prison():
    return EstablishmentFactory()


def grant(user, place, **facts):
    usual = {"starts_on": date(2026, 1, 1), "by": UserFactory()}
    return grant_remit(user, Role.INVIGILATOR, place, **(usual | facts))


def roles(user):
    return set(user.groups.values_list("name", flat=True))


def test_what_cannot_be_granted_is_refused_in_words(prison):
    user, closed = UserFactory(), UserFactory(is_active=False)

    with pytest.raises(StaffError, match="cannot give yourself a remit"):
        grant(user, prison, by=user)
    with pytest.raises(StaffError, match="closed"):
        grant(closed, prison)
    with pytest.raises(StaffError, match="before the first"):
        grant(user, prison, ends_on=date(2025, 12, 31))

    assert not Remit.objects.exists()
    assert not roles(user) & {Role.INVIGILATOR}


@pytest.mark.parametrize(
    ("starts_on", "ends_on"),
    [
        (date(2026, 2, 1), date(2026, 2, 28)),
        (date(2025, 1, 1), date(2026, 1, 1)),
        (date(2026, 3, 31), None),
        (date(2025, 1, 1), None),
    ],
)
def test_days_that_meet_a_remit_of_the_same_kind_are_refused(
    prison, starts_on, ends_on
):
    user = UserFactory()
    grant(user, prison, ends_on=date(2026, 3, 31))

    with pytest.raises(StaffError, match="some of these days"):
        grant(user, prison, starts_on=starts_on, ends_on=ends_on)


def test_days_after_another_place_or_the_same_again_are_no_trouble(prison):
    user = UserFactory()
    first = grant(user, prison, ends_on=date(2026, 3, 31))

    assert grant(user, prison, ends_on=date(2026, 3, 31)) == first
    grant(user, prison, starts_on=date(2026, 4, 1))
    grant(user, EstablishmentFactory())

    assert Remit.objects.count() == 3


def test_remit_ends_once_and_never_before_it_began(prison):
    remit = grant(UserFactory(), prison)

    with pytest.raises(StaffError, match="before the first"):
        end_remit(remit, on=date(2025, 12, 31), by=None)
    end_remit(remit, on=date(2026, 2, 1), by=None, reason="Ауысты")
    with pytest.raises(StaffError, match="already"):
        end_remit(remit, on=date(2026, 3, 1), by=None)

    assert Remit.objects.get().ends_on == date(2026, 2, 1)
    entry = Entry.objects.get(action="staff.remit_ended")
    assert (entry.reason, entry.details["before"], entry.details["after"]) == (
        "Ауысты",
        None,
        "2026-02-01",
    )


def test_remit_gives_the_role_and_the_people_and_ends():
    held = AppointmentFactory()
    outside = AppointmentFactory()
    user = UserFactory()

    remit = grant_remit(
        user, Role.FACILITY_HR, held.establishment, starts_on=date(2020, 1, 1), by=None
    )
    again = grant_remit(
        user, Role.FACILITY_HR, held.establishment, starts_on=date(2020, 1, 1), by=None
    )

    assert again == remit
    assert user.roles == {"facility-hr"}
    assert set(StaffMember.objects.in_remit_of(user)) == {held.staff_member}
    end_remit(remit, on=date(2020, 2, 1), by=None)
    assert not StaffMember.objects.in_remit_of(user).exists()
    assert outside.staff_member.pk


def test_role_comes_with_the_first_day_and_goes_after_the_last(prison):
    user, today = UserFactory(), timezone.localdate()
    noon = datetime.combine(today, datetime.min.time(), UTC) + timedelta(hours=12)
    grant(user, prison, starts_on=today + DAY, ends_on=today + 3 * DAY)

    def at(days):
        changed = update_roles_from_remits(noon + days * DAY)
        return changed, Role.INVIGILATOR in roles(user)

    assert [at(days) for days in (0, 1, 1, 3, 4, 4)] == [
        (0, False),
        (1, True),
        (0, True),
        (0, True),
        (1, False),
        (0, False),
    ]
    assert [entry.action for entry in Entry.objects.order_by("pk")][1:] == [
        "staff.role_given",
        "staff.role_taken",
    ]


def test_role_stays_with_another_remit_and_with_who_never_had_one(prison):
    both, never = UserFactory(), UserFactory(roles=[Role.TRAINER])
    both.groups.add(never.groups.get(name=Role.TRAINER))
    today = timezone.localdate()
    for place, ends_on in ((prison, today - DAY), (EstablishmentFactory(), None)):
        RemitFactory(
            user=both,
            role=Role.TRAINER,
            establishment=place,
            starts_on=today - 9 * DAY,
            ends_on=ends_on,
        )

    assert update_roles_from_remits(timezone.now()) == 0
    assert Role.TRAINER in roles(both) & roles(never)


def test_whoever_opened_an_account_gives_it_no_role(prison):
    administrator, user = UserFactory(), UserFactory()
    activation_codes.issue_code(user, by=administrator)
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")  # by whoever used the code

    with pytest.raises(StaffError, match="issued a code"):
        grant(user, prison, by=administrator)
    assert not roles(user) & {Role.INVIGILATOR}

    activation_codes.issue_code(user, by=UserFactory())  # withdraws the one before
    assert grant(user, prison, by=administrator).granted_by == administrator


def test_new_role_ends_the_sessions_that_a_learner_had(prison, client):
    user = UserFactory(roles=[Role.LEARNER], password="тұнық-бұлақ-47")
    client.post(
        "/kk/account/login/",
        {"login": user.staff_number, "password": "тұнық-бұлақ-47"},
    )

    grant(user, prison, starts_on=timezone.localdate())

    assert "/login/" in client.get("/kk/my/").headers["Location"]


def test_last_administrators_keep_their_role_when_a_list_says_that_they_left():
    users = [UserFactory(roles=[Role.ADMINISTRATOR]) for _one in range(3)]
    for user in users[:2]:
        left(user)

    update_roles_from_remits(timezone.now())

    assert [Role.ADMINISTRATOR in roles(user) for user in users] == [True] * 3
    UserFactory(roles=[Role.ADMINISTRATOR])
    update_roles_from_remits(timezone.now())
    assert [Role.ADMINISTRATOR in roles(user) for user in users] == [False, False, True]


@pytest.mark.parametrize("days", [0, 1])
def test_code_that_a_learner_was_issued_opens_no_account_with_a_role(prison, days):
    user, today = UserFactory(), timezone.localdate()
    code = activation_codes.issue_code(user, by=UserFactory())
    grant(user, prison, starts_on=today + days * DAY)
    with pytest.raises(ActivationError):
        activation_codes.get_activation(code)

    later = activation_codes.issue_code(user, by=UserFactory())
    update_roles_from_remits(timezone.now() + days * DAY)

    if days:
        with pytest.raises(ActivationError):
            activation_codes.get_activation(later)


def left(user, days=1):
    """Have the user left the service so many days ago."""
    return AppointmentFactory(
        staff_member__user=user, ends_on=timezone.localdate() - days * DAY
    )


@pytest.mark.parametrize("role", [Role.TRAINER, Role.FACILITY_HR, Role.ADMINISTRATOR])
def test_whoever_leaves_the_service_loses_role_session_code_and_key(
    prison, role, client
):
    user = UserFactory(roles=[Role.LEARNER, role])
    for _one in range(2):
        UserFactory(roles=[Role.ADMINISTRATOR])
    RemitFactory(user=user, role=Role.FACILITY_HR, establishment=prison)
    user.groups.add(Group.objects.get(name=Role.FACILITY_HR))
    _token, text = access_keys.create_access_key(
        by=user,
        name="HR",
        scopes=[AccessScope.STAFF_READ],
        expires_on=timezone.localdate(),
    )
    code = activation_codes.issue_code(user, by=UserFactory())
    user.set_password("тұнық-бұлақ-47")
    user.save()
    opened = client.post(
        "/kk/account/login/",
        {"login": user.staff_number, "password": "тұнық-бұлақ-47"},
    )
    assert opened.headers["Location"] == "/kk/my/"
    left(user)

    update_roles_from_remits(timezone.now())

    assert roles(user) == {Role.LEARNER}
    assert access_keys.find_access_key(text) is None
    with pytest.raises(ActivationError):
        activation_codes.get_activation(code)
    assert "/login/" in client.get("/kk/my/").headers["Location"]
    assert update_roles_from_remits(timezone.now()) == 0


def test_remit_counts_again_for_whoever_comes_back_and_a_central_role_does_not(prison):
    user = UserFactory(roles=[Role.TRAINER, Role.SAFEGUARD_REVIEWER])
    RemitFactory(user=user, role=Role.TRAINER, establishment=prison)
    ended = left(user)
    update_roles_from_remits(timezone.now())
    assert roles(user) == set()

    AppointmentFactory(staff_member=ended.staff_member, starts_on=timezone.localdate())
    update_roles_from_remits(timezone.now())

    assert roles(user) == {Role.TRAINER}


def test_whoever_works_until_today_or_never_had_a_post_keeps_the_role(prison):
    leaving, visiting = UserFactory(), UserFactory()
    for user in (leaving, visiting):
        RemitFactory(user=user, role=Role.TRAINER, establishment=prison)
    left(leaving, days=0)

    update_roles_from_remits(timezone.now())

    assert roles(leaving) == roles(visiting) == {Role.TRAINER}


@pytest.mark.parametrize("count", [1, 3])
def test_following_asks_the_same_for_any_number(
    prison, count, django_assert_num_queries
):
    for _number in range(count):
        user = UserFactory(roles=[Role.TRAINER])
        RemitFactory(user=user, role=Role.TRAINER, establishment=prison)

    with django_assert_num_queries(4):
        update_roles_from_remits(timezone.now())

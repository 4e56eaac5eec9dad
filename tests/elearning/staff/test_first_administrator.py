"""The way to the first two administrators: a command, twice, with a second step."""

import io
import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core.management import CommandError, call_command
from django.urls import reverse

from elearning.accounts.models import User
from elearning.accounts.roles import Role
from elearning.audit.models import Entry
from elearning.staff.models import StaffMember
from tests.factories.accounts import UserFactory, pass_both_steps
from tests.factories.staff import StaffMemberFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]

GOOD = "тұнық-бұлақ-47"
NAMES = {"family_name": "Ғани", "given_name": "Әсел"}


def run(number="100001", **options):
    out = io.StringIO()
    call_command("first_administrator", number, **(NAMES | options), stdout=out)
    return out.getvalue()


def code_in(text):
    return re.search(r"(?:[0-9A-Z]{4}-){6}[0-9A-Z]{4}", text)[0]


def refusal(*args, **options):
    with pytest.raises(CommandError) as refused:
        run(*args, **options)
    return str(refused.value)


def test_command_opens_an_account_that_waits_for_its_code():
    told = run(patronymic="Өтегенқызы", language="ru")

    person = StaffMember.objects.get()
    assert (person.full_name, person.language) == ("Ғани Әсел Өтегенқызы", "ru")
    assert person.user.roles == {Role.LEARNER, Role.ADMINISTRATOR}
    assert not person.user.is_superuser
    assert not person.user.has_usable_password()
    assert "/ru/account/activate/" in told
    actions = Entry.objects.order_by("pk").values_list("action", "by")
    assert list(actions) == [
        ("staff.registered", None),
        ("accounts.created", None),
        ("staff.account_given", None),
        ("accounts.first_administrator", None),
        ("accounts.code_issued", None),
    ]


def test_code_sets_the_password_and_the_second_step_comes_before_anything(client):
    code = code_in(run())

    client.post(reverse("activate"), {"code": code, "password": GOOD, "repeated": GOOD})

    assert client.get("/kk/desk/").headers["Location"] == reverse("mfa_activate_totp")
    pass_both_steps(client, User.objects.get())
    assert client.get("/kk/desk/accounts/").status_code == 200


def test_lost_code_is_replaced_as_long_as_it_was_not_used(client):
    lost, code = code_in(run()), code_in(run())

    client.post(reverse("activate"), {"code": lost, "password": GOOD, "repeated": GOOD})
    assert not User.objects.get().has_usable_password()
    client.post(reverse("activate"), {"code": code, "password": GOOD, "repeated": GOOD})
    assert User.objects.get().has_usable_password()
    assert refusal()


def test_third_administrator_is_made_by_the_two_alone():
    run()
    lost, code = code_in(run("100002")), code_in(run("100002"))
    assert lost != code

    assert "әкімші" in refusal("100003").casefold()

    assert [user.staff_number for user in User.objects.all()] == ["100001", "100002"]
    assert StaffMember.objects.count() == 2


def test_administrator_who_lost_the_second_step_begins_anew_with_a_code(client):
    run("100002")
    user = UserFactory(staff_number="100001", roles=[Role.ADMINISTRATOR], password=GOOD)
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    assert refusal("100001")

    code = code_in(run("100001", restore=True))

    user.refresh_from_db()
    assert not user.has_usable_password()
    assert not Authenticator.objects.exists()
    client.post(reverse("activate"), {"code": code, "password": GOOD, "repeated": GOOD})
    assert client.get("/kk/desk/").headers["Location"] == reverse("mfa_activate_totp")


def test_nobody_is_restored_beside_two_who_can_help():
    for _one in range(2):
        UserFactory(roles=[Role.ADMINISTRATOR], password=GOOD)
    user = UserFactory(staff_number="100001", password=GOOD)

    assert refusal("100001", restore=True)

    user.refresh_from_db()
    assert user.has_usable_password()


def test_closed_administrator_is_none():
    UserFactory(roles=[Role.ADMINISTRATOR], is_active=False)
    UserFactory(roles=[Role.ADMINISTRATOR])

    assert code_in(run("100999"))


def test_person_of_a_staff_list_keeps_the_record():
    person = StaffMemberFactory(staff_number="a-7", user=None)

    run("A-7", family_name="", given_name="")

    person.refresh_from_db()
    assert person.user.roles == {Role.LEARNER, Role.ADMINISTRATOR}
    assert person.full_name == "Сериков Арман"


def test_account_of_a_learner_is_not_raised():
    person = StaffMemberFactory()

    assert refusal(person.staff_number)

    assert person.user.roles == {Role.LEARNER}


@pytest.mark.parametrize(
    ("number", "names"),
    [("", {}), ("100001", {"family_name": ""}), ("100001", {"given_name": "=1"})],
)
def test_what_is_missing_or_no_name_is_refused(number, names):
    assert refusal(number, **names)
    assert not User.objects.exists()


def test_all_powerful_account_is_refused_and_the_way_is_told():
    for options in ({}, {"interactive": False}):
        with pytest.raises(CommandError, match="first_administrator"):
            call_command("createsuperuser", **options)
    assert not hasattr(User.objects, "create_superuser")

"""Accounts at the desk: opened, given a code, closed."""

import io
import re

import pytest
from django.contrib.messages import get_messages
from django.core import mail
from django.urls import reverse
from pypdf import PdfReader

from elearning.accounts import activation_codes
from elearning.accounts.errors import ActivationError
from elearning.accounts.models import Activation
from elearning.accounts.roles import Role
from elearning.audit.models import Entry
from elearning.staff.models import StaffMember
from tests.factories.accounts import UserFactory
from tests.factories.staff import AppointmentFactory

pytestmark = pytest.mark.django_db


def newcomer(house, **facts):
    """Somebody of the officer's place without an account."""
    return AppointmentFactory(
        establishment=house.mine,
        staff_member__user=None,
        **{f"staff_member__{name}": value for name, value in facts.items()},
    ).staff_member


def pages(answer):
    """Return the text of each page of a PDF, on one line."""
    found = PdfReader(io.BytesIO(answer.content)).pages
    return [" ".join(page.extract_text().split()) for page in found]


def said(answer):
    return [str(message) for message in get_messages(answer.wsgi_request)]


def test_account_is_created_once_and_its_letter_speaks_her_language(
    client, house, officer
):
    person = newcomer(house, language="ru")
    url = reverse("desk:account", args=[person.key])

    wrong = client.post(url, {"email": "not an address"})
    assert wrong.context["form"].errors.keys() == {"email"}
    answer = client.post(url, {"email": ""})

    person.refresh_from_db()
    assert person.user.roles == {"learner"}
    (letter,) = pages(answer)
    assert letter.startswith("Учебная платформа " + person.full_name)
    assert Activation.objects.get().created_by == officer
    assert client.post(url, {"email": ""}).context["form"].errors


@pytest.mark.parametrize(
    "facts",
    [
        {"roles": [Role.TRAINER, Role.LEARNER]},
        {"roles": [Role.ADMINISTRATOR]},
        {"roles": ["an office of the studio"]},
        {"roles": []},
        {"roles": [], "is_superuser": True},
        {"roles": [Role.LEARNER], "is_superuser": True},
    ],
)
def test_personnel_office_changes_accounts_of_mere_learners_alone(
    client, house, officer, facts
):
    person = AppointmentFactory(
        establishment=house.mine, staff_member__user=UserFactory(**facts)
    ).staff_member

    code = client.post(reverse("desk:issue-code", args=[person.key]))
    close = client.post(
        reverse("desk:close-account", args=[person.key]), {"reason": "x"}
    )

    assert (code.status_code, close.status_code) == (404, 404)
    assert not Activation.objects.exists()


def test_administrator_changes_other_roles_and_nobody_above_them(client, house, enter):
    enter(Role.ADMINISTRATOR)
    codes = []
    for facts in ({"roles": [Role.MINISTRY_HR]}, {"is_superuser": True}):
        person = AppointmentFactory(staff_member__user=UserFactory(**facts))
        url = reverse("desk:issue-code", args=[person.staff_member.key])
        codes.append(client.post(url).status_code)

    assert codes == [200, 404]
    assert Activation.objects.count() == 1


def test_personnel_office_gives_no_roles(client, house, officer):
    person = newcomer(house)

    client.post(
        reverse("desk:account", args=[person.key]), {"roles": ["administrator"]}
    )

    person.refresh_from_db()
    assert person.user.roles == {"learner"}


def test_new_code_opens_the_account_and_withdraws_the_old(client, house, officer):
    old = activation_codes.issue_code(house.insider.user, by=None)

    answer = client.post(reverse("desk:issue-code", args=[house.insider.key]))

    (letter,) = pages(answer)
    (code,) = re.findall(r"(?:[0-9A-Z]{4}-){6}[0-9A-Z]{4}", letter)
    assert activation_codes.get_activation(code).user == house.insider.user
    with pytest.raises(ActivationError):
        activation_codes.get_activation(old)
    assert answer.headers["Cache-Control"].split(", ").count("no-store") == 1


def test_letter_names_neither_post_nor_place_and_is_in_the_trail(
    client, house, officer
):
    person = newcomer(house)
    held = person.appointments.get()

    answer = client.post(reverse("desk:letters"), {"person": [person.key]})

    person.refresh_from_db()
    (letter,) = pages(answer)
    words = {held.post.titles["kk"], held.establishment.titles["kk"], person.user.email}
    assert not [word for word in words if word and word in letter]
    told = Entry.objects.filter(action="accounts.letter_printed")
    assert list(told.values_list("by", "person")) == [(officer.pk, str(person.key))]


def test_letters_for_several_are_one_file_each_in_her_language(client, house, officer):
    first, second = newcomer(house, language="kk"), newcomer(house, language="en")
    listed = client.get(reverse("desk:accounts")).text

    answer = client.post(reverse("desk:letters"), {"person": [second.key, first.key]})

    assert [str(one.key) in listed for one in (first, second)] == [True, True]
    assert str(house.insider.key) not in re.findall(
        'value="(.+?)" form="letters"', listed
    )
    assert [page.split(first.family_name)[0].strip() for page in pages(answer)] == [
        "Оқу платформасы",
        "Training platform",
    ]
    assert Activation.objects.count() == 2


@pytest.mark.parametrize("chosen", ["nobody", "who signs in", "closed in between"])
def test_letters_that_cannot_be_change_nothing_and_say_why(
    client, house, officer, chosen
):
    person = newcomer(house)
    other = house.insider
    if chosen == "closed in between":
        other.user.is_active = False
        other.user.save()
    keys = [] if chosen == "nobody" else [person.key, other.key]

    answer = client.post(reverse("desk:letters"), {"person": keys})

    person.refresh_from_db()
    assert answer.status_code == 302
    assert len(said(answer)) == 1
    assert (person.user, Activation.objects.count()) == (None, 0)


@pytest.mark.parametrize("key", ["x", "0" * 32])
def test_letters_for_nobody_known_do_not_exist(client, house, officer, key):
    answer = client.post(reverse("desk:letters"), {"person": [key]})

    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("language", "subject"),
    [
        ("kk", "Оқу платформасындағы тіркелгіңіз"),
        ("ru", "Ваша учетная запись на учебной платформе"),
        ("en", "Your account on the training platform"),
    ],
)
def test_code_goes_by_mail_and_nowhere_else(client, house, officer, language, subject):
    user = house.insider.user
    user.email, user.language = "a@example.kz", language
    user.save()

    client.post(reverse("desk:mail-code", args=[house.insider.key]))

    (letter,) = mail.outbox
    (code,) = re.findall(r"(?:[0-9A-Z]{4}-){6}[0-9A-Z]{4}", letter.body)
    assert activation_codes.get_activation(code).user == user
    assert (letter.to, letter.subject) == (["a@example.kz"], subject)
    ((html, _kind),) = letter.alternatives
    assert code in html
    assert not re.findall(r"<img|src=|@import|url\(", html)
    assert code not in str(list(Entry.objects.values_list("details")))


def test_refused_mail_leaves_the_old_code(client, house, officer, settings):
    user = house.insider.user
    user.email = "a@example.kz"
    user.save()
    old = activation_codes.issue_code(user, by=None)
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": 9, "timeout": 1},
        }
    }

    answer = client.post(reverse("desk:mail-code", args=[house.insider.key]))

    assert len(said(answer)) == 1
    assert activation_codes.get_activation(old).user == user


def test_account_is_closed_with_a_reason(client, house, officer):
    url = reverse("desk:close-account", args=[house.insider.key])

    assert client.post(url, {"reason": ""}).context["form"].errors
    assert client.post(url, {"reason": "Зейнетке шықты"}).status_code == 302

    house.insider.user.refresh_from_db()
    assert not house.insider.user.is_active
    assert (
        client.post(reverse("desk:issue-code", args=[house.insider.key])).status_code
        == 302
    )


def test_administrator_sees_numbers_and_no_names(client, house, enter):
    enter(Role.ADMINISTRATOR)

    page = client.get(reverse("desk:accounts")).content.decode()
    found = client.post(reverse("desk:accounts"), {"words": "Бөтен"})

    assert house.outsider.staff_number in page
    assert "Бөтен" not in page
    assert not found.context["lines"]


@pytest.mark.parametrize("name", ["desk:accounts", "desk:people"])
def test_search_for_what_no_database_keeps_finds_nobody(
    client, house, officer, say_purpose, name
):
    say_purpose()

    answer = client.post(reverse(name), {"words": "a\x00b"})

    assert answer.status_code == 200
    assert "finder" in answer.context or not answer.context["lines"]


@pytest.mark.parametrize(
    ("state", "number"),
    [("none", 0), ("waiting", 0), ("active", 1), ("closed", 0), ("x", 1)],
)
def test_accounts_are_listed_by_state(client, house, officer, state, number):
    StaffMember.objects.get(pk=house.insider.pk)

    answer = client.get(reverse("desk:accounts"), {"state": state})

    assert len(answer.context["lines"]) == number

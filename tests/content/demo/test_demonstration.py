"""A demonstration says what it is on every page, and is made beside nobody."""

import io

import pytest
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import translation

from content.curriculum.bundle_reader import DEFAULT, hash_library
from content.demo.demo_accounts import PARTS
from courses.models import Course
from elearning.accounts.models import User
from elearning.accounts.roles import Role
from elearning.audit.models import Entry
from elearning.installation import demonstration_flag
from elearning.installation.models import Demonstration
from elearning.staff.demonstration import declare_demonstration
from elearning.staff.errors import StaffError
from elearning.staff.models import StaffMember
from tests.factories.accounts import UserFactory, pass_both_steps
from tests.factories.staff import StaffMemberFactory

pytestmark = pytest.mark.django_db

WORDS = {
    "kk": "Көрсетілім: адамдар ойдан алынған, мәтіндерді қызмет тексермеген.",
    "ru": "Демонстрация: люди вымышлены, тексты службой не проверены.",
    "en": "Demonstration: invented people; texts not reviewed by the service.",
}


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path


@pytest.mark.parametrize(
    "command",
    [["demo"], ["demo_people"], ["simulate_service", "--staff", "3"]],
    ids=str,
)
def test_beside_anybody_it_is_refused(command):
    person = StaffMemberFactory(staff_number=PARTS[0].number, family_name="Нақты")
    before = list(User.objects.values())

    with pytest.raises(CommandError):
        call_command(*command)

    person.refresh_from_db()
    assert person.family_name == "Нақты"
    assert StaffMember.objects.count() == 1
    assert list(User.objects.values()) == before
    assert not Demonstration.objects.exists()


def test_an_account_without_a_person_is_somebody_too():
    UserFactory()

    with pytest.raises(StaffError):
        declare_demonstration()

    assert not demonstration_flag.is_demonstration()


def test_it_is_declared_once_and_for_good():
    declare_demonstration()
    UserFactory()
    declare_demonstration()

    assert Demonstration.objects.count() == 1
    assert demonstration_flag.is_known_demonstration()
    action = "installation.demonstration_declared"
    assert Entry.objects.filter(action=action).count() == 1


def enter(client, role, language):
    """Sign somebody in, past the second step."""
    pass_both_steps(client, UserFactory(roles=[role], language=language))


@pytest.mark.parametrize("language", WORDS)
def test_every_page_says_it(client, language):
    declare_demonstration()
    with translation.override(language):
        addresses = {
            "sign-in": (None, reverse("account_login")),
            "verification": (None, reverse("certificates:verify-form")),
            "learner": (Role.LEARNER, reverse("learner:training")),
            "desk": (Role.TRAINER, reverse("desk:home")),
        }
    for name, (role, address) in addresses.items():
        if role:
            enter(client, role, language)
        page = client.get(address)
        assert page.content.decode().count(WORDS[language]) == 1, name


def test_the_studio_says_it(client):
    declare_demonstration()
    enter(client, Role.TRAINER, "kk")

    assert WORDS["kk"] in client.get("/studio/").content.decode()


def test_an_installation_of_the_service_says_nothing(client):
    page = client.get(reverse("account_login"), headers={"Accept-Language": "en"})

    assert 'class="demonstration"' not in page.content.decode()


@pytest.mark.parametrize(
    ("address", "is_one", "said"),
    [
        ("https://training.example", True, ["installation.W001"]),
        ("https://training.example", False, []),
        ("http://localhost:8000", True, []),
    ],
)
def test_check_before_a_deployment_names_it(settings, address, is_one, said):
    settings.BASE_URL = address
    if is_one:
        declare_demonstration()

    found = run_checks(include_deployment_checks=True)

    assert [one.id for one in found if one.id.startswith("installation")] == said


def test_bundles_that_were_loaded_already_are_not_gone_through_again():
    declare_demonstration()
    demonstration_flag.record_content_digest(hash_library(DEFAULT))
    said = io.StringIO()

    call_command("demo", stdout=said)

    assert "Nothing new." in said.getvalue()
    assert not Course.objects.exists()
    assert StaffMember.objects.exists()


def test_bundles_are_told_apart_by_what_they_say_and_where(tmp_path):
    made = []
    for name, text in (("a.md", "one"), ("a.md", "two"), ("b.md", "two")):
        for path in tmp_path.iterdir():
            path.unlink()
        (tmp_path / name).write_text(text)
        made.append(hash_library(tmp_path))

    assert len(set(made)) == len(made)
    assert hash_library(tmp_path) == made[-1]

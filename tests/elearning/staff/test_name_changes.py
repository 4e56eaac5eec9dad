"""A member of staff is called otherwise, as after a marriage."""

from datetime import UTC, datetime

import pytest

from elearning.accounts.models import User
from elearning.audit.models import Entry
from elearning.staff.errors import StaffError
from elearning.staff.events import PeopleRenamed
from elearning.staff.models import StaffMember
from elearning.staff.name_changes import change_name
from tests.events import hearing
from tests.factories.accounts import UserFactory
from tests.factories.staff import StaffMemberFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]

AT = datetime(2026, 5, 4, 4, 0, tzinfo=UTC)


@pytest.fixture
def person():
    return StaffMemberFactory(family_name="Серікова", given_name="Айгүл")


@pytest.fixture
def news():
    """What was sent of renamings."""
    with hearing(PeopleRenamed) as events:
        yield events


def called(person, **facts):
    wanted = {
        "family_name": person.family_name,
        "given_name": person.given_name,
        "patronymic": person.patronymic,
        "reason": "Marriage",
        "by": UserFactory(),
        "at": AT,
    }
    return change_name(person, **wanted | facts)


@pytest.mark.parametrize(
    "wrong",
    [
        {"family_name": ""},
        {"given_name": " \t"},
        {"family_name": "Ә" * 101},
        {"family_name": '=HYPERLINK("http://x")'},
        {"given_name": "R2"},
        {"family_name": "<b>Ә</b>"},
        {"given_name": "Ай\ngүл1"},
        {"family_name": "--"},
        {"patronymic": "."},
        {"reason": "  "},
    ],
)
def test_what_is_no_name_is_refused(person, wrong):
    with pytest.raises(StaffError):
        called(person, family_name=wrong.pop("family_name", "Нұрланова"), **wrong)

    assert StaffMember.objects.get().full_name == "Серікова Айгүл"
    assert not Entry.objects.filter(action="staff.renamed").exists()


def test_nobody_renames_herself(person):
    with pytest.raises(StaffError):
        called(person, family_name="Нұрланова", by=person.user)


def test_name_and_account_change_and_the_trail_names_nobody(person, news):
    officer = UserFactory()

    called(person, family_name=" Нұрланова ", patronymic="Ержанқызы", by=officer)

    kept = StaffMember.objects.get()
    assert kept.full_name == "Нұрланова Айгүл Ержанқызы"
    assert User.objects.get(pk=kept.user_id).name == "Нұрланова А.Е."
    entry = Entry.objects.get(action="staff.renamed")
    assert (entry.by, entry.person, entry.reason) == (
        officer,
        str(person.key),
        "Marriage",
    )
    assert entry.details == {"parts": ["family_name", "patronymic"]}
    assert [(one.people, one.reason) for one in news] == [([kept], "Marriage")]


@pytest.mark.parametrize(
    "name",
    ["O’Connor", "Әл-Фараби", "ʼАли", "Өскенбай Қызы", "Мұса ұлы.", "نور"],
)
def test_names_of_every_tongue_are_kept(person, name):
    called(person, family_name=name)

    assert StaffMember.objects.get().family_name == name


def test_marks_of_direction_and_double_spaces_are_dropped(person):
    called(person, family_name="\u202eНұр\u200f  ланова\u2066")

    assert StaffMember.objects.get().family_name == "Нұр ланова"


def test_same_name_again_changes_nothing_and_tells_nobody(person, news):
    called(person, family_name="Нұрланова")
    called(StaffMember.objects.get(), family_name="Нұрланова")

    assert len(news) == 1
    assert Entry.objects.filter(action="staff.renamed").count() == 1


def test_person_without_an_account_is_renamed():
    person = StaffMemberFactory(user=None)

    called(person, family_name="Нұрланова")

    assert StaffMember.objects.get().family_name == "Нұрланова"

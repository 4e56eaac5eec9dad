"""The main menu: what fits stands in one line, what does not is folded into groups."""

import pytest
from django.test import RequestFactory
from django.utils.translation import override

from elearning.accounts.roles import Role
from elearning.interface import navigation
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


def menu(user, path="/en/my/"):
    request = RequestFactory().get(path)
    request.user = user
    return navigation.build_menu(request)


def words(items):
    return {
        str(one.label): [str(child.label) for child in one.children] for one in items
    }


def test_learner_finds_every_entry_in_one_line():
    assert words(menu(UserFactory())) == {
        "My training": [],
        "Course catalogue": [],
        "Methodological guidelines": [],
        "Search": [],
        "My certificates": [],
        "My record": [],
    }


def test_trainer_finds_what_belongs_together_under_one_name():
    assert words(menu(UserFactory(roles=[Role.TRAINER]))) == {
        "My training": [],
        "Dashboard": [],
        "Library": [
            *("Course catalogue", "Methodological guidelines", "Search"),
            "Competency framework",
        ],
        "My documents": ["My certificates", "My record"],
        "Materials": [
            *("Studio", "Releases", "Languages", "Register of sources"),
            *("Question bank", "Statistics", "Questions from learners"),
        ],
        "Exams and marking": ["Exams", "Exam sittings", "Marking"],
    }


def test_entry_that_is_alone_in_its_group_stands_by_itself():
    shown = words(menu(UserFactory(roles=[Role.INVIGILATOR])))

    assert shown["Exam sittings"] == []
    assert "Exams and marking" not in shown


def test_group_is_marked_where_one_of_its_entries_is_open():
    trainer = UserFactory(roles=[Role.TRAINER])

    marked = [one for one in menu(trainer, "/en/desk/marking/mine/") if one.current]

    assert [str(one.label) for one in marked] == ["Exams and marking"]
    assert [str(one.label) for one in marked[0].children if one.current] == ["Marking"]


def test_corrections_of_keys_belong_to_the_bank():
    trainer = UserFactory(roles=[Role.TRAINER])

    marked = [one for one in menu(trainer, "/en/desk/corrections/") if one.current]

    assert [str(one.label) for one in marked] == ["Materials"]


def test_groups_open_without_script_and_stand_open_on_phones(sign_in):
    client = sign_in(UserFactory(roles=[Role.TRAINER]))

    text = client.get("/en/my/").text

    assert text.count('<details class="nav-group" name="main-menu" data-menu>') == 4
    assert text.count('<p class="nav-heading">') == 4

"""Folders and tags: where a question is kept."""

import uuid

import pytest

from courses.assessment.bank import question_folders
from courses.assessment.errors import QuestionBankError
from courses.assessment.models import Filing
from elearning.audit.models import Entry
from tests.factories.accounts import UserFactory
from tests.factories.courses import CourseFactory

pytestmark = pytest.mark.django_db


def keep(course, folder="", tags="", key=None):
    return question_folders.file_question(
        key or uuid.uuid4(), course, folder=folder, tags=tags, by=UserFactory()
    )


@pytest.mark.parametrize(
    "given",
    [
        {"folder": "a/b/c/d/e"},
        {"folder": "а" * 41},
        {"tags": "а" * 41},
        {"tags": ",".join("abcdefghi")},
    ],
)
def test_what_is_too_long_is_refused_and_nothing_is_kept(given):
    with pytest.raises(QuestionBankError):
        keep(CourseFactory(), **given)

    assert not Filing.objects.exists()
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    ("folder", "tags", "place", "words"),
    [
        ("", "", "", []),
        (
            "  Құқық /  Азаптау/",
            "Түн,  тінту , түн,,",
            "Құқық/Азаптау",
            ["тінту", "түн"],
        ),
        ("\\Law", " Two  words ", "Law", ["two words"]),
    ],
)
def test_folder_and_tags_are_tidied(folder, tags, place, words):
    kept = keep(CourseFactory(), folder, tags)

    assert (kept.folder, kept.tag_list) == (place, words)


def test_filing_where_it_is_already_writes_nothing():
    course, key = CourseFactory(), uuid.uuid4()
    keep(course, "Law", "night", key)
    keep(course, " Law", "Night", key)

    assert Entry.objects.count() == 1
    keep(course, "", "", key)
    assert (Filing.objects.get().folder, Entry.objects.count()) == ("", 2)


def test_folders_are_all_those_on_the_way():
    assert question_folders.list_folders(
        ["Law/Torture", "Law/Force/Reports", "", "Arms"]
    ) == [
        "Arms",
        "Law",
        "Law/Force",
        "Law/Force/Reports",
        "Law/Torture",
    ]


def test_folder_holds_those_below_and_none_that_only_begins_alike():
    course = CourseFactory()
    inside = [keep(course, folder) for folder in ("Law", "Law/Torture")]
    keep(course, "Lawful")

    assert (
        list(
            Filing.objects.filter(question_folders.build_folder_filter("Law")).order_by(
                "pk"
            )
        )
        == inside
    )

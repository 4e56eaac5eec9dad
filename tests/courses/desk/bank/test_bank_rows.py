"""The list of the bank at the desk: filtered, sorted, and what it shows to whom."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.assessment.bank import question_folders
from courses.assessment.models import QuestionNumbers, QuestionState
from courses.models import UnitText
from elearning.accounts.roles import Role
from tests.courses.desk.bank.questions import address, shown
from tests.factories.assessment import edition_with_exam, put_in_state

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("query", [{"state": "x"}, {"course": "no"}, {"words": "\0"}])
def test_wrong_filter_shows_the_rest(client, enter, question, query):
    enter(Role.TRAINER)

    answer = client.get(address("questions", question), query)

    assert len(answer.context["lines"]) == 4


def test_list_is_filtered_by_course_state_and_words(client, enter, question):
    edition_with_exam([{}] * 2)
    enter(Role.SAFEGUARD_REVIEWER)
    put_in_state(question, QuestionState.RETIRED, reason="Ескірді")

    def found(**query):
        page = client.get(address("questions", question), query)
        return [line.unit for line in page.context["lines"]]

    assert len(found()) == 6
    assert len(found(course=question.course.code)) == 4
    assert found(state="retired") == [question]
    assert found(words=question.slug) == [question]
    assert found(words=question.slug, state="live") == []


@pytest.mark.parametrize(
    ("query", "places"),
    [
        ({"outcome": "2"}, [1, 2]),
        ({"difficulty": "hard"}, [1]),
        ({"clause": "nmr  4"}, [0]),
        ({"clause": "CAT 2"}, [1]),
        ({"folder": "Law"}, [0, 2]),
        ({"folder": "Law/Torture"}, [2]),
        ({"tag": " Night"}, [2]),
        ({"tag": "nigh"}, []),
        ({"sort": "difficulty"}, [1, 2, 0]),
        ({"sort": "facility"}, [2, 0, 1]),
        ({"sort": "n"}, [0, 2, 1]),
        ({"sort": "times"}, [0, 1, 2]),
        ({"outcome": "2", "sort": "facility"}, [2, 1]),
    ],
)
def test_list_is_filtered_and_sorted(client, enter, bank, query, places):
    for unit, folder, tags in [(bank[0], "Law", ""), (bank[2], "Law/Torture", "night")]:
        question_folders.file_question(
            unit.key, unit.course, folder=folder, tags=tags, by=None
        )
    for unit, n, facility in [(bank[0], 40, "0.8"), (bank[2], 30, "0.4")]:
        QuestionNumbers.objects.create(
            question=unit.versions.get().question, n=n, facility=facility
        )
    enter(Role.TRAINER)

    assert shown(client, **query) == [bank[place].slug for place in places]


def test_language_that_is_missing_or_behind_is_found(client, enter, bank):
    texts = UnitText.objects.filter(version__unit=bank[0])
    assert {"kk", "ru"} <= set(texts.values_list("language", flat=True))
    UnitText.objects.filter(version__unit=bank[0], language="ru").delete()
    enter(Role.TRAINER)

    assert shown(client, lacks="ru") == [bank[0].slug]
    assert shown(client, lacks="kk") == []


def test_numbers_are_for_trainers_alone(client, enter, bank):
    question = bank[0].versions.get().question
    QuestionNumbers.objects.create(question=question, n=77, facility="0.8123")

    enter(Role.TRAINER)
    seen = client.get(reverse("desk:bank:questions")).content.decode()
    enter(Role.SAFEGUARD_REVIEWER)
    hidden = client.get(reverse("desk:bank:questions")).content.decode()

    assert ">77<" in seen
    assert ">77<" not in hidden
    assert shown(client, sort="facility") == [unit.slug for unit in bank]


def test_list_asks_as_often_for_one_as_for_three(client, enter, bank):
    enter(Role.TRAINER)

    def queries(**query):
        with CaptureQueriesContext(connection) as captured:
            shown(client, **query)
        return len(captured)

    queries()
    assert queries(difficulty="hard") == queries()

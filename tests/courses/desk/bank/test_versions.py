"""Versions of a question at the desk: why, where, and what is different."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from elearning.accounts.roles import Role
from tests.courses.desk.bank.questions import address
from tests.factories.assessment import QuestionVersionFactory
from tests.factories.courses import UnitVersionFactory

pytestmark = pytest.mark.django_db


def second_version(question):
    """A newer version of ``question``, asking in other words."""
    old = question.versions.get().question
    words = {
        code: text | {"stem": f"{text['stem']} Жаңа"} for code, text in old.body.items()
    }
    version = UnitVersionFactory(
        unit=question, number=2, change="substantive", reason="Ереже өзгерді"
    )
    return QuestionVersionFactory(version=version, outcome=old.outcome, body=words)


def test_versions_say_why_and_where_and_are_compared_in_words(client, enter, question):
    second_version(question)
    enter(Role.TRAINER)

    page = client.get(address("versions", question))
    assert [one.row.number for one in page.context["versions"]] == [2, 1]
    number = question.course.editions.get().number
    assert [one.editions for one in page.context["versions"]] == [[], [number]]
    assert "Ереже өзгерді" in page.content.decode()

    compared = client.get(address("compare", question)).content.decode()
    assert "<ins> Жаңа</ins>" in compared
    assert "<del>" not in compared
    back = client.get(address("compare", question), {"before": "2", "after": "1"})
    assert "<del> Жаңа</del>" in back.content.decode()


@pytest.mark.parametrize("query", [{"before": "x"}, {"after": "99"}, {"after": "1"}])
def test_version_that_does_not_exist_falls_back(client, enter, question, query):
    enter(Role.TRAINER)

    assert client.get(address("compare", question), query).status_code == 200


def test_versions_ask_as_often_for_one_as_for_three(client, enter, question):
    enter(Role.TRAINER)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address("versions", question)).status_code == 200
        return len(captured)

    queries()
    one = queries()
    second_version(question)
    UnitVersionFactory(unit=question, number=3)

    assert queries() == one


def test_languages_stand_side_by_side_with_what_is_missing(client, enter, question):
    version = question.versions.get()
    version.texts.filter(language="en").delete()
    enter(Role.TRAINER)

    columns = client.get(address("languages", question)).context["columns"]

    assert [(one.code, one.is_missing) for one in columns] == [
        ("kk", False),
        ("ru", False),
        ("en", True),
    ]

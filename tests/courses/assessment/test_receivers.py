import pytest

from courses.assessment.models import QuestionVersion
from courses.release.edition_release import confirm_language
from tests.factories.accounts import UserFactory
from tests.factories.assessment import QuestionVersionFactory

pytestmark = pytest.mark.django_db


def test_confirmed_language_makes_the_same_question_of_the_new_version():
    question = QuestionVersionFactory()
    text = question.version.texts.get(language="ru")
    type(text).objects.filter(pk=text.pk).update(round=0)

    after = confirm_language(question.version, "ru", by=UserFactory())

    names = ["type", "must_pass", "outcome", "body", "key", "cites"]
    kept = QuestionVersion.objects.filter(version=after).values(*names).get()
    assert kept == QuestionVersion.objects.filter(pk=question.pk).values(*names).get()


def test_language_that_does_not_lag_changes_nothing():
    question = QuestionVersionFactory()

    assert (
        confirm_language(question.version, "ru", by=UserFactory()) == question.version
    )
    assert QuestionVersion.objects.count() == 1

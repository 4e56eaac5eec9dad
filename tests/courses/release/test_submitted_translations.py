"""Who is told that the source of a translation has changed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.release.submitted_translations import (
    BEHIND,
    LaggingText,
    TranslatableUnit,
    notify_translators,
)
from elearning.notices.models import Notice
from tests.factories.accounts import UserFactory
from tests.factories.courses import UnitFactory

pytestmark = pytest.mark.django_db


def test_nobody_is_told_where_nobody_is_known_to_have_written():
    thing = TranslatableUnit(UnitFactory())

    assert notify_translators(thing, [LaggingText("ru", "1", ())], but=None) == 0
    assert not Notice.objects.exists()


def test_each_is_told_of_each_of_her_texts_once_and_the_publisher_of_none():
    thing = TranslatableUnit(UnitFactory())
    first, second, gone = UserFactory(), UserFactory(), UserFactory(is_active=False)
    lagging = [
        LaggingText("ru", "1", (first.pk, second.pk, gone.pk)),
        LaggingText("en", "2", (first.pk,)),
    ]

    told = [notify_translators(thing, lagging, but=second.pk) for _twice in range(2)]

    assert told == [2, 0]
    notices = Notice.objects.filter(kind=BEHIND)
    assert set(notices.values_list("user", "key")) == {
        (first.pk, f"{thing.key}:1"),
        (first.pk, f"{thing.key}:2"),
    }


def test_three_texts_take_as_many_queries_as_one():
    thing = TranslatableUnit(UnitFactory())

    def queries(*references):
        lagging = [LaggingText("ru", one, (UserFactory().pk,)) for one in references]
        with CaptureQueriesContext(connection) as seen:
            assert notify_translators(thing, lagging, but=None) == len(references)
        return len(seen)

    assert queries("1") == queries("2", "3", "4")

"""The kind of a place and the category of a position are those of the day."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from elearning.audit.models import Entry
from elearning.staff.classification import (
    ClassificationAsOf,
    assign_post_category,
    change_establishment_kind,
)
from elearning.staff.models import Appointment, Establishment, PostCategory
from tests.factories.accounts import UserFactory
from tests.factories.staff import AppointmentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]
KIND = Establishment.Kind


@pytest.fixture
def held():
    return AppointmentFactory(establishment__kind=KIND.MEDIUM)


def at(day):
    return time_machine.travel(datetime(2026, 3, day, 7, tzinfo=UTC), tick=False)


def on(day):
    """What a report asked for later says of the appointment on a day of March."""
    row = Appointment.objects.select_related("establishment", "post").get()
    then = timezone.localdate().replace(day=day)
    ClassificationAsOf(then).put_back(row)
    return row.establishment.kind, row.post.category_id


def test_reports_of_before_keep_the_kind_and_the_category(held):
    category = PostCategory.objects.create(code="heads")
    with at(5):
        change_establishment_kind(held.establishment, KIND.MAXIMUM, by=None)
        assign_post_category(held.post, category, by=None)
    with at(9):
        change_establishment_kind(held.establishment, KIND.UNIT, by=None)
        assign_post_category(held.post, None, by=None)
    with at(20):
        assert [on(day) for day in (4, 5, 8, 9, 20)] == [
            (KIND.MEDIUM, None),
            (KIND.MAXIMUM, category.pk),
            (KIND.MAXIMUM, category.pk),
            (KIND.UNIT, None),
            (KIND.UNIT, None),
        ]


def test_the_same_again_changes_nothing_and_what_changes_is_told(held):
    by = UserFactory()

    assert change_establishment_kind(held.establishment, KIND.MEDIUM, by=by) == []
    assert assign_post_category(held.post, None, by=by) == []
    assert change_establishment_kind(
        held.establishment, KIND.WOMEN, by=by, reason="Order 5"
    ) == ["kind"]

    (entry,) = Entry.objects.all()
    assert (entry.action, entry.details["before"], entry.details["after"]) == (
        "staff.establishment_changed",
        {"kind": "medium"},
        {"kind": "women"},
    )


def test_today_costs_no_query_and_another_day_one(django_assert_num_queries):
    today = timezone.localdate()
    with django_assert_num_queries(0):
        ClassificationAsOf(today)
    with django_assert_num_queries(1):
        ClassificationAsOf(today - timedelta(days=1))

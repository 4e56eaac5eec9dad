"""Rules are made, changed from a day on and ended; what cannot be is refused in words."""

from datetime import date

import pytest
import time_machine
from django.utils import translation

from courses.compliance.errors import ComplianceError
from courses.compliance.models import Requirement
from courses.compliance.requirements import create_requirement
from elearning.audit.models import Entry
from elearning.staff.models import Establishment, PostCategory
from tests.courses.compliance.rule_edits import change_requirement
from tests.factories.accounts import UserFactory
from tests.factories.compliance import RequirementFactory
from tests.factories.courses import CourseFactory
from tests.factories.staff import PostFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]

TODAY = date(2026, 6, 1)


@pytest.fixture(autouse=True)
def today():
    with (
        time_machine.travel("2026-06-01 07:00Z", tick=False),
        translation.override("en"),
    ):
        yield


@pytest.fixture
def category():
    return PostCategory.objects.create(
        code="contact",
        titles={"kk": "Қатынас", "ru": "Контакт", "en": "Contact"},
    )


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"months": 0}, "greater than or equal to 1"),
        ({"months": 25}, "The course is valid for 24 months"),
        ({"months": 6, "window_days": 183}, "Choose fewer than 183 days."),
        (
            {"expiry": "fixed", "fixed_month": 2, "fixed_day": 29},
            "Not every year has this day.",
        ),
        ({"expiry": "fixed"}, "Enter the fixed day and its month."),
        (
            {"expiry": "fixed", "fixed_month": 9, "fixed_day": 1, "months": 6},
            "A fixed day comes once a year.",
        ),
        ({"least_share": 101}, "less than or equal to 100"),
        ({"ends_on": date(2026, 5, 31)}, "The last day is before the first."),
    ],
)
def test_rule_that_cannot_be_kept_is_refused_in_words(fields, words):
    course = CourseFactory(validity_months=24)

    with pytest.raises(ComplianceError, match=words):
        create_requirement(
            PostFactory(),
            course,
            **{"months": 12, "starts_on": TODAY} | fields,
            by=None,
        )

    assert not Requirement.objects.exists()


def test_same_people_are_asked_for_a_course_by_one_rule_at_a_time(category):
    course = CourseFactory()
    plain = {"months": 6, "starts_on": TODAY, "by": None}
    create_requirement(None, course, category=category, **plain)

    with pytest.raises(ComplianceError, match="A rule already requires this course"):
        create_requirement(None, course, category=category, **plain)

    create_requirement(
        None, course, category=category, kind=Establishment.Kind.WOMEN, **plain
    )
    create_requirement(None, course, **plain)
    create_requirement(None, course, category=category, least_share=50, **plain)
    assert Requirement.objects.count() == 4


def test_rule_may_be_made_again_before_the_first_day_of_one_to_come():
    planned = RequirementFactory(starts_on=date(2027, 1, 1))

    made = create_requirement(
        planned.post,
        planned.course,
        months=6,
        starts_on=TODAY,
        ends_on=date(2026, 12, 31),
        by=None,
    )

    assert made.pk is not None


def test_changed_rule_ends_the_day_before_and_another_follows():
    rule, by = RequirementFactory(window_days=30), UserFactory()

    new = change_requirement(
        rule, starts_on=date(2026, 7, 1), by=by, reason="Order 12", months=6
    )

    assert rule.ends_on == date(2026, 6, 30)
    assert (new.months, new.window_days, new.post) == (6, 30, rule.post)
    entries = Entry.objects.order_by("pk").values_list("action", "reason", "by")
    assert list(entries) == [
        ("compliance.requirement_ended", "Order 12", by.pk),
        ("compliance.required", "Order 12", by.pk),
    ]


@pytest.mark.parametrize(
    ("starts_on", "rule", "words"),
    [
        (date(2026, 5, 31), {}, "The past cannot be changed."),
        (TODAY, {"starts_on": TODAY}, "The rule itself begins on that day."),
        (TODAY, {"ends_on": date(2026, 5, 1)}, "The rule will have ended by then."),
        (TODAY, {}, "Choose fewer than 365 days."),
    ],
)
def test_change_that_cannot_be_leaves_the_rule_as_it_is(starts_on, rule, words):
    kept = RequirementFactory(**rule)

    with pytest.raises(ComplianceError, match=words):
        change_requirement(
            kept, starts_on=starts_on, by=None, reason="x", window_days=365
        )

    assert Requirement.objects.get().ends_on == rule.get("ends_on")

"""Of whom a rule asks a course: posts, categories, places and conditions."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from courses.compliance.models import Requirement
from courses.compliance.status import list_standings
from elearning.staff.models import Establishment, PostCategory, StaffMember
from tests.factories.compliance import RequirementFactory
from tests.factories.staff import AppointmentFactory, EstablishmentFactory, PostFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]

TODAY = date(2026, 6, 1)


@pytest.fixture
def category():
    return PostCategory.objects.create(
        code="contact",
        titles={"kk": "Қатынас", "ru": "Контакт", "en": "Contact"},
    )


def asked():
    found = list_standings(StaffMember.objects.all(), on=TODAY)
    return {one.person for one in found if one.requirement is not None}


def test_rule_of_a_category_asks_the_holders_of_its_posts(category):
    inside = AppointmentFactory(post=PostFactory(category=category))
    AppointmentFactory()
    RequirementFactory(post=None, category=category)

    assert asked() == {inside.staff_member}


def test_rule_without_a_post_asks_everybody_at_its_kind_of_establishment():
    academy = EstablishmentFactory(kind=Establishment.Kind.ACADEMY)
    teacher = AppointmentFactory(establishment=academy)
    AppointmentFactory(
        establishment=EstablishmentFactory(kind=Establishment.Kind.MEDIUM)
    )
    RequirementFactory(post=None, kind=Establishment.Kind.ACADEMY)

    assert asked() == {teacher.staff_member}


@pytest.mark.parametrize(
    ("condition", "others"),
    [
        ({"with_acting": False}, {"is_acting": True}),
        ({"least_share": 50}, {"share": 25}),
        ({"appointed_from": date(2026, 1, 1)}, {"starts_on": date(2025, 12, 31)}),
    ],
)
def test_rule_with_a_condition_asks_those_who_meet_it(condition, others):
    post = PostFactory()
    meets = AppointmentFactory(post=post, starts_on=date(2026, 2, 1))
    AppointmentFactory(**{"post": post, "starts_on": date(2026, 2, 1)} | others)
    RequirementFactory(post=post, **condition)

    assert asked() == {meets.staff_member}


def test_rule_for_a_post_and_a_category_at_once_is_refused(category):
    rule = RequirementFactory.build(
        post=PostFactory(), course=RequirementFactory().course, category=category
    )

    with pytest.raises(ValidationError):
        rule.full_clean()

    assert Requirement.objects.count() == 1

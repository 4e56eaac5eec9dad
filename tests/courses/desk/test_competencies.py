"""The competency framework at the desk."""

import pytest
from django.urls import reverse

from courses.competencies.models import CompetencyLevel
from elearning.accounts.roles import Role
from tests.factories.competencies import DomainFactory, ProfileFactory, TargetFactory

pytestmark = pytest.mark.django_db


def url(*code):
    return reverse("desk:framework-post" if code else "desk:framework", args=code)


def test_matrix_has_a_line_for_each_described_post(client, house, enter):
    law, ethics = DomainFactory(code="K1", place=1), DomainFactory(code="K2", place=2)
    TargetFactory(post=house.rule.post, domain=ethics, level=CompetencyLevel.LEAD)
    enter(Role.TRAINER)

    answer = client.get(url())

    [row] = answer.context["rows"]
    assert row.post == house.rule.post
    assert [target and target.level for target in row.targets] == [None, 4]
    page = answer.content.decode()
    for words in (
        law.title,
        ethics.title,
        ethics.practice,
        CompetencyLevel.LEAD.meaning,
    ):
        assert words in page


def test_matrix_without_a_framework_says_what_to_do(client, house, enter):
    enter(Role.MINISTRY_HR)

    assert "load_framework" in client.get(url()).content.decode()


def test_matrix_takes_as_many_queries_with_three_posts(
    client, enter, django_assert_max_num_queries
):
    enter(Role.MINISTRY_HR)
    TargetFactory()
    client.get(url())
    with django_assert_max_num_queries(100) as one:
        client.get(url())
    TargetFactory.create_batch(2)
    with django_assert_max_num_queries(100) as three:
        assert len(client.get(url()).context["rows"]) == 3

    assert len(three) == len(one)


def test_post_shows_its_profile_its_courses_and_its_levels(client, house, enter):
    profile = ProfileFactory(post=house.rule.post)
    target = TargetFactory(post=house.rule.post)
    enter(Role.FACILITY_HR)

    page = client.get(url(house.rule.post.code)).content.decode()

    for words in (
        profile.purpose,
        profile.never,
        profile.evidence,
        house.rule.course.title,
        target.domain.practice,
    ):
        assert words in page


def test_post_that_is_not_there_is_not_found(client, enter):
    enter(Role.MINISTRY_HR)

    assert client.get(url("nobody")).status_code == 404

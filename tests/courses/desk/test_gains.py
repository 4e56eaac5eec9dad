"""The page about what courses teach: for trainers, and of no small group."""

import pytest
from django.urls import reverse

from courses.assessment.models import AttemptPurpose
from elearning.accounts.roles import Role
from tests.factories.assessment import edition_with_exam, marked

pytestmark = pytest.mark.django_db

ADDRESS = "desk:statistics:gains"


def test_report_says_where_too_few_were_tested(client, enter):
    enter(Role.TRAINER)
    edition = edition_with_exam([{}])
    marked(edition, AttemptPurpose.PRE_TEST, [0.5] * 4)

    page = client.get(reverse(ADDRESS))

    assert page.context["courses"][0]["columns"] == []


def test_report_draws_the_means_that_are_known(client, enter):
    enter(Role.TRAINER)
    edition = edition_with_exam([{}])
    marked(edition, AttemptPurpose.PRE_TEST, [0.5] * 5)
    marked(edition, AttemptPurpose.EXAM, [0.75] * 5)

    (one,) = client.get(reverse(ADDRESS)).context["courses"]

    assert [(column.mean.n, column.shape.height) for column in one["columns"]] == [
        (5, "37.00%"),
        (5, "55.50%"),
    ]


def test_report_costs_the_same_with_one_and_with_three_courses(
    client, enter, django_assert_max_num_queries
):
    enter(Role.TRAINER)
    client.get(reverse(ADDRESS))  # what the first visit looks up is kept
    pages = []
    for count in (1, 2):
        for _course in range(count):
            marked(edition_with_exam([{}]), AttemptPurpose.PRE_TEST, [0.5] * 5)
        with django_assert_max_num_queries(25) as asked:
            page = client.get(reverse(ADDRESS))
        pages.append((len(page.context["courses"]), len(asked)))

    assert [courses for courses, _queries in pages] == [1, 3]
    assert pages[0][1] == pages[1][1]

"""Means before, after and 90 days later; small groups tell nothing."""

import pytest

from courses.assessment.models import Purpose
from courses.assessment.statistics.gains import Mean, gains
from elearning.accounts.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.assessment import edition_with_exam, marked

pytestmark = pytest.mark.django_db


@pytest.fixture
def trainer():
    return UserFactory(roles=[Role.TRAINER])


def test_learner_reads_no_means():
    marked(edition_with_exam([{}]), Purpose.PRE_TEST, [0.5] * 5)

    assert gains(reader=UserFactory()) == []


def test_group_below_five_has_no_mean_and_leaves_none_by_subtraction(trainer):
    edition = edition_with_exam([{}])
    marked(edition, Purpose.PRE_TEST, [0.5] * 6)
    marked(edition, Purpose.PRE_TEST, [1] * 4, "ru")

    (found,) = gains(reader=trainer)

    assert found.all.means == (Mean(6, 0.5), None, None)
    assert [(one.language, one.means[0]) for one in found.languages] == [
        ("kk", Mean(6, 0.5))
    ]


def test_means_are_told_by_course_and_language(trainer):
    edition = edition_with_exam([{}])
    marked(edition, Purpose.PRE_TEST, [0.2, 0.4] * 3)
    marked(edition, Purpose.EXAM, [0.8] * 5)
    marked(edition, Purpose.EXAM, [0.9] * 5, "ru")
    marked(edition, Purpose.EXAM, [0] * 9, number=2)
    marked(edition, Purpose.FOLLOW_UP, [0.6] * 5)

    (found,) = gains(reader=trainer)

    kk, ru = found.languages
    assert [mean.n if mean else 0 for mean in found.all.means] == [6, 10, 5]
    assert [round(mean.share, 2) for mean in kk.means] == [0.3, 0.8, 0.6]
    assert (round(kk.learned, 2), round(kk.kept, 2)) == (0.5, -0.2)
    assert (ru.learned, ru.kept) == (None, None)

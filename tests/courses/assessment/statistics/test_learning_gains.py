"""Means before, after and 90 days later; small groups tell nothing."""

import pytest

from courses.assessment.models import AttemptPurpose
from courses.assessment.statistics.learning_gains import GroupMean, list_course_gains
from elearning.accounts.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.assessment import edition_with_exam, marked

pytestmark = pytest.mark.django_db


@pytest.fixture
def trainer():
    return UserFactory(roles=[Role.TRAINER])


def test_learner_reads_no_means():
    marked(edition_with_exam([{}]), AttemptPurpose.PRE_TEST, [0.5] * 5)

    assert list_course_gains(reader=UserFactory()) == []


def test_group_below_five_has_no_mean_and_leaves_none_by_subtraction(trainer):
    edition = edition_with_exam([{}])
    marked(edition, AttemptPurpose.PRE_TEST, [0.5] * 6)
    marked(edition, AttemptPurpose.PRE_TEST, [1] * 4, "ru")

    (found,) = list_course_gains(reader=trainer)

    assert found.all.means == (GroupMean(6, 0.5), None, None)
    assert [(one.language, one.means[0]) for one in found.languages] == [
        ("kk", GroupMean(6, 0.5))
    ]


def test_means_are_told_by_course_and_language(trainer):
    edition = edition_with_exam([{}])
    marked(edition, AttemptPurpose.PRE_TEST, [0.2, 0.4] * 3)
    marked(edition, AttemptPurpose.EXAM, [0.8] * 5)
    marked(edition, AttemptPurpose.EXAM, [0.9] * 5, "ru")
    marked(edition, AttemptPurpose.EXAM, [0] * 9, number=2)
    marked(edition, AttemptPurpose.FOLLOW_UP, [0.6] * 5)

    (found,) = list_course_gains(reader=trainer)

    kk, ru = found.languages
    assert [mean.n if mean else 0 for mean in found.all.means] == [6, 10, 5]
    assert [round(mean.share, 2) for mean in kk.means] == [0.3, 0.8, 0.6]
    assert (round(kk.learned, 2), round(kk.kept, 2)) == (0.5, -0.2)
    assert (ru.learned, ru.kept) == (None, None)

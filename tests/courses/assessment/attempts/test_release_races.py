"""A release among attempts: each learner is asked what her own edition lists."""

import pytest

from courses.assessment.models import QuestionVersion
from courses.release.edition_manifest import ManifestEntry
from courses.release.edition_proposal import EditionProposal
from tests.factories.approvals import approved
from tests.factories.assessment import (
    QuestionVersionFactory,
    begin,
    edition_with_exam,
    exam_enrolment,
)
from tests.factories.courses import UnitVersionFactory
from tests.racing import THREADS, race

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_release_among_starts_changes_nothing_for_those_who_start():
    edition = edition_with_exam([{}] * 4)
    learners = [exam_enrolment(edition=edition) for _ in range(THREADS - 1)]
    manifest = [ManifestEntry(version) for version in revised(edition)]
    approvals = approved([entry.version.digest for entry in manifest])

    def act(number):
        if number == 0:
            return EditionProposal(edition.course, manifest, approvals).release(by=None)
        return begin(learners[number - 1])

    newer, *attempts = race(act)

    listed = QuestionVersion.objects.filter(version__entries__edition=edition)
    for attempt in attempts:
        asked = attempt.items.values_list("question", flat=True)
        assert sorted(asked) == sorted(listed.values_list("pk", flat=True))
    assert newer.number == edition.number + 1
    assert not listed.filter(version__entries__edition=newer).exists()


def revised(edition):
    """Return what ``edition`` lists, with a next version of each question."""
    versions = []
    for entry in edition.entries.select_related("version__unit"):
        version = entry.version
        if question := QuestionVersion.objects.filter(version=version).first():
            version = UnitVersionFactory(unit=version.unit, number=2)
            QuestionVersionFactory(version=version, outcome=question.outcome)
        versions.append(version)
    return versions

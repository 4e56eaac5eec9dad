"""No one person passes both gates: author, second person and reviewer are three people."""

import pytest

from courses.errors import ReleaseError, SafeguardError
from courses.models import Unit
from courses.provisions.document_release import DocumentProposal
from courses.release import proposal_approval, proposed_outline, safeguard_reviews
from courses.release.edition_manifest import ManifestEntry
from courses.release.edition_proposal import EditionProposal
from courses.release.safeguard_checklist import CHECKLIST
from courses.release.safeguard_reviews import ReviewAnswer, list_review_subjects
from elearning.accounts.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.approvals import list_awaiting_versions
from tests.factories.courses import CourseFactory, UnitFactory, UnitVersionFactory
from tests.factories.provisions import published_guideline

pytestmark = pytest.mark.django_db


@pytest.fixture
def author():
    return UserFactory(roles=[Role.TRAINER])


@pytest.fixture
def reviewer():
    return UserFactory(roles=[Role.SAFEGUARD_REVIEWER])


@pytest.fixture
def course(author):
    found = CourseFactory()
    front = UnitFactory(course=found, slug="front", kind=Unit.Kind.COURSE)
    lesson = UnitFactory(course=found, slug="l1", kind=Unit.Kind.LESSON)
    top, under = (
        UnitVersionFactory(unit=u, published_by=author) for u in (front, lesson)
    )
    proposed_outline.propose_edition(
        found, [ManifestEntry(top, [ManifestEntry(under)])]
    )
    return found


def answers():
    return [ReviewAnswer(item.key, "yes", "Тексерілді.") for item in CHECKLIST]


def reviewed(course, by):
    for subject in list_review_subjects(course):
        last = safeguard_reviews.list_last_reviews([subject]).get(subject.key)
        seen = subject.seal(last)
        safeguard_reviews.record_review(
            course, subject.key, answers(), by=by, seen=seen
        )


def test_reviewer_does_not_stand_in_for_the_second_person(course, author, reviewer):
    reviewed(course, reviewer)

    assert not list_awaiting_versions(course, by=reviewer)
    with pytest.raises(ReleaseError):
        proposal_approval.approve_proposal(course, by=reviewer)
    with pytest.raises(ReleaseError):
        proposal_approval.release_proposal(course, by=author)
    proposal_approval.approve_proposal(course, by=UserFactory(roles=[Role.TRAINER]))
    proposal_approval.release_proposal(course, by=author)


def test_second_person_does_not_review_as_well(course, author, reviewer):
    proposal_approval.approve_proposal(course, by=reviewer)

    with pytest.raises(SafeguardError):
        reviewed(course, reviewer)
    with pytest.raises(ReleaseError):
        proposal_approval.release_proposal(course, by=author)
    reviewed(course, UserFactory(roles=[Role.SAFEGUARD_REVIEWER]))
    proposal_approval.release_proposal(course, by=author)


def test_reviewer_reviews_where_another_second_person_stands_for_it(course, reviewer):
    """Words given side by side before this was asked count once a third one spoke."""
    proposal_approval.approve_proposal(course, by=UserFactory(roles=[Role.TRAINER]))

    reviewed(course, reviewer)

    assert EditionProposal(course).missing == []


def test_reviewer_who_was_the_second_person_blocks_no_course_for_good(
    course, author, reviewer
):
    proposal_approval.approve_proposal(course, by=reviewer)
    trainer = UserFactory(roles=[Role.TRAINER])
    assert not list_awaiting_versions(course, by=reviewer)
    assert not list_awaiting_versions(course, by=author)
    assert len(list_awaiting_versions(course, by=trainer)) == 2

    proposal_approval.approve_proposal(course, by=trainer)
    reviewed(course, reviewer)

    assert EditionProposal(course).missing == []
    assert not list_awaiting_versions(course, by=UserFactory(roles=[Role.TRAINER]))


def test_reviewer_who_was_the_second_person_blocks_no_outline_for_good(
    course, author, reviewer
):
    other = UserFactory(roles=[Role.TRAINER])
    proposal_approval.approve_proposal(course, by=other)
    reviewed(course, reviewer)
    proposal_approval.release_proposal(course, by=author)
    top = proposed_outline.build_proposed_manifest(course)[0].version
    proposed_outline.propose_edition(course, [ManifestEntry(top)], by=[author])
    proposal_approval.approve_proposal(course, by=reviewer)

    proposal_approval.approve_proposal(course, by=other)
    (outline,) = list_review_subjects(course)
    assert outline.is_outline
    assert not outline.seconds


def test_text_that_a_trainer_stands_for_asks_no_third_one(course):
    proposal_approval.approve_proposal(course, by=UserFactory(roles=[Role.TRAINER]))

    assert not list_awaiting_versions(course, by=UserFactory(roles=[Role.TRAINER]))


def test_reviewer_who_was_the_second_person_blocks_no_guideline_for_good(
    author, reviewer
):
    version = published_guideline("1.1", by=author)
    document = version.document
    proposal_approval.approve_proposal(document, by=reviewer, seen=version.digest)
    trainer = UserFactory(roles=[Role.TRAINER])
    assert not DocumentProposal(version.document, version).list_awaiting(author)

    proposal_approval.approve_proposal(document, by=trainer, seen=version.digest)
    seen = list_review_subjects(document)[0].seal(None)
    safeguard_reviews.record_review(
        document, document.code, answers(), by=reviewer, seen=seen
    )

    assert DocumentProposal(version.document, version).missing == []


def test_one_reviewer_does_not_pass_a_guideline_alone(author, reviewer):
    version = published_guideline("1.1", by=author)
    document = version.document
    proposal_approval.approve_proposal(document, by=reviewer, seen=version.digest)

    (subject,) = list_review_subjects(document)
    with pytest.raises(SafeguardError):
        safeguard_reviews.record_review(
            document, document.code, answers(), by=reviewer, seen=subject.seal(None)
        )
    with pytest.raises(ReleaseError):
        proposal_approval.release_proposal(document, by=author, seen=version.digest)

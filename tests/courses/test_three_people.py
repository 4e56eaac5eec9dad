"""No one person passes both gates: author, second person and reviewer are three people."""

import pytest

from courses import proposing, safeguarding
from courses.errors import ReleaseError, SafeguardError
from courses.manifest import ManifestEntry
from courses.models import Unit
from courses.provisions import proposing as documents
from courses.provisions import safeguarding as guidelines
from courses.provisions.errors import DocumentReleaseError
from courses.safeguarding import Answer, subjects_of
from courses.safeguards import CHECKLIST
from elearning.accounts.roles import Role
from tests.factories.accounts import UserFactory
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
    proposing.propose(found, [ManifestEntry(top, [ManifestEntry(under)])])
    return found


def answers():
    return [Answer(item.key, "yes", "Тексерілді.") for item in CHECKLIST]


def reviewed(course, by):
    for subject in subjects_of(course):
        last = safeguarding.last_reviews([subject]).get(subject.key)
        seen = subject.seal(last)
        safeguarding.review(course, subject.key, answers(), by=by, seen=seen)


def test_reviewer_does_not_stand_in_for_the_second_person(course, author, reviewer):
    reviewed(course, reviewer)

    assert not proposing.awaiting(course, by=reviewer)
    with pytest.raises(ReleaseError):
        proposing.approve_proposal(course, by=reviewer)
    with pytest.raises(ReleaseError):
        proposing.release_proposal(course, by=author)
    proposing.approve_proposal(course, by=UserFactory(roles=[Role.TRAINER]))
    proposing.release_proposal(course, by=author)


def test_second_person_does_not_review_as_well(course, author, reviewer):
    proposing.approve_proposal(course, by=reviewer)

    with pytest.raises(SafeguardError):
        reviewed(course, reviewer)
    with pytest.raises(ReleaseError):
        proposing.release_proposal(course, by=author)
    reviewed(course, UserFactory(roles=[Role.SAFEGUARD_REVIEWER]))
    proposing.release_proposal(course, by=author)


def test_reviewer_reviews_where_another_second_person_stands_for_it(course, reviewer):
    """Words given side by side before this was asked count once a third one spoke."""
    proposing.approve_proposal(course, by=UserFactory(roles=[Role.TRAINER]))

    reviewed(course, reviewer)

    assert proposing.missing_for(course) == []


def test_reviewer_who_was_the_second_person_blocks_no_course_for_good(
    course, author, reviewer
):
    proposing.approve_proposal(course, by=reviewer)
    trainer = UserFactory(roles=[Role.TRAINER])
    assert not proposing.awaiting(course, by=reviewer)
    assert not proposing.awaiting(course, by=author)
    assert len(proposing.awaiting(course, by=trainer)) == 2

    proposing.approve_proposal(course, by=trainer)
    reviewed(course, reviewer)

    assert proposing.missing_for(course) == []
    assert not proposing.awaiting(course, by=UserFactory(roles=[Role.TRAINER]))


def test_reviewer_who_was_the_second_person_blocks_no_outline_for_good(
    course, author, reviewer
):
    other = UserFactory(roles=[Role.TRAINER])
    proposing.approve_proposal(course, by=other)
    reviewed(course, reviewer)
    proposing.release_proposal(course, by=author)
    top = proposing.proposed_manifest(course)[0].version
    proposing.propose(course, [ManifestEntry(top)], by=[author])
    proposing.approve_proposal(course, by=reviewer)

    proposing.approve_proposal(course, by=other)
    (outline,) = subjects_of(course)
    assert outline.is_outline
    assert not outline.seconds


def test_text_that_a_trainer_stands_for_asks_no_third_one(course):
    proposing.approve_proposal(course, by=UserFactory(roles=[Role.TRAINER]))

    assert not proposing.awaiting(course, by=UserFactory(roles=[Role.TRAINER]))


def test_reviewer_who_was_the_second_person_blocks_no_guideline_for_good(
    author, reviewer
):
    version = published_guideline("1.1", by=author)
    document = version.document
    documents.approve_proposal(document, by=reviewer, seen=version.digest)
    trainer = UserFactory(roles=[Role.TRAINER])
    assert not documents.is_awaiting(version, by=author)

    documents.approve_proposal(document, by=trainer, seen=version.digest)
    seen = guidelines.subject_of(document).seal(None)
    guidelines.review(document, answers(), by=reviewer, seen=seen)

    assert documents.missing_for(version) == []


def test_one_reviewer_does_not_pass_a_guideline_alone(author, reviewer):
    version = published_guideline("1.1", by=author)
    document = version.document
    documents.approve_proposal(document, by=reviewer, seen=version.digest)

    subject = guidelines.subject_of(document)
    with pytest.raises(SafeguardError):
        guidelines.review(document, answers(), by=reviewer, seen=subject.seal(None))
    with pytest.raises(DocumentReleaseError):
        documents.release_proposal(document, by=author, seen=version.digest)

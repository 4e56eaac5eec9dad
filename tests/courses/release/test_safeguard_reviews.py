"""The safeguard review: who may say what of which module, and what follows."""

from datetime import date

import pytest

from courses.errors import SafeguardError
from courses.models import Approval, SafeguardDraft, SafeguardReview, Unit
from courses.release import proposal_approval, proposed_outline, safeguard_reviews
from courses.release.edition_manifest import ManifestEntry
from courses.release.safeguard_checklist import CHECKLIST
from courses.release.safeguard_reviews import ReviewAnswer, list_review_subjects
from elearning.accounts.roles import Role
from elearning.audit.models import Entry
from elearning.notices.models import Notice
from tests.factories.accounts import UserFactory
from tests.factories.approvals import approved
from tests.factories.courses import CourseFactory, UnitFactory, UnitVersionFactory
from tests.factories.provisions import published_guideline
from tests.factories.staff import RemitFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]


def unit(course, slug, *, kind=Unit.Kind.LESSON, by=None, number=1):
    """A version of a unit, in every language."""
    found = Unit.objects.filter(course=course, slug=slug).first()
    found = found or UnitFactory(course=course, slug=slug, kind=kind)
    return UnitVersionFactory(unit=found, number=number, published_by=by)


def proposed(course, *, lessons=("l1", "l2"), by=None):
    """A front page, a module with ``lessons`` and an exam, proposed."""
    front = unit(course, "front", kind=Unit.Kind.COURSE, by=by)
    module = unit(course, "m1", kind=Unit.Kind.MODULE, by=by)
    under = [ManifestEntry(unit(course, slug, by=by)) for slug in lessons]
    exam = ManifestEntry(unit(course, "exam", kind=Unit.Kind.EXAM, by=by))
    manifest = [ManifestEntry(front, [ManifestEntry(module, under), exam])]
    proposed_outline.propose_edition(course, manifest)
    return course


def answers(**verdicts):
    """A whole checklist: yes, unless said otherwise."""
    return [
        ReviewAnswer(item.key, verdicts.get(item.key, "yes"), "Тексерілді.")
        for item in CHECKLIST
    ]


def seal(subject):
    return subject.seal(safeguard_reviews.list_last_reviews([subject]).get(subject.key))


def review(subject, given=None, *, by, seen=None):
    return safeguard_reviews.record_review(
        subject.course,
        subject.key,
        given or answers(),
        by=by,
        seen=seen or seal(subject),
    )


def titles(course):
    return [[part.place for part in one.parts] for one in list_review_subjects(course)]


@pytest.fixture
def course():
    return proposed(CourseFactory(), by=UserFactory())


@pytest.fixture
def reviewer():
    return UserFactory(roles=[Role.SAFEGUARD_REVIEWER])


@pytest.mark.parametrize(
    "given",
    [
        [],
        answers()[1:],
        [*answers(), answers()[0]],
        [*answers()[1:], ReviewAnswer("unknown", "yes", "x")],
        answers(dignity="perhaps"),
        [*answers()[1:], ReviewAnswer(CHECKLIST[0].key, "no", "  ")],
        [*answers()[1:], ReviewAnswer(CHECKLIST[0].key, "no", "x", "elsewhere")],
    ],
    ids=["none", "one short", "twice", "unknown", "verdict", "no reason", "place"],
)
def test_checklist_that_is_not_whole_is_refused(course, reviewer, given):
    subject = list_review_subjects(course)[0]

    with pytest.raises(SafeguardError):
        safeguard_reviews.record_review(
            course, subject.key, given, by=reviewer, seen=seal(subject)
        )

    assert not SafeguardReview.objects.exists()
    assert not Approval.objects.exists()


@pytest.mark.parametrize(
    "roles",
    [[], [Role.TRAINER], [Role.ADMINISTRATOR], [Role.SAFEGUARD_REVIEWER, Role.TRAINER]],
)
def test_only_a_reviewer_without_author_rights_reviews(course, roles):
    subject = list_review_subjects(course)[0]

    with pytest.raises(SafeguardError):
        review(subject, by=UserFactory(roles=roles))

    assert not Approval.objects.exists()


def test_author_does_not_review_her_own_module(reviewer):
    course = proposed(CourseFactory(), by=reviewer)

    with pytest.raises(SafeguardError):
        review(list_review_subjects(course)[0], by=reviewer)


def test_what_was_published_again_meanwhile_is_refused(course, reviewer):
    subject = list_review_subjects(course)[1]
    seen = seal(subject)
    unit(course, "l1", number=2)

    with pytest.raises(SafeguardError):
        review(subject, by=reviewer, seen=seen)


def test_second_of_two_reviewers_at_once_is_refused(course, reviewer):
    subject = list_review_subjects(course)[1]
    seen = seal(subject)
    review(subject, answers(equality="no"), by=reviewer, seen=seen)

    with pytest.raises(SafeguardError):
        review(subject, by=UserFactory(roles=[Role.SAFEGUARD_REVIEWER]), seen=seen)

    assert not Approval.objects.exists()


def test_what_has_passed_is_not_reviewed_again(course, reviewer):
    subject = list_review_subjects(course)[0]
    review(subject, by=reviewer)

    with pytest.raises(SafeguardError):
        review(subject, by=reviewer)


def test_frame_and_modules_are_reviewed_apart(course):
    assert titles(course) == [["front", "exam"], ["m1", "l1", "l2"]]


def test_yes_to_everything_passes_every_part(course, reviewer):
    subject = list_review_subjects(course)[1]

    found = review(subject, answers(religion="na"), by=reviewer)

    given = Approval.objects.all()
    assert not found.is_returned
    assert {one.digest for one in given} == {part.digest for part in subject.parts}
    assert {(one.gate, one.by) for one in given} == {
        (Approval.Gate.SAFEGUARD, reviewer)
    }
    assert titles(course) == [["front", "exam"]]
    assert Entry.objects.filter(action="courses.safeguards_reviewed").count() == 1


def test_any_no_returns_the_module_and_tells_its_authors(course, reviewer):
    subject = list_review_subjects(course)[1]
    safeguard_reviews.save_review_draft(subject, {"reason-dignity": "x"}, by=reviewer)

    found = review(subject, answers(profiling="no"), by=reviewer)

    (author,) = subject.authors
    notice = Notice.objects.get()
    assert found.is_returned
    assert not Approval.objects.exists()
    assert (notice.user_id, notice.context) == (author, {"code": course.code})
    assert list_review_subjects(course)[1].is_returned(found)
    assert not SafeguardDraft.objects.exists()


def test_returned_module_is_released_after_it_was_mended_and_passed(course, reviewer):
    review(list_review_subjects(course)[1], answers(dignity="no"), by=reviewer)
    mended = unit(course, "l1", number=2, by=UserFactory())
    for subject in list_review_subjects(course):
        assert not subject.is_returned(
            safeguard_reviews.list_last_reviews([subject]).get(subject.key)
        )
        review(subject, by=reviewer)
    proposal_approval.approve_proposal(course, by=UserFactory())

    edition = proposal_approval.release_proposal(course, by=UserFactory())

    assert mended.pk in edition.entries.values_list("version", flat=True)


def test_any_edit_of_a_released_part_reopens_it_alone(course, reviewer):
    approved(
        [version.digest for version in proposed_outline.list_proposed_versions(course)]
    )
    proposal_approval.release_proposal(course, by=UserFactory())

    unit(course, "l2", number=2)

    assert titles(course) == [["l2"]]


def test_review_names_the_office_and_no_person(course, reviewer):
    remit = RemitFactory(
        user=reviewer, role=Role.SAFEGUARD_REVIEWER, starts_on=date(2020, 1, 1)
    )

    found = review(list_review_subjects(course)[0], by=reviewer)

    assert found.offices == remit.establishment.titles
    assert Approval.objects.first().office_named == remit.establishment.title


def test_guideline_passes_its_own_review(reviewer):
    document = published_guideline("1.1", by=UserFactory()).document
    (subject,) = list_review_subjects(document)

    safeguard_reviews.record_review(
        document, document.code, answers(), by=reviewer, seen=seal(subject)
    )

    assert list_review_subjects(document) == []
    (given,) = Approval.objects.all()
    assert given.gate == Approval.Gate.SAFEGUARD


def test_guideline_is_not_reviewed_by_its_author(reviewer):
    document = published_guideline("1.1", by=reviewer).document
    (subject,) = list_review_subjects(document)

    with pytest.raises(SafeguardError):
        safeguard_reviews.record_review(
            document, document.code, answers(), by=reviewer, seen=seal(subject)
        )


def test_subjects_take_as_many_queries_for_three_lessons(django_assert_max_num_queries):
    one = proposed(CourseFactory(), lessons=["l1"])
    three = proposed(CourseFactory(), lessons=["l1", "l2", "l3"])

    with django_assert_max_num_queries(12) as few:
        list_review_subjects(one)
    with django_assert_max_num_queries(12) as many:
        list_review_subjects(three)

    assert len(few) == len(many)

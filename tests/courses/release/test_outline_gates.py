"""What goes, moves, comes back or is asked less strictly takes two other persons as well."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from courses.errors import ReleaseError, SafeguardError
from courses.models import Approval, Unit
from courses.release import (
    edition_proposal,
    planned_releases,
    proposal_approval,
    proposed_outline,
    safeguard_reviews,
)
from courses.release.edition_manifest import ManifestEntry
from courses.release.edition_proposal import EditionProposal
from courses.release.safeguard_reviews import ReviewAnswer
from elearning.accounts.roles import Role
from elearning.audit.models import Entry
from tests.courses.release.test_proposal_approval import fresh, publish, release
from tests.factories.accounts import UserFactory
from tests.factories.courses import CourseFactory

pytestmark = pytest.mark.django_db


def outline(course, *, under=("l1", "l2"), exam=True):
    """A front page, a module with the lessons ``under`` it, and an exam."""
    newest = {one.unit.slug: one for one in _versions(course)}
    lessons = [ManifestEntry(newest[slug]) for slug in under]
    entries = [ManifestEntry(newest["m1"], lessons)]
    entries += [ManifestEntry(newest["exam"])] if exam else []
    return [ManifestEntry(newest["front"], entries)]


def _versions(course):
    units = Unit.objects.filter(course=course)
    return [unit.versions.order_by("-number").first() for unit in units]


def approve(course, reviewer, peer):
    """Stand for whatever waits, at both gates."""
    proposal_approval.approve_proposal(fresh(course), by=peer)
    review(course, reviewer)


def review(course, reviewer, **verdicts):
    for subject in safeguard_reviews.list_review_subjects(fresh(course)):
        answers = [
            ReviewAnswer(item.key, verdicts.get(item.key, "yes"), "Тексерілді.")
            for item in subject.items
        ]
        last = safeguard_reviews.list_last_reviews([subject]).get(subject.key)
        safeguard_reviews.record_review(
            fresh(course), subject.key, answers, by=reviewer, seen=subject.seal(last)
        )


@pytest.fixture
def trainer():
    return UserFactory(roles=[Role.TRAINER])


@pytest.fixture
def peer():
    return UserFactory(roles=[Role.TRAINER])


@pytest.fixture
def reviewer():
    return UserFactory(roles=[Role.SAFEGUARD_REVIEWER])


@pytest.fixture
def course(trainer):
    """A course whose first edition is released."""
    course = CourseFactory()
    publish(course, "front", by=trainer, kind=Unit.Kind.COURSE)
    publish(course, "m1", by=trainer, kind=Unit.Kind.MODULE)
    for slug in ("l1", "l2", "l3"):
        publish(course, slug, by=trainer)
    publish(course, "exam", by=trainer, kind=Unit.Kind.EXAM)
    proposed_outline.propose_edition(
        course, outline(course, under=["l1", "l2", "l3"]), by=[trainer]
    )
    release(course)
    return course


CHANGES = {
    "a lesson goes": {"under": ["l1", "l2"]},
    "the exam goes": {"under": ["l1", "l2", "l3"], "exam": False},
    "another order": {"under": ["l2", "l1", "l3"]},
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_nobody_takes_away_or_moves_alone(course, trainer, change):
    proposed_outline.propose_edition(course, outline(course, **change), by=[trainer])

    with pytest.raises(ReleaseError):
        proposal_approval.release_proposal(fresh(course), by=trainer)
    with pytest.raises(ReleaseError):
        proposal_approval.approve_proposal(fresh(course), by=trainer)

    assert course.editions.count() == 1
    assert Entry.objects.filter(action="courses.outline_changed", by=trainer).exists()


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_second_person_and_reviewer_let_it_pass(
    course, trainer, peer, reviewer, change
):
    proposed_outline.propose_edition(course, outline(course, **change), by=[trainer])
    approve(course, reviewer, peer)

    edition = proposal_approval.release_proposal(fresh(course), by=trainer)

    listed = edition.entries.values_list("version__unit__slug", flat=True)
    exam = ["exam"] if change.get("exam", True) else []
    assert list(listed) == ["front", "m1", *change["under"], *exam]


def test_each_gate_asks_for_its_own_word(course, trainer, peer, reviewer):
    proposed_outline.propose_edition(course, outline(course), by=[trainer])

    proposal_approval.approve_proposal(fresh(course), by=peer)

    with translation.override("en"):
        assert EditionProposal(fresh(course)).missing == [
            "The safeguard review of the outline as a whole has not yet passed."
        ]
    with pytest.raises(ReleaseError):
        proposal_approval.release_proposal(fresh(course), by=trainer)
    review(course, reviewer)
    assert EditionProposal(fresh(course)).missing == []


def test_whoever_took_it_away_does_not_stand_for_it(course, trainer, peer):
    proposed_outline.propose_edition(course, outline(course, under=["l1"]), by=[peer])
    proposed_outline.propose_edition(
        course, outline(course, under=["l2", "l1"]), by=[trainer]
    )

    for person in (trainer, peer):
        with pytest.raises(ReleaseError):
            proposal_approval.approve_proposal(fresh(course), by=person)
        assert not EditionProposal(fresh(course)).may_approve(person)


def test_reviewer_who_moved_it_does_not_review_it(course, reviewer):
    proposed_outline.propose_edition(course, outline(course), by=[reviewer])

    with pytest.raises(SafeguardError):
        review(course, reviewer)


def test_word_for_the_whole_falls_when_the_manifest_changes_again(
    course, trainer, peer, reviewer
):
    proposed_outline.propose_edition(course, outline(course), by=[trainer])
    approve(course, reviewer, peer)
    proposed_outline.propose_edition(
        course, outline(course, under=["l1"]), by=[trainer]
    )

    assert len(EditionProposal(fresh(course)).missing) == 2
    proposed_outline.propose_edition(course, outline(course), by=[trainer])
    assert len(EditionProposal(fresh(course)).missing) == 2, "it came back"


def test_what_is_new_is_approved_part_by_part_beside_it(
    course, trainer, peer, reviewer
):
    version = publish(course, "l4", by=trainer)
    under = ["l1", "l2", "l4"]
    proposed_outline.propose_edition(course, outline(course, under=under), by=[trainer])
    proposal = EditionProposal(fresh(course))

    given = proposal_approval.approve_proposal(fresh(course), by=peer)

    assert {one.digest for one in given} == {version.digest, proposal.seal}
    review(course, reviewer)
    assert proposal_approval.release_proposal(fresh(course), by=trainer).number == 2


def test_an_addition_alone_asks_for_no_word_on_the_whole(course, trainer, peer):
    version = publish(course, "l4", by=trainer)
    under = ["l1", "l4", "l2", "l3"]
    proposed_outline.propose_edition(course, outline(course, under=under), by=[trainer])

    (given,) = proposal_approval.approve_proposal(fresh(course), by=peer)

    assert given.digest == version.digest


def test_lesson_under_another_parent_is_a_change(course, trainer):
    front, *_rest = outline(course)
    under = next(one for one in front.children if one.children)
    lesson = under.children[-1]
    loose = ManifestEntry(under.version, under.children[:-1])
    manifest = [ManifestEntry(front.version, [loose, lesson, front.children[-1]])]
    proposed_outline.propose_edition(course, outline(course), by=[trainer])
    release(course)
    proposed_outline.propose_edition(course, manifest, by=[trainer])

    assert EditionProposal(fresh(course)).is_changed
    assert [
        one.course for one in edition_proposal.list_changed_proposals([fresh(course)])
    ] == [course]
    with pytest.raises(ReleaseError):
        proposal_approval.release_proposal(fresh(course), by=trainer)


def test_content_that_was_replaced_does_not_come_back_alone(course, trainer):
    publish(course, "l1", by=trainer, words="b")
    release(course)
    version = publish(course, "l1", by=trainer, words="a")

    assert Approval.objects.filter(digest=version.digest).exists()
    with pytest.raises(ReleaseError):
        proposal_approval.release_proposal(fresh(course), by=trainer)


def test_content_that_was_replaced_before_a_release_does_not_either(
    course, trainer, peer, reviewer
):
    publish(course, "l1", by=trainer, words="b")
    approve(course, reviewer, peer)
    publish(course, "l1", by=trainer, words="c")
    publish(course, "l1", by=trainer, words="b")

    assert len(EditionProposal(fresh(course)).missing) == 2
    approve(course, reviewer, peer)
    assert proposal_approval.release_proposal(fresh(course), by=trainer).number == 2


def test_lesson_that_went_does_not_come_back_alone(course, trainer):
    proposed_outline.propose_edition(course, outline(course), by=[trainer])
    release(course)
    under = ["l1", "l2", "l3"]
    proposed_outline.propose_edition(course, outline(course, under=under), by=[trainer])

    with pytest.raises(ReleaseError):
        proposal_approval.release_proposal(fresh(course), by=trainer)


def test_exam_goes_only_where_a_reviewer_signs_exactly_that(
    course, trainer, peer, reviewer
):
    whole = {"under": ["l1", "l2", "l3"], "exam": False}
    proposed_outline.propose_edition(course, outline(course, **whole), by=[trainer])
    proposal_approval.approve_proposal(fresh(course), by=peer)
    (subject,) = safeguard_reviews.list_review_subjects(fresh(course))

    assert "exam" in {item.key for item in subject.items}
    assert len(subject.loosened) == 1
    with pytest.raises(
        SafeguardError
    ):  # a change that is listed is never beside the point
        review(course, reviewer, exam="na")
    review(course, reviewer, exam="no")
    with pytest.raises(ReleaseError) as error:
        proposal_approval.release_proposal(fresh(course), by=trainer)
    assert subject.loosened[0] in error.value.reasons[-1]
    review(course, reviewer)
    assert proposal_approval.release_proposal(fresh(course), by=trainer).number == 2


def test_nobody_plans_what_two_others_have_not_approved(
    course, trainer, peer, reviewer
):
    proposed_outline.propose_edition(course, outline(course), by=[trainer])
    due = timezone.now() + timedelta(days=1)
    seen = EditionProposal(fresh(course)).seal

    with pytest.raises(ReleaseError):
        planned_releases.plan_release(fresh(course), due=due, by=trainer, seen=seen)
    approve(course, reviewer, peer)
    planned_releases.plan_release(fresh(course), due=due, by=trainer, seen=seen)
    proposed_outline.propose_edition(
        course, outline(course, under=["l1"]), by=[trainer]
    )

    assert planned_releases.run_due_releases(due + timedelta(minutes=1)) == 1
    assert course.editions.count() == 1

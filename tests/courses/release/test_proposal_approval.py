"""The next edition: proposed, approved by somebody else, released."""

import pytest
from django.db import connection
from django.utils import translation

from courses.errors import ReleaseError
from courses.models import Approval, Course, Unit
from courses.release import edition_proposal, gates, proposal_approval, proposed_outline
from courses.release.edition_manifest import ManifestEntry
from courses.release.edition_proposal import EditionProposal
from courses.release.unit_versions import (
    PublishedText,
    UnitPublication,
    record_versions,
)
from tests.factories.accounts import UserFactory
from tests.factories.approvals import approved, list_awaiting_versions
from tests.factories.courses import CourseFactory, UnitFactory, UnitVersionFactory

pytestmark = pytest.mark.django_db


def publish(course, slug, *, by=None, words="a", authors=(), kind=Unit.Kind.LESSON):
    """Publish a unit in Kazakh and Russian and return its newest version."""
    unit = Unit.objects.filter(course=course, slug=slug).first()
    unit = unit or UnitFactory(course=course, slug=slug, kind=kind)
    for language in ("kk", "ru"):
        text = PublishedText(
            language=language,
            title=f"{slug} {language}",
            reference=f"{slug}{language}{words}",
            digest=f"{slug}{language}{words}",
            structure="same",
            details={"authors": list(authors)},
        )
        said = UnitPublication(unit.key, kind, slug, text, by=by)
        (version,) = record_versions(course, [said])
    return version


def fresh(course):
    return Course.objects.get(pk=course.pk)


def pass_gates(course, *, by=None):
    """Have everything new in the proposal, and the whole of it, approved at each gate."""
    proposal = EditionProposal(fresh(course))
    digests = [version.digest for version in proposal.fresh]
    approved([*digests, proposal.seal], by=by or UserFactory())


def release(course, *, by=None):
    """Approve the proposal and release it."""
    pass_gates(course)
    return proposal_approval.release_proposal(fresh(course), by=by or UserFactory())


@pytest.fixture
def course():
    return CourseFactory()


def test_course_without_pages_cannot_be_released(course):
    with pytest.raises(ReleaseError):
        proposal_approval.approve_proposal(course, by=UserFactory())
    with pytest.raises(ReleaseError):
        proposal_approval.release_proposal(course, by=UserFactory())


def test_author_approves_nothing_of_her_own(course):
    author = UserFactory()
    proposed_outline.propose_edition(
        course, [ManifestEntry(publish(course, "l1", by=author))]
    )

    with pytest.raises(ReleaseError):
        proposal_approval.approve_proposal(course, by=author)
    with pytest.raises(ReleaseError):
        proposal_approval.release_proposal(course, by=author)

    assert not EditionProposal(course).may_approve(author)
    assert not Approval.objects.exists()
    assert not course.editions.exists()


def test_each_approves_what_the_other_wrote(course):
    one, two = UserFactory(), UserFactory()
    versions = [publish(course, "l1", by=one), publish(course, "l2", by=two)]
    proposed_outline.propose_edition(
        course, [ManifestEntry(version) for version in versions]
    )

    given = proposal_approval.approve_proposal(course, by=one)

    assert [approval.digest for approval in given] == [versions[1].digest]
    assert list_awaiting_versions(course, by=one) == []
    assert list_awaiting_versions(course, by=two) == [versions[0]]


def test_approved_twice_is_refused(course):
    proposed_outline.propose_edition(course, [ManifestEntry(publish(course, "l1"))])
    proposal_approval.approve_proposal(course, by=UserFactory())

    with pytest.raises(ReleaseError):
        proposal_approval.approve_proposal(course, by=UserFactory())

    assert Approval.objects.count() == 1


def test_fault_is_mended_before_anybody_approves(course):
    unit = UnitFactory(course=course)
    version = UnitVersionFactory(unit=unit, languages=["kk"])
    proposed_outline.propose_edition(course, [ManifestEntry(version)])

    with pytest.raises(ReleaseError) as error:
        proposal_approval.approve_proposal(course, by=UserFactory())

    assert error.value.reasons == EditionProposal(course).missing
    assert not Approval.objects.exists()


@pytest.mark.parametrize("gate", gates.DEMANDED)
def test_word_given_at_one_gate_does_not_count_at_another(course, gate):
    version = publish(course, "l1")
    proposed_outline.propose_edition(course, [ManifestEntry(version)])
    approved([version.digest], gates=set(Approval.Gate) - {gate})

    assert EditionProposal(course).missing == [
        gates.format_missing_approval(gate, ["l1 kk"])
    ]


def test_missing_approvals_name_some_and_count_the_others():
    with translation.override("en"):
        said = gates.format_missing_approval(Approval.Gate.PEER, list("ABCDEFG"))

    assert said == (
        "A second person has not yet approved: “A”, “B”, “C”, “D”, “E” and 2 more."
    )


def test_word_of_somebody_who_became_an_author_counts_no_more():
    peer, safeguard = gates.DEMANDED
    given = [Approval(gate=peer, by_id=7), Approval(gate=safeguard, by_id=9)]
    given += [Approval(gate=peer, office="A", author_office="A")]

    assert gates.list_missing_gates(given, authors={7, 9}) == [peer, safeguard]
    assert gates.list_missing_gates(given, authors={7}) == [peer]
    assert gates.list_missing_gates(given, authors={8}) == []


def test_one_person_passes_one_gate():
    given = [Approval(gate=gate, by_id=7) for gate in gates.DEMANDED]

    assert gates.list_missing_gates(given, authors=set()) == [gates.DEMANDED[0]]
    assert not gates.can_approve_at_gate(gates.DEMANDED[0], given, set(), 7)
    assert gates.can_approve_at_gate(gates.DEMANDED[0], given, set(), 8)


def test_author_releases_what_others_approved(course):
    author = UserFactory()
    proposed_outline.propose_edition(
        course, [ManifestEntry(publish(course, "l1", by=author))]
    )
    pass_gates(course)

    assert proposal_approval.release_proposal(course, by=author).released_by == author


def test_earlier_author_cannot_approve_what_another_published_last(course):
    first, last = UserFactory(), UserFactory()
    publish(course, "l1", by=first)
    version = publish(course, "l1", by=last, words="b")
    proposed_outline.propose_edition(course, [ManifestEntry(version)])

    for person in (first, last):
        with pytest.raises(ReleaseError):
            proposal_approval.approve_proposal(fresh(course), by=person)


def test_author_of_a_draft_cannot_approve_it(course):
    drafter = UserFactory()
    version = publish(course, "l1", by=UserFactory(), authors=[drafter.pk])
    proposed_outline.propose_edition(course, [ManifestEntry(version)])

    with pytest.raises(ReleaseError):
        proposal_approval.approve_proposal(course, by=drafter)


def test_author_of_what_is_released_already_may_approve_the_next(course):
    old, new = UserFactory(), UserFactory()
    version = publish(course, "l1", by=old, authors=[old.pk])
    proposed_outline.propose_edition(course, [ManifestEntry(version)])
    release(course)
    version = publish(course, "l1", by=new, words="b", authors=[new.pk])
    proposed_outline.propose_edition(course, [ManifestEntry(version)])

    (given,) = proposal_approval.approve_proposal(fresh(course), by=old)

    assert (given.digest, given.by) == (version.digest, old)


def test_proposal_that_changed_since_it_was_shown_is_refused(course):
    proposed_outline.propose_edition(course, [ManifestEntry(publish(course, "l1"))])
    seen = EditionProposal(course).seal
    publish(course, "l1", words="b")

    for act in (proposal_approval.approve_proposal, proposal_approval.release_proposal):
        with pytest.raises(ReleaseError):
            act(course, by=UserFactory(), seen=seen)
    assert not Approval.objects.exists()


def test_what_is_published_while_somebody_approves_is_not_approved(course):
    shown, published = publish(course, "l1", by=UserFactory()), []
    proposed_outline.propose_edition(course, [ManifestEntry(shown)])
    seen = EditionProposal(fresh(course)).seal

    def publish_once_sealed(execute, sql, *rest):
        answer = execute(sql, *rest)
        if "courses_coursefactschange" in sql and not published:
            published.append(publish(course, "l1", words="b", by=UserFactory()))
        return answer

    with connection.execute_wrapper(publish_once_sealed):
        (given,) = proposal_approval.approve_proposal(
            course, by=UserFactory(), seen=seen
        )

    assert given.digest == shown.digest
    assert EditionProposal(fresh(course)).fresh == published


def test_released_edition_keeps_order_and_parents(course):
    module = publish(course, "m1", kind=Unit.Kind.MODULE)
    lessons = [ManifestEntry(publish(course, slug)) for slug in ("l1", "l2")]
    proposed_outline.propose_edition(course, [ManifestEntry(module, lessons)])

    edition = release(course)

    entries = edition.entries.order_by("position").select_related("parent")
    assert [
        (entry.version.unit.slug, entry.parent and entry.parent.version.unit.slug)
        for entry in entries
    ] == [("m1", None), ("l1", "m1"), ("l2", "m1")]


def test_new_order_alone_is_worth_an_edition(course):
    one, two = publish(course, "l1"), publish(course, "l2")
    proposed_outline.propose_edition(course, [ManifestEntry(one), ManifestEntry(two)])
    release(course)
    proposed_outline.propose_edition(course, [ManifestEntry(two), ManifestEntry(one)])

    assert EditionProposal(fresh(course)).is_changed
    assert release(course).number == 2


def test_many_proposals_say_what_each_says_alone(course):
    """One is released as it stands, one in another order, one is new, one has no pages."""
    moved, new, empty = CourseFactory(), CourseFactory(), CourseFactory()
    for one in (course, moved):
        module, *lessons = [publish(one, slug) for slug in ("m", "l1", "l2")]
        under = [ManifestEntry(lesson) for lesson in lessons]
        proposed_outline.propose_edition(one, [ManifestEntry(module, under)])
        release(one)
    proposed_outline.propose_edition(moved, [ManifestEntry(module, under[::-1])])
    author = UserFactory()
    proposed_outline.propose_edition(
        new, [ManifestEntry(publish(new, "l1", by=author))]
    )
    pass_gates(new)

    found = edition_proposal.list_changed_proposals([course, moved, new, empty])

    assert [one.course for one in found] == [moved, new]
    for one in found:
        alone = EditionProposal(fresh(one.course))
        assert (one.seal, one.fresh, one.is_changed) == (
            alone.seal,
            alone.fresh,
            alone.is_changed,
        )
        assert one.missing == alone.missing
    assert [one.may_approve(author) for one in found] == [True, False]


def test_nothing_new_is_not_released(course):
    proposed_outline.propose_edition(course, [ManifestEntry(publish(course, "l1"))])
    release(course)

    with pytest.raises(ReleaseError):
        proposal_approval.release_proposal(fresh(course), by=UserFactory())
    assert not EditionProposal(fresh(course)).is_changed


def test_proposing_the_same_again_writes_nothing(course, django_assert_num_queries):
    manifest = [ManifestEntry(publish(course, "l1"))]
    proposed_outline.propose_edition(course, manifest)

    with django_assert_num_queries(1):
        proposed_outline.propose_edition(course, manifest)


def test_proposal_takes_as_many_queries_for_three_units(
    course, django_assert_max_num_queries
):
    other = CourseFactory()
    proposed_outline.propose_edition(course, [ManifestEntry(publish(course, "l1"))])
    units = [ManifestEntry(publish(other, slug)) for slug in ("l1", "l2", "l3")]
    proposed_outline.propose_edition(other, units)
    with django_assert_max_num_queries(15) as one:
        assert EditionProposal(fresh(course)).missing
    with django_assert_max_num_queries(15) as three:
        assert EditionProposal(fresh(other)).missing

    assert len(one) == len(three)

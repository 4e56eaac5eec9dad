"""The next edition: proposed, approved by somebody else, released."""

import pytest
from django.db import connection
from django.utils import translation

from courses import gates, outline, proposing
from courses.errors import ReleaseError
from courses.manifest import ManifestEntry
from courses.models import Approval, Course, Unit
from courses.noting import PublishedText
from tests.factories.accounts import UserFactory
from tests.factories.approvals import approved
from tests.factories.courses import CourseFactory, UnitFactory, UnitVersionFactory

pytestmark = pytest.mark.django_db


def publish(course, slug, *, by=None, words="a", authors=(), kind=Unit.Kind.LESSON):
    """Publish a unit in Kazakh and Russian and return its newest version."""
    unit = Unit.objects.filter(course=course, slug=slug).first()
    unit = unit or UnitFactory(course=course, slug=slug, kind=kind)
    for language in ("kk", "ru"):
        version = outline.note_version(
            course,
            unit.key,
            kind,
            slug,
            PublishedText(
                language=language,
                title=f"{slug} {language}",
                reference=f"{slug}{language}{words}",
                digest=f"{slug}{language}{words}",
                structure="same",
                details={"authors": list(authors)},
            ),
            by=by,
        )
    return version


def fresh(course):
    return Course.objects.get(pk=course.pk)


def pass_gates(course, *, by=None):
    """Have everything new in the proposal, and the whole of it, approved at each gate."""
    proposal = proposing.Proposal(fresh(course))
    digests = [version.digest for version in proposal.fresh]
    approved([*digests, proposal.seal], by=by or UserFactory())


def release(course, *, by=None):
    """Approve the proposal and release it."""
    pass_gates(course)
    return proposing.release_proposal(fresh(course), by=by or UserFactory())


@pytest.fixture
def course():
    return CourseFactory()


def test_course_without_pages_cannot_be_released(course):
    with pytest.raises(ReleaseError):
        proposing.approve_proposal(course, by=UserFactory())
    with pytest.raises(ReleaseError):
        proposing.release_proposal(course, by=UserFactory())


def test_author_approves_nothing_of_her_own(course):
    author = UserFactory()
    proposing.propose(course, [ManifestEntry(publish(course, "l1", by=author))])

    with pytest.raises(ReleaseError):
        proposing.approve_proposal(course, by=author)
    with pytest.raises(ReleaseError):
        proposing.release_proposal(course, by=author)

    assert not proposing.may_approve(course, by=author)
    assert not Approval.objects.exists()
    assert not course.editions.exists()


def test_each_approves_what_the_other_wrote(course):
    one, two = UserFactory(), UserFactory()
    versions = [publish(course, "l1", by=one), publish(course, "l2", by=two)]
    proposing.propose(course, [ManifestEntry(version) for version in versions])

    given = proposing.approve_proposal(course, by=one)

    assert [approval.digest for approval in given] == [versions[1].digest]
    assert proposing.awaiting(course, by=one) == []
    assert proposing.awaiting(course, by=two) == [versions[0]]


def test_approved_twice_is_refused(course):
    proposing.propose(course, [ManifestEntry(publish(course, "l1"))])
    proposing.approve_proposal(course, by=UserFactory())

    with pytest.raises(ReleaseError):
        proposing.approve_proposal(course, by=UserFactory())

    assert Approval.objects.count() == 1


def test_fault_is_mended_before_anybody_approves(course):
    unit = UnitFactory(course=course)
    version = UnitVersionFactory(unit=unit, languages=["kk"])
    proposing.propose(course, [ManifestEntry(version)])

    with pytest.raises(ReleaseError) as error:
        proposing.approve_proposal(course, by=UserFactory())

    assert error.value.reasons == proposing.missing_for(course)
    assert not Approval.objects.exists()


@pytest.mark.parametrize("gate", gates.DEMANDED)
def test_word_given_at_one_gate_does_not_count_at_another(course, gate):
    version = publish(course, "l1")
    proposing.propose(course, [ManifestEntry(version)])
    approved([version.digest], gates=set(Approval.Gate) - {gate})

    assert proposing.missing_for(course) == [gates.demand(gate, ["l1 kk"])]


def test_missing_approvals_name_some_and_count_the_others():
    with translation.override("en"):
        said = gates.demand(Approval.Gate.PEER, list("ABCDEFG"))

    assert said == (
        "A second person has not yet approved: “A”, “B”, “C”, “D”, “E” and 2 more."
    )


def test_word_of_somebody_who_became_an_author_counts_no_more():
    peer, safeguard = gates.DEMANDED
    given = [Approval(gate=peer, by_id=7), Approval(gate=safeguard, by_id=9)]
    given += [Approval(gate=peer, office="A", author_office="A")]

    assert gates.lacks(given, authors={7, 9}) == [peer, safeguard]
    assert gates.lacks(given, authors={7}) == [peer]
    assert gates.lacks(given, authors={8}) == []


def test_one_person_passes_one_gate():
    given = [Approval(gate=gate, by_id=7) for gate in gates.DEMANDED]

    assert gates.lacks(given, authors=set()) == [gates.DEMANDED[0]]
    assert not gates.awaits(gates.DEMANDED[0], given, set(), 7)
    assert gates.awaits(gates.DEMANDED[0], given, set(), 8)


def test_author_releases_what_others_approved(course):
    author = UserFactory()
    proposing.propose(course, [ManifestEntry(publish(course, "l1", by=author))])
    pass_gates(course)

    assert proposing.release_proposal(course, by=author).released_by == author


def test_earlier_author_cannot_approve_what_another_published_last(course):
    first, last = UserFactory(), UserFactory()
    publish(course, "l1", by=first)
    version = publish(course, "l1", by=last, words="b")
    proposing.propose(course, [ManifestEntry(version)])

    for person in (first, last):
        with pytest.raises(ReleaseError):
            proposing.approve_proposal(fresh(course), by=person)


def test_author_of_a_draft_cannot_approve_it(course):
    drafter = UserFactory()
    version = publish(course, "l1", by=UserFactory(), authors=[drafter.pk])
    proposing.propose(course, [ManifestEntry(version)])

    with pytest.raises(ReleaseError):
        proposing.approve_proposal(course, by=drafter)


def test_author_of_what_is_released_already_may_approve_the_next(course):
    old, new = UserFactory(), UserFactory()
    version = publish(course, "l1", by=old, authors=[old.pk])
    proposing.propose(course, [ManifestEntry(version)])
    release(course)
    version = publish(course, "l1", by=new, words="b", authors=[new.pk])
    proposing.propose(course, [ManifestEntry(version)])

    (given,) = proposing.approve_proposal(fresh(course), by=old)

    assert (given.digest, given.by) == (version.digest, old)


def test_proposal_that_changed_since_it_was_shown_is_refused(course):
    proposing.propose(course, [ManifestEntry(publish(course, "l1"))])
    seen = proposing.seal(course)
    publish(course, "l1", words="b")

    for act in (proposing.approve_proposal, proposing.release_proposal):
        with pytest.raises(ReleaseError):
            act(course, by=UserFactory(), seen=seen)
    assert not Approval.objects.exists()


def test_what_is_published_while_somebody_approves_is_not_approved(course):
    shown, published = publish(course, "l1", by=UserFactory()), []
    proposing.propose(course, [ManifestEntry(shown)])
    seen = proposing.seal(fresh(course))

    def publish_once_sealed(execute, sql, *rest):
        answer = execute(sql, *rest)
        if "courses_coursefactschange" in sql and not published:
            published.append(publish(course, "l1", words="b", by=UserFactory()))
        return answer

    with connection.execute_wrapper(publish_once_sealed):
        (given,) = proposing.approve_proposal(course, by=UserFactory(), seen=seen)

    assert given.digest == shown.digest
    assert proposing.changed_versions(fresh(course)) == published


def test_released_edition_keeps_order_and_parents(course):
    module = publish(course, "m1", kind=Unit.Kind.MODULE)
    lessons = [ManifestEntry(publish(course, slug)) for slug in ("l1", "l2")]
    proposing.propose(course, [ManifestEntry(module, lessons)])

    edition = release(course)

    entries = edition.entries.order_by("position").select_related("parent")
    assert [
        (entry.version.unit.slug, entry.parent and entry.parent.version.unit.slug)
        for entry in entries
    ] == [("m1", None), ("l1", "m1"), ("l2", "m1")]


def test_new_order_alone_is_worth_an_edition(course):
    one, two = publish(course, "l1"), publish(course, "l2")
    proposing.propose(course, [ManifestEntry(one), ManifestEntry(two)])
    release(course)
    proposing.propose(course, [ManifestEntry(two), ManifestEntry(one)])

    assert proposing.is_changed(fresh(course))
    assert release(course).number == 2


def test_many_proposals_say_what_each_says_alone(course):
    """One is released as it stands, one in another order, one is new, one has no pages."""
    moved, new, empty = CourseFactory(), CourseFactory(), CourseFactory()
    for one in (course, moved):
        module, *lessons = [publish(one, slug) for slug in ("m", "l1", "l2")]
        under = [ManifestEntry(lesson) for lesson in lessons]
        proposing.propose(one, [ManifestEntry(module, under)])
        release(one)
    proposing.propose(moved, [ManifestEntry(module, under[::-1])])
    author = UserFactory()
    proposing.propose(new, [ManifestEntry(publish(new, "l1", by=author))])
    pass_gates(new)

    found = proposing.changed_among([course, moved, new, empty])

    assert [one.course for one in found] == [moved, new]
    for one in found:
        alone = proposing.Proposal(fresh(one.course))
        assert (one.seal, one.fresh, one.is_changed) == (
            alone.seal,
            alone.fresh,
            alone.is_changed,
        )
        assert one.missing == alone.missing
    assert [one.may_approve(author) for one in found] == [True, False]


def test_nothing_new_is_not_released(course):
    proposing.propose(course, [ManifestEntry(publish(course, "l1"))])
    release(course)

    with pytest.raises(ReleaseError):
        proposing.release_proposal(fresh(course), by=UserFactory())
    assert not proposing.is_changed(fresh(course))


def test_proposing_the_same_again_writes_nothing(course, django_assert_num_queries):
    manifest = [ManifestEntry(publish(course, "l1"))]
    proposing.propose(course, manifest)

    with django_assert_num_queries(1):
        proposing.propose(course, manifest)


def test_proposal_takes_as_many_queries_for_three_units(
    course, django_assert_max_num_queries
):
    other = CourseFactory()
    proposing.propose(course, [ManifestEntry(publish(course, "l1"))])
    units = [ManifestEntry(publish(other, slug)) for slug in ("l1", "l2", "l3")]
    proposing.propose(other, units)
    with django_assert_max_num_queries(15) as one:
        proposing.missing_for(fresh(course))
    with django_assert_max_num_queries(15) as three:
        proposing.missing_for(fresh(other))

    assert len(one) == len(three)

"""Safeguard reviews at the desk: the list, the checklist, and the way back."""

import pytest
from django.urls import reverse
from django.utils import translation

from courses.models import Approval, SafeguardDraft, SafeguardReview, Unit
from courses.release import proposal_approval, proposed_outline, safeguard_reviews
from courses.release.edition_proposal import EditionProposal
from courses.release.safeguard_checklist import CHECKLIST
from elearning.accounts.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.courses import CourseFactory, UnitFactory, UnitVersionFactory
from tests.factories.provisions import published_guideline

pytestmark = pytest.mark.django_db


def proposal(*, author=None, parts=2):
    """A course of new modules that waits for everything."""
    course = CourseFactory()
    for position in range(1, parts + 1):
        unit = UnitFactory(course=course, kind=Unit.Kind.MODULE)
        UnitVersionFactory(unit=unit, published_by=author)
        course.proposed_entries.create(unit=unit, position=position)
    return course


def page(course, number=0):
    subject = safeguard_reviews.list_review_subjects(course)[number]
    with translation.override("en"):
        return reverse("desk:reviews:module", args=[course.slug, subject.key])


def sheet(seen, **verdicts):
    """The whole checklist as it is sent: yes, unless said otherwise."""
    sent = {"seen": seen}
    for item in CHECKLIST:
        sent[f"verdict-{item.key}"] = verdicts.get(item.key, "yes")
        sent[f"reason-{item.key}"] = f"Because of {item.key}."
    return sent


def said(answer):
    return [str(message) for message in answer.context["messages"]]


@pytest.fixture
def reviewer(house, enter):
    return enter(Role.SAFEGUARD_REVIEWER)


def test_what_does_not_wait_is_not_there(client, reviewer):
    course = proposal()
    other = reverse("desk:reviews:module", args=[course.slug, UnitFactory().key])
    absent = reverse("desk:reviews:guideline", args=["none"])

    assert client.get(other).status_code == 404
    assert client.get(absent).status_code == 404


def test_missing_answers_are_named_and_nothing_is_lost(client, reviewer):
    url = page(proposal())
    sent = sheet(client.get(url).context["seal"])
    del sent["verdict-dignity"]
    sent["reason-equality"] = ""

    answer = client.post(url, sent)

    assert answer.context["form"].errors.keys() == {
        "verdict-dignity",
        "reason-equality",
    }
    assert b"Because of religion." in answer.content
    assert not SafeguardReview.objects.exists()


def test_author_reads_why_she_may_not_review(client, reviewer):
    url = page(proposal(author=reviewer))

    shown = client.get(url)
    answer = client.post(url, sheet(shown.context["seal"]), follow=True)

    assert b'name="seen"' not in shown.content
    assert said(answer) == [
        "You wrote some of the new content here. Ask another reviewer."
    ]
    assert not SafeguardReview.objects.exists()


def test_page_that_is_not_the_newest_is_refused_and_the_answers_are_kept(
    client, reviewer
):
    url = page(proposal())

    answer = client.post(url, sheet("old"), follow=True)

    assert "published or reviewed again" in said(answer)[0]
    assert b"Because of dignity." in answer.content
    assert not SafeguardReview.objects.exists()


def test_begun_review_is_kept_for_her_who_began_it(client, reviewer):
    url = page(proposal())
    client.post(url, {"reason-dignity": "So far.", "keep": "1"})

    assert b"So far." in client.get(url).content
    assert SafeguardDraft.objects.get().by == reviewer


def test_returned_review_is_read_at_the_release_and_passes_after_it(client, reviewer):
    course = proposal(author=UserFactory(), parts=1)
    url, release = page(course), reverse("desk:release-course", args=[course.slug])
    client.post(url, sheet(client.get(url).context["seal"], profiling="no"))

    listed = client.get(reverse("desk:reviews:list"))
    assert [line.subject.code for line in listed.context["returned"]] == [course.code]
    assert listed.context["waiting"] == []
    assert b"Because of profiling." in client.get(release).content

    (old,) = proposed_outline.list_proposed_versions(course)
    UnitVersionFactory(unit=old.unit, number=2, published_by=UserFactory())
    listed = client.get(reverse("desk:reviews:list"))
    assert [line.subject.code for line in listed.context["waiting"]] == [course.code]
    client.post(url, sheet(client.get(url).context["seal"]))
    client.post(
        reverse("desk:approve-course", args=[course.slug]),
        {"seen": EditionProposal(course).seal},
    )
    proposal_approval.approve_proposal(course, by=UserFactory(roles=[Role.TRAINER]))
    client.post(release, {"seen": EditionProposal(course).seal})

    assert course.editions.count() == 1
    outcomes = SafeguardReview.objects.order_by("pk").values_list("outcome", flat=True)
    assert list(outcomes) == ["returned", "passed"]


def test_guideline_is_reviewed_like_a_module(client, reviewer):
    version = published_guideline("1.1", by=UserFactory())
    url = reverse("desk:reviews:guideline", args=[version.document.slug])

    client.post(url, sheet(client.get(url).context["seal"]))

    (given,) = Approval.objects.all()
    assert (given.digest, given.gate) == (version.digest, Approval.Gate.SAFEGUARD)


@pytest.mark.parametrize("parts", [1, 3])
def test_page_takes_as_many_queries_whatever_the_parts(
    client, reviewer, parts, django_assert_max_num_queries
):
    course = proposal(parts=1)
    head = course.proposed_entries.get()
    for position in range(2, parts + 1):
        unit = UnitFactory(course=course)
        UnitVersionFactory(unit=unit)
        course.proposed_entries.create(unit=unit, position=position, parent=head)
    url = page(course)
    client.get(url)

    with django_assert_max_num_queries(24):
        client.get(url)

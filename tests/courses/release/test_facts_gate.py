"""What is said of a course itself counts only once a second person has approved it."""

from importlib import import_module

import pytest
from django.apps import apps
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from courses.errors import ReleaseError
from courses.models import Approval, Course, CourseFactsChange
from courses.release import course_facts, proposal_approval, proposed_outline
from courses.release.edition_manifest import ManifestEntry
from courses.release.edition_proposal import EditionProposal
from elearning.accounts.roles import Role
from elearning.audit import audit_log
from elearning.audit.action_labels import WORDS
from elearning.audit.models import Entry
from elearning.installation.models import Demonstration
from tests.courses.release.test_proposal_approval import (
    fresh,
    pass_gates,
    publish,
    release,
)
from tests.factories.accounts import UserFactory
from tests.factories.courses import CourseFactory, EditionFactory, OutcomeFactory

pytestmark = pytest.mark.django_db

migration = import_module("courses.migrations.0002_facts_approved")

MISSING = (
    "A second person has not yet approved the details of the course "
    "itself: its code, titles, hours, validity and outcomes."
)


@pytest.fixture
def author():
    return UserFactory(roles=[Role.TRAINER])


@pytest.fixture
def course(author):
    """A course whose facts one person wrote, and whose pages have passed every gate."""
    course = CourseFactory()
    OutcomeFactory(course=course, number=1)
    course_facts.record_facts_change(course, by=author)
    proposed_outline.propose_edition(
        course, [ManifestEntry(publish(course, "l1", by=UserFactory()))]
    )
    pass_gates(course)
    return course


def missing(course):
    with translation.override("en"):
        return EditionProposal(fresh(course)).missing


def test_facts_are_not_released_before_a_second_person_approved_them(course, author):
    assert missing(course) == [MISSING]
    with pytest.raises(ReleaseError):
        proposal_approval.release_proposal(fresh(course), by=UserFactory())

    proposal_approval.approve_proposal(fresh(course), by=UserFactory())

    assert missing(course) == []
    assert proposal_approval.release_proposal(fresh(course), by=author).number == 1


def test_author_of_the_facts_does_not_approve_them(course, author):
    with pytest.raises(ReleaseError):
        proposal_approval.approve_proposal(fresh(course), by=author)
    Approval.objects.create(
        digest=course_facts.compute_facts_digest(fresh(course)),
        gate=Approval.Gate.PEER,
        by=author,
        at=course.facts_changes.get().at,
    )

    assert missing(course) == [MISSING]
    assert not EditionProposal(fresh(course)).may_approve(author)


@pytest.mark.parametrize(
    "changed",
    [
        {"validity_months": 1200},
        {"hours": 7},
        {"public_titles": {"kk": "Адам құқықтары", "ru": "Другое"}},
        {"titles": {"kk": "Басқа", "ru": "Права человека"}},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_facts_that_changed_since_are_not_released_on_the_old_word(course, changed):
    seen = EditionProposal(fresh(course)).seal
    proposal_approval.approve_proposal(fresh(course), by=UserFactory(), seen=seen)

    Course.objects.filter(pk=course.pk).update(**changed)

    assert missing(course) == [MISSING]
    with pytest.raises(ReleaseError):
        proposal_approval.release_proposal(fresh(course), by=UserFactory(), seen=seen)


def test_changed_outcome_is_not_released_on_the_old_word(course):
    proposal_approval.approve_proposal(fresh(course), by=UserFactory())

    course.outcomes.update(texts={"kk": "басқа", "ru": "другое", "en": "another"})

    assert missing(course) == [MISSING]


def test_facts_are_not_approved_unseen(course):
    seen = EditionProposal(fresh(course)).seal
    Course.objects.filter(pk=course.pk).update(validity_months=1)

    with pytest.raises(ReleaseError):
        proposal_approval.approve_proposal(fresh(course), by=UserFactory(), seen=seen)


def test_facts_that_an_edition_stands_on_are_asked_once(course):
    proposal_approval.approve_proposal(fresh(course), by=UserFactory())
    proposal_approval.release_proposal(fresh(course), by=UserFactory())
    proposed_outline.propose_edition(
        course, [ManifestEntry(publish(course, "l1", words="b"))]
    )

    assert release(course).number == 2


@pytest.fixture
def reader(sign_in):
    client = sign_in(UserFactory(roles=[Role.TRAINER], language="en"))
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def test_second_person_reads_the_facts_where_they_are_approved(reader, course):
    client = reader
    with translation.override("en"):
        url = reverse("desk:release-course", args=[course.slug])
        approve = reverse("desk:approve-course", args=[course.slug])

    page = client.get(url)
    answer = client.post(
        approve,
        {"seen": page.context["proposal"].seal},
        follow=True,
    )

    assert "You vouch for the information about the course itself" in page.text
    for said in (course.public_titles["kk"], "<dd>24</dd>", "нәтиже", "результат"):
        assert said in page.text
    assert answer.context["proposal"].missing == []


def test_page_says_that_changed_facts_wait_where_no_part_has_changed(
    reader, course, author
):
    proposal_approval.approve_proposal(fresh(course), by=UserFactory())
    proposal_approval.release_proposal(fresh(course), by=UserFactory())
    with translation.override("en"):
        url = reverse("desk:release-course", args=[course.slug])
    nothing = "Nothing has changed since the last edition."
    assert nothing in reader.get(url).text

    course_facts.record_facts_change(course, by=author)

    page = reader.get(url).text
    assert nothing not in page
    assert "A second person approves it with the next edition." in page


def test_facts_are_not_written_without_a_trace(course, author):
    entry = Entry.objects.get(action="courses.facts_written")

    assert (entry.by, entry.subject_id) == (author, str(course.pk))
    assert entry.details == {
        "code": course.code,
        "digest": course_facts.compute_facts_digest(course),
    }
    assert entry.action in WORDS


@pytest.mark.parametrize("action", ["courses.created", "courses.imported"])
@pytest.mark.parametrize("is_demonstration", [False, True])
def test_facts_written_before_they_were_noted_are_not_released_unread(
    author, action, is_demonstration
):
    if is_demonstration:
        Demonstration.objects.create()
    waiting, released, loaded = (CourseFactory() for _course in range(3))
    EditionFactory(course=released)
    for course in (waiting, released):
        audit_log.record_action(action, by=author, on=course)

    for _time in range(2):
        migration.note_authors(apps, None)

    noted = CourseFactsChange.objects.values_list("course", "by").order_by("course")
    unnamed = [] if is_demonstration else [(loaded.pk, None)]
    assert list(noted) == [(waiting.pk, author.pk), *unnamed]

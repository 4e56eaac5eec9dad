"""Releases at the desk: a second person, who releases what she saw."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from courses.models import (
    Approval,
    LanguageException,
    PlannedRelease,
    Unit,
    WeightAllowed,
)
from courses.release import (
    language_exceptions,
    page_budget,
    proposed_outline,
)
from courses.release.edition_proposal import EditionProposal
from courses.updates.models import UpdateDemand
from elearning.accounts.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.approvals import approved
from tests.factories.certificates import CertifiedCompletionFactory
from tests.factories.courses import (
    CourseFactory,
    EditionFactory,
    UnitFactory,
    UnitVersionFactory,
)
from tests.factories.provisions import published_guideline

pytestmark = pytest.mark.django_db


def proposal(author):
    """A course of two modules, one of which is new; pages would need their revisions."""
    course = CourseFactory()
    old, fresh = (
        UnitVersionFactory(
            unit=UnitFactory(course=course, kind=Unit.Kind.MODULE), published_by=author
        )
        for _part in range(2)
    )
    EditionFactory(course=course, versions=[old])
    for position, version in enumerate([old, fresh], start=1):
        course.proposed_entries.create(unit=version.unit, position=position)
    return course


def test_author_alone_releases_nothing(client, house, enter):
    course = proposal(enter(Role.TRAINER))
    url = reverse("desk:release-course", args=[course.slug])

    page = client.get(url)
    client.post(
        reverse("desk:approve-course", args=[course.slug]),
        {"seen": EditionProposal(course).seal},
    )
    client.post(url, {"seen": EditionProposal(course).seal})

    assert not page.context["may_approve"]
    assert page.context["proposal"].missing == EditionProposal(course).missing
    assert not Approval.objects.exists()
    assert course.editions.count() == 1


@pytest.mark.parametrize(
    ("role", "is_warned"), [(Role.SAFEGUARD_REVIEWER, True), (Role.TRAINER, False)]
)
def test_reviewer_is_not_made_the_second_person_unawares(
    client, house, enter, role, is_warned
):
    course = proposal(UserFactory())
    guideline = published_guideline("1.1", by=UserFactory()).document
    enter(role)

    for url in (
        reverse("desk:release-course", args=[course.slug]),
        reverse("desk:release-document", args=[guideline.slug]),
    ):
        page = client.get(url)
        assert page.context["awaiting"]
        assert ("callout-warning" in page.text) == is_warned


@pytest.mark.parametrize("seen", [{}, {"seen": ""}, {"seen": "something else"}])
def test_what_was_not_seen_is_not_approved(client, house, enter, seen):
    course = proposal(UserFactory())
    enter(Role.SAFEGUARD_REVIEWER)

    client.post(reverse("desk:approve-course", args=[course.slug]), seen)

    assert not Approval.objects.exists()


def test_second_person_approves_and_then_releases_what_she_saw(client, house, enter):
    course = proposal(UserFactory())
    enter(Role.SAFEGUARD_REVIEWER)
    url = reverse("desk:release-course", args=[course.slug])

    client.post(
        reverse("desk:approve-course", args=[course.slug]),
        {"seen": EditionProposal(course).seal},
    )
    digests = [version.digest for version in EditionProposal(course).fresh]
    approved(digests, gates=set(Approval.Gate) - {Approval.Gate.PEER})
    assert client.get(url).context["proposal"].missing == []
    client.post(url, {"seen": "something else"})
    assert course.editions.count() == 1
    client.post(url)
    assert course.editions.count() == 1
    client.post(url, {"seen": EditionProposal(course).seal})
    assert course.editions.count() == 2


def said(answer):
    return [str(message) for message in answer.context["messages"]]


def lagging(author):
    """A proposal whose new part lacks Russian."""
    course = CourseFactory()
    unit = UnitFactory(course=course, kind=Unit.Kind.MODULE)
    version = UnitVersionFactory(unit=unit, published_by=author, languages=["kk"])
    course.proposed_entries.create(unit=version.unit, position=1)
    return course


def passed(course):
    """Have everything new approved at every gate."""
    approved([version.digest for version in EditionProposal(course).fresh])
    return course


@pytest.mark.parametrize("due", ["", "tomorrow", "2020-01-01T09:00"])
def test_moment_that_is_none_is_refused_in_words(client, house, enter, due):
    course = passed(proposal(UserFactory()))
    enter(Role.SAFEGUARD_REVIEWER)
    sent = {"due": due, "seen": EditionProposal(course).seal}

    url = reverse("desk:plan-release", args=[course.slug])
    answer = client.post(url, sent, follow=True)

    assert len(said(answer)) == 1
    assert not PlannedRelease.objects.exists()


def test_release_is_planned_and_called_off(client, house, enter):
    course = passed(proposal(UserFactory()))
    enter(Role.SAFEGUARD_REVIEWER)
    due = timezone.localtime() + timedelta(days=2)
    sent = {
        "due": f"{due:%Y-%m-%dT%H:%M}",
        "seen": EditionProposal(course).seal,
    }

    url = reverse("desk:plan-release", args=[course.slug])
    page = client.post(url, sent, follow=True)

    planned = PlannedRelease.objects.get()
    assert page.context["planned"] == planned
    assert planned.due.replace(second=0) == due.replace(second=0, microsecond=0)
    url = reverse("desk:cancel-planned-release", args=[course.slug, planned.pk])
    assert client.post(url, follow=True).context["planned"] is None


def test_request_without_a_reason_is_refused_and_nothing_is_lost(client, house, enter):
    course = lagging(UserFactory())
    enter(Role.SAFEGUARD_REVIEWER)
    url = reverse("desk:ask-exception", args=[course.slug])
    until = timezone.localdate() + timedelta(days=500)

    answer = client.post(url, {"until": until.isoformat(), "reason": "Кешігеді."})

    assert answer.context["form"].errors
    assert "Кешігеді." in answer.content.decode()
    assert not LanguageException.objects.exists()


def test_exception_is_asked_for_signed_by_another_and_listed(client, house, enter):
    course = lagging(UserFactory())
    enter(Role.SAFEGUARD_REVIEWER)
    until = timezone.localdate() + timedelta(days=30)
    url = reverse("desk:ask-exception", args=[course.slug])
    client.post(url, {"until": until.isoformat(), "reason": "Кешігеді."})
    asked = LanguageException.objects.get()
    decide = reverse("desk:decide-exception", args=[asked.pk])

    client.post(decide, {"word": "sign"})
    assert asked.state(until) == "waiting"
    enter(Role.SAFEGUARD_REVIEWER)
    page = client.post(decide, {"word": "sign"}, follow=True)

    (line,) = page.context["exceptions"]
    assert line.exception == asked
    assert not page.context["may_except"]
    assert language_exceptions.list_unexcepted_gaps(course) == []
    (listed,) = client.get(reverse("desk:exceptions")).context["lines"]
    assert listed.look == "valid"


def test_heavy_page_passes_with_a_reason(client, house, enter, settings):
    settings.PAGE_BUDGET_KB = -1
    course = passed(proposal(UserFactory()))
    enter(Role.SAFEGUARD_REVIEWER)
    page = client.get(reverse("desk:release-course", args=[course.slug]))
    (heavy,) = page.context["proposal"].heavy
    url = reverse("desk:allow-weight", args=[course.slug, heavy.version.pk])

    assert client.post(url, {"reason": " "}).context["form"].errors
    client.post(url, {"reason": "Карта керек."})

    assert WeightAllowed.objects.get().version == heavy.version
    assert page_budget.list_unwaived_over_budget([heavy.version]) == []
    assert client.get(url).status_code == 404


def test_new_comes_first_and_the_rest_is_folded(client, house, enter):
    course = proposal(UserFactory())
    enter(Role.SAFEGUARD_REVIEWER)

    url = reverse("desk:release-course", args=[course.slug])
    parts = client.get(url).context["parts"]

    versions = proposed_outline.list_proposed_versions(course)
    assert (parts.kept, parts.pages, parts.questions) == (
        versions[:1],
        versions[1:],
        [],
    )


def test_page_takes_as_many_queries_for_three_new_parts(client, house, enter):
    course = proposal(UserFactory())
    enter(Role.SAFEGUARD_REVIEWER)
    url = reverse("desk:release-course", args=[course.slug])

    def counted():
        with CaptureQueriesContext(connection) as found:
            client.get(url)
        return len(found)

    counted()
    one = counted()
    for position in (3, 4):
        unit = UnitFactory(course=course, kind=Unit.Kind.MODULE)
        version = UnitVersionFactory(unit=unit, published_by=UserFactory())
        course.proposed_entries.create(unit=version.unit, position=position)
    assert counted() == one
    assert one <= 30


def test_exceptions_take_as_many_queries_for_three(client, house, enter):
    enter(Role.SAFEGUARD_REVIEWER)
    until = timezone.localdate() + timedelta(days=3)

    def counted():
        course = lagging(UserFactory())
        language_exceptions.request_language_exception(
            course, reason="x", until=until, by=UserFactory()
        )
        with CaptureQueriesContext(connection) as found:
            client.get(reverse("desk:exceptions"))
        return len(found)

    counted()
    assert counted() == counted()


# --- material changes -------------------------------------------------------------------


def changed_lesson():
    """A course whose lesson is another one since its edition, approved at every gate."""
    old = UnitVersionFactory()
    course = old.unit.course
    EditionFactory(course=course, versions=[old], number=1)
    new = UnitVersionFactory(unit=old.unit, number=2)
    course.proposed_entries.create(unit=new.unit, position=1)
    approved([new.digest])
    return course


def material(course, **sent):
    url = reverse("desk:release-course", args=[course.slug])
    return url, {"seen": EditionProposal(course).seal, **sent}


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"is_material": "on"}, "material_reason"),
        ({"is_material": "on", "material_reason": "  "}, "material_reason"),
        ({"material_reason": "Мерзім"}, "is_material"),
        ({"is_material": "on", "material_reason": "x" * 501}, "material_reason"),
    ],
)
def test_half_a_material_change_releases_nothing(client, house, enter, sent, field):
    enter(Role.SAFEGUARD_REVIEWER)
    course = changed_lesson()
    url, data = material(course, **sent)

    answer = client.post(url, data)

    assert answer.status_code == 400
    assert field in answer.context["material"]["form"].errors
    assert course.editions.count() == 1


def test_flag_is_offered_only_where_a_lesson_has_changed(client, house, enter):
    enter(Role.SAFEGUARD_REVIEWER)
    pages = {
        course: client.get(reverse("desk:release-course", args=[course.slug]))
        for course in (changed_lesson(), proposal(UserFactory()))
    }

    assert [bool(page.context["material"]) for page in pages.values()] == [True, False]


@pytest.mark.parametrize(
    ("number", "told"),
    [(0, "0 сертификат"), (1, "5 сертификаттан аз"), (5, "5 сертификат")],
)
def test_page_says_how_many_certificates_are_concerned_and_names_few_by_no_number(
    client, house, enter, number, told
):
    enter(Role.SAFEGUARD_REVIEWER)
    course = changed_lesson()
    for _one in range(number):
        CertifiedCompletionFactory(edition=course.editions.get())

    page = client.get(reverse("desk:release-course", args=[course.slug]))

    assert page.context["material"]["certificates"] == told


def test_material_change_is_released_with_its_reason(client, house, enter):
    enter(Role.SAFEGUARD_REVIEWER)
    course = changed_lesson()
    url, data = material(course, is_material="on", material_reason=" Мерзім  15 күн ")

    client.post(url, data)

    edition = course.editions.latest("number")
    assert (edition.number, edition.material_reason) == (2, "Мерзім 15 күн")
    assert [one.edition.number for one in UpdateDemand.objects.all()] == [1]


def test_page_of_a_release_takes_the_same_queries_for_many_certificates(
    client, house, enter
):
    enter(Role.SAFEGUARD_REVIEWER)
    course = changed_lesson()
    counts = []
    for number in (1, 2):
        for _one in range(number):
            CertifiedCompletionFactory(edition=course.editions.get())
        client.get(material(course)[0])
        with CaptureQueriesContext(connection) as queries:
            client.get(material(course)[0])
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_material_change_is_planned_with_its_reason(client, house, enter):
    enter(Role.SAFEGUARD_REVIEWER)
    course = changed_lesson()
    url = reverse("desk:plan-release", args=[course.slug])
    due = (timezone.localtime() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    data = {
        "seen": EditionProposal(course).seal,
        "due": due,
        "is_material": "on",
    }

    client.post(url, data)
    assert not PlannedRelease.objects.exists()
    client.post(url, data | {"material_reason": "Мерзім"})

    assert PlannedRelease.objects.get().material_reason == "Мерзім"

"""A course edition released as a material change: whose certificates wait, and for what."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone, translation

from courses.errors import ReleaseError
from courses.learner.archive import build_learner_archive
from courses.models import PlannedRelease, UnitText
from courses.release import planned_releases
from courses.release.edition_manifest import ManifestEntry
from courses.release.edition_proposal import EditionProposal
from courses.updates import update_demands, update_notices
from courses.updates.models import UpdateDemand, UpdateDone
from courses.updates.update_tasks import (
    build_task_questions,
    find_update_task,
    list_course_briefings,
)
from elearning.audit.models import Entry
from elearning.lrs.models import Statement
from elearning.notices.models import Notice
from tests.factories.accounts import UserFactory
from tests.factories.approvals import approved
from tests.factories.assessment import (
    NOW,
    PaperVersionFactory,
    answer,
    edition_with_exam,
)
from tests.factories.courses import UnitVersionFactory
from tests.factories.staff import AppointmentFactory, RemitFactory
from tests.factories.updating import DAY, held, questions_of

pytestmark = pytest.mark.django_db
WHY = "The term of review is 15 days now"


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def edition():
    """A course of one lesson, with four questions of its outcome."""
    return edition_with_exam([{}] * 4, questions=2)


@pytest.fixture
def certificate(edition):
    return held(edition, passed_on=timezone.localdate() - DAY)


@pytest.fixture
def learner(certificate, client):
    client.force_login(certificate.holder.user)
    return client


def newer(
    edition, *, lesson=True, outcomes=(1,), material=WHY, by=None, title="Fifteen"
):
    """The next edition of the course, in which the lesson or the exam is another one."""
    versions = [entry.version for entry in edition.entries.order_by("position")]
    place = 0 if lesson else 1
    old = versions[place]
    versions[place] = new = UnitVersionFactory(unit=old.unit, number=old.number + 1)
    if not lesson:
        PaperVersionFactory(version=new)
    UnitText.objects.filter(version=new).update(
        title=title, details={"outcomes": list(outcomes)}
    )
    manifest = [ManifestEntry(version) for version in versions]
    digests = [version.digest for version in versions]
    course = type(edition.course).objects.get(pk=edition.course_id)
    return EditionProposal(course, manifest, approved(digests)).release(
        by=by, material=material
    )


def enrolment_of(certificate):
    return certificate.completion.enrolment


def task(certificate, on=None):
    return find_update_task(enrolment_of(certificate), on=on or timezone.localdate())


def address(certificate):
    return reverse("updating:update", args=[enrolment_of(certificate).key])


def text(answer):
    return " ".join(answer.content.decode().split())


def test_first_edition_cannot_be_material():
    version = UnitVersionFactory()

    with pytest.raises(ReleaseError, match="first edition"):
        EditionProposal(
            version.unit.course, [ManifestEntry(version)], approved([version.digest])
        ).release(
            by=None,
            material=WHY,
        )


def test_edition_that_changed_no_lesson_cannot_be_material(edition):
    with pytest.raises(ReleaseError, match="No lesson has changed"):
        newer(edition, lesson=False)

    assert edition.course.editions.count() == 1
    assert not UpdateDemand.objects.exists()


def test_edition_without_the_flag_asks_nobody(edition, certificate):
    newer(edition, material="")

    assert not UpdateDemand.objects.exists()
    assert task(certificate) is None


def test_demand_is_about_one_change(edition):
    with pytest.raises(IntegrityError):
        UpdateDemand.objects.create(
            edition=edition, starts_on=NOW.date(), due_on=NOW.date(), minutes=1
        )


def test_material_edition_asks_by_edition_and_never_by_person(edition, certificate):
    by = UserFactory()

    found = newer(edition, by=by)

    demand = UpdateDemand.objects.get()
    today = timezone.localdate()
    assert (demand.edition, demand.newer, demand.cause) == (edition, found, None)
    assert (demand.starts_on, demand.due_on) == (today, today + 45 * DAY)
    assert demand.minutes == 6
    entry = Entry.objects.get(action="updating.demanded")
    assert (entry.by, entry.reason) == (by, WHY)
    update_demands.create_course_demands(found, by=None)
    assert UpdateDemand.objects.count() == 1


def test_edition_whose_older_ones_nobody_passed_opens_no_task_and_tells_nobody(edition):
    newer(edition)

    assert update_notices.announce_updates(timezone.now()) == 0
    assert not Notice.objects.filter(kind=update_notices.KIND).exists()


@pytest.mark.parametrize("number", [1, 3])
def test_release_costs_the_same_for_many_holders(
    edition, number, django_assert_num_queries
):
    for _one in range(number):
        held(edition)
    found = newer(edition, material="")
    found.material_reason = WHY

    with django_assert_num_queries(13):
        update_demands.create_course_demands(found, by=None)


def test_certificate_waits_45_days_and_counts_as_expired_after(edition, certificate):
    newer(edition)

    due = timezone.localdate() + 45 * DAY
    assert certificate.update_on(timezone.localdate()) == due
    assert certificate.state_on(due) != "expired"
    assert certificate.state_on(due + DAY) == "expired"


def test_who_passes_by_the_newer_edition_needs_no_update(edition, certificate):
    found = newer(edition)

    held(found, learner=certificate.holder, passed_on=timezone.localdate())

    assert task(certificate) is None


def test_briefing_shows_what_changed_in_the_lessons_word_by_word(edition, certificate):
    newer(edition)

    (briefing,) = list_course_briefings(task(certificate))

    (lesson,) = briefing.lessons
    (block,) = lesson.blocks
    assert briefing.edition.material_reason == WHY
    assert (lesson.title, lesson.is_new) == ("Fifteen", False)
    assert {piece.kind for piece in block.pieces} >= {"ins", "del"}


def test_lesson_that_is_new_is_there_to_read(edition, certificate):
    course = edition.course
    fresh = UnitVersionFactory(unit__course=course, unit__slug="l2")
    versions = [fresh, *(entry.version for entry in edition.entries.all())]
    EditionProposal(
        course,
        [ManifestEntry(version) for version in versions],
        approved([version.digest for version in versions]),
    ).release(
        by=None,
        material=WHY,
    )

    (briefing,) = list_course_briefings(task(certificate))

    assert [(one.title, one.is_new) for one in briefing.lessons] == [("l2 en", True)]


def test_questions_are_those_of_the_outcomes_of_what_changed(edition, certificate):
    newer(edition, outcomes=[questions_of(edition)[0].outcome.number])
    assert (
        build_task_questions(task(certificate), on=timezone.localdate()).questions == 4
    )

    other = edition_with_exam([{}] * 4, questions=2)
    holder = held(other, passed_on=timezone.localdate() - DAY)
    newer(other, outcomes=[1])
    assert build_task_questions(task(holder), on=timezone.localdate()).questions == 0


def test_changes_are_read_questions_answered_and_the_certificate_is_as_before(
    learner, edition, certificate
):
    newer(edition, outcomes=[questions_of(edition)[0].outcome.number])
    shown = learner.get(address(certificate))
    assert WHY in text(shown)
    assert "<ins>" in text(shown)
    assert "The changed clauses" not in text(shown)

    learner.post(
        address(certificate),
        {"seen": shown.context["task"].seen, "hold": shown.context["hold"]},
    )
    attempt = enrolment_of(certificate).attempts(manager="every").get()
    answer(attempt, at=timezone.now())
    learner.post(
        reverse("assessment:hand-in", args=[attempt.key]) + f"?w={attempt.hold}"
    )

    done = UpdateDone.objects.get()
    assert (done.attempt, done.newer.number) == (attempt, edition.number + 1)
    assert task(certificate) is None
    told = [one.content["verb"]["id"] for one in Statement.objects.all()]
    assert [verb.endswith("/verbs/updated") for verb in told].count(True) == 1
    archive = build_learner_archive(certificate.holder)
    assert [one["about"] for one in archive["exams"]] == [
        [{"course": edition.course.code, "edition": edition.number + 1}]
    ]
    (row,) = archive["updates"]
    assert (row["newer__number"], row["attempt__number"]) == (edition.number + 1, 1)


def test_page_from_before_another_material_edition_confirms_nothing(
    learner, edition, certificate
):
    found = newer(edition, outcomes=[])
    seen = task(certificate).seen
    newer(found, outcomes=[], title="Twenty")

    learner.post(address(certificate), {"go": "confirm", "seen": seen})

    assert not UpdateDone.objects.exists()
    assert len(task(certificate).updates) == 2


def test_nobody_sees_updates_outside_her_remit(learner, edition, certificate):
    newer(edition, outcomes=[])
    learner.post(
        address(certificate), {"go": "confirm", "seen": task(certificate).seen}
    )
    AppointmentFactory(staff_member=certificate.holder)

    stranger = RemitFactory().user

    assert UpdateDone.objects.visible_to(certificate.holder.user).count() == 1
    assert not UpdateDone.objects.visible_to(stranger).exists()


def test_holder_is_told_once_that_the_course_has_changed(edition, certificate):
    AppointmentFactory(staff_member=certificate.holder)
    newer(edition)

    assert [update_notices.announce_updates(timezone.now()) for _twice in "12"] == [
        1,
        0,
    ]
    notice = Notice.objects.get(kind=update_notices.KIND)
    assert (
        "The course has changed in substance"
        in update_notices.render_update_notice(notice.context).text
    )


def test_planned_release_keeps_why_it_is_material(edition):
    version = edition.entries.get(position=1).version
    new = UnitVersionFactory(unit=version.unit, number=2)
    for entry in edition.entries.all():
        edition.course.proposed_entries.create(
            unit=entry.version.unit, position=entry.position
        )
    approved([new.digest])
    planned_releases.plan_release(
        edition.course,
        due=timezone.now() + timedelta(hours=1),
        by=UserFactory(roles=["safeguard-reviewer"]),
        seen=EditionProposal(edition.course).seal,
        material=WHY,
    )

    assert planned_releases.run_due_releases(timezone.now() + timedelta(hours=2)) == 1
    assert PlannedRelease.objects.get().end.edition.material_reason == WHY
    assert UpdateDemand.objects.get().newer.number == edition.number + 1

"""Training passed elsewhere or earlier: entered by one, decided by another."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.files.storage import storages
from django.utils import translation

from courses.certificates.models import Certificate
from courses.compliance.status import list_standings
from courses.models import Course
from courses.recognition import (
    personnel_permissions,
    prior_learning_claims,
    prior_learning_decisions,
    scan_sanitiser,
    scan_store,
)
from courses.recognition.errors import RecognitionError
from courses.recognition.models import Claim
from courses.recognition.prior_learning_claims import PriorLearningDocument
from courses.records.models import Completion
from elearning.accounts.roles import Role
from elearning.audit.models import Entry
from elearning.notices.models import Notice
from elearning.staff.models import StaffMember
from tests.factories.compliance import PassFactory, RequirementFactory
from tests.factories.courses import CourseFactory
from tests.factories.recognition import (
    AT,
    ClaimFactory,
    decided,
    officer,
    photograph,
)
from tests.factories.records import told
from tests.factories.staff import AppointmentFactory, StaffMemberFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]

PASSED = date(2024, 9, 10)
PAPER = PriorLearningDocument(PASSED, " Academy of Kostanay ", "КА 017-24")


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def proposed(learner=None, course=None, paper=PAPER, **facts):
    return prior_learning_claims.propose_prior_learning(
        learner or StaffMemberFactory(),
        course or CourseFactory(),
        paper,
        **{"by": officer(), "at": AT} | facts,
    )


def test_entry_counts_for_nothing_until_it_is_confirmed():
    claim = proposed()

    assert (claim.issuer, claim.expires_on) == (
        "Academy of Kostanay",
        date(2026, 9, 10),
    )
    assert claim.is_open
    assert not Completion.objects.exists()
    assert told() == []


@pytest.mark.parametrize(
    ("paper", "words"),
    [
        (
            PriorLearningDocument(AT.date() + timedelta(days=1), "A", "1"),
            "is in the future",
        ),
        (
            PriorLearningDocument(PASSED, "A", "1", PASSED - timedelta(days=1)),
            "before the date passed",
        ),
        (PriorLearningDocument(PASSED, "A", "1", date(2026, 9, 11)), "counts until"),
        (PriorLearningDocument(PASSED, " ", "1"), "who issued"),
        (PriorLearningDocument(PASSED, "A", " "), "who issued"),
    ],
)
def test_paper_that_cannot_be_is_refused_with_a_sentence(paper, words):
    with pytest.raises(RecognitionError, match=words):
        proposed(paper=paper)
    assert not Claim.objects.exists()


def test_what_another_body_certifies_counts_as_long_as_it_says():
    course = CourseFactory(delivery=Course.Delivery.EXTERNAL)

    claim = proposed(
        course=course, paper=PriorLearningDocument(PASSED, "A", "1", date(2034, 9, 10))
    )

    assert claim.expires_on == date(2034, 9, 10)


def test_the_same_is_neither_entered_nor_recorded_twice():
    claim = proposed()
    with pytest.raises(RecognitionError, match="waiting for a second person"):
        proposed(claim.learner, claim.course)
    decided(claim)
    with pytest.raises(RecognitionError, match="on record already"):
        proposed(claim.learner, claim.course)


@pytest.mark.parametrize("role", sorted(set(Role) - set(personnel_permissions.ROLES)))
def test_only_the_personnel_office_enters_and_decides(role):
    claim, other = ClaimFactory(), officer(role)

    with pytest.raises(RecognitionError, match="personnel office"):
        proposed(by=other)
    with pytest.raises(RecognitionError, match="personnel office"):
        decided(claim, by=other)


def test_nobody_enters_or_decides_about_her_own_training():
    learner = StaffMemberFactory(user=officer())

    with pytest.raises(RecognitionError, match="your own"):
        proposed(learner, by=learner.user)
    with pytest.raises(RecognitionError, match="your own"):
        decided(ClaimFactory(learner=learner), by=learner.user)


def test_whoever_entered_it_does_not_decide():
    claim = ClaimFactory()

    with pytest.raises(RecognitionError, match="second person decides"):
        decided(claim, by=claim.proposed_by)
    assert not Completion.objects.exists()


@time_machine.travel(AT, tick=False)
def test_confirmed_training_is_a_pass_until_the_day_on_the_paper():
    claim = proposed(paper=PriorLearningDocument(PASSED, "A", "1", date(2026, 6, 30)))

    completion = decided(claim).completion

    assert (completion.basis, completion.enrolment, completion.score) == (
        Completion.Basis.EXTERNAL,
        None,
        None,
    )
    assert (completion.passed_on, completion.expires_on, completion.recorded_at) == (
        PASSED,
        date(2026, 6, 30),
        AT,
    )
    assert completion.is_valid(date(2026, 6, 30))
    assert not completion.is_valid(date(2026, 7, 1))


@time_machine.travel(AT, tick=False)
def test_no_certificate_of_ours_is_issued_for_it():
    decided(ClaimFactory())

    assert not Certificate.objects.exists()


@time_machine.travel(AT, tick=False)
def test_statement_tells_the_ground_and_neither_issuer_nor_number():
    claim = ClaimFactory()

    decided(claim)

    (statement,) = told()
    said = str(statement)
    assert statement["verb"]["id"].endswith("waived")
    assert "'external'" in said
    assert "2026-09-10" in said
    assert claim.issuer not in said
    assert claim.document_number not in said
    assert claim.learner.family_name not in said


@time_machine.travel(AT, tick=False)
def test_reports_of_earlier_days_do_not_hear_of_it():
    held = AppointmentFactory()
    rule = RequirementFactory(post=held.post, months=24)
    people = StaffMember.objects.filter(pk=held.staff_member.pk)
    yesterday = AT.date() - timedelta(days=1)
    before = list_standings(people, on=yesterday)[0].expires_on

    decided(proposed(held.staff_member, rule.course))

    after = [
        list_standings(people, on=day)[0].expires_on for day in (yesterday, AT.date())
    ]
    assert (before, after) == (None, [None, date(2026, 9, 10)])


@time_machine.travel(AT, tick=False)
def test_declined_training_leaves_nothing_but_the_decision():
    claim = ClaimFactory()

    decision = decided(claim, is_confirmed=False)

    assert (decision.completion, decision.note) == (None, "Seen.")
    assert not Completion.objects.exists()
    with pytest.raises(RecognitionError, match="already decided on this"):
        decided(claim)


def test_decision_needs_a_reason():
    with pytest.raises(RecognitionError, match="Give the reason"):
        prior_learning_decisions.decide_prior_learning(
            ClaimFactory(), is_confirmed=True, reason=" ", by=officer(), at=AT
        )


def test_pass_that_came_on_record_in_the_meantime_is_not_doubled():
    claim = ClaimFactory()
    PassFactory(learner=claim.learner, course=claim.course, passed_on=claim.passed_on)

    with pytest.raises(RecognitionError, match="Decline this one"):
        decided(claim)
    assert Completion.objects.count() == 1


@time_machine.travel(AT, tick=False)
def test_both_are_told_by_code_and_number_alone():
    claim = ClaimFactory()

    decided(claim)

    said = {note.user: note.subject for note in Notice.objects.all()}
    code = claim.course.code
    assert said == {
        claim.proposed_by: f"Course {code}, {claim.learner.staff_number}: "
        "what you entered is recognised",
        claim.learner.user: f"Course {code}: your prior learning has been recognised",
    }


def test_scan_is_kept_under_a_name_that_tells_nothing_and_taken_with_a_trace():
    claim = proposed(scan=scan_sanitiser.sanitise_scan(photograph()))
    reader = officer()

    data = scan_store.read_scan(claim.scan, by=reader)

    assert len(data) == claim.scan.size
    assert len(claim.scan.name) == len("0" * 32 + ".jpeg")
    entry = Entry.objects.get(action="recognition.scan_taken")
    assert (entry.by, entry.person) == (reader, str(claim.learner.key))


@pytest.mark.parametrize(
    ("is_confirmed", "after", "removed"),
    [
        (False, timedelta(0), 1),
        (True, timedelta(days=400), 0),
        (True, timedelta(days=900), 1),
    ],
)
def test_scan_goes_when_its_time_is_over_and_the_entry_stays(
    is_confirmed, after, removed
):
    claim = proposed(scan=scan_sanitiser.sanitise_scan(photograph()))
    with time_machine.travel(AT, tick=False):
        decided(claim, is_confirmed=is_confirmed)

    assert [scan_store.remove_expired_scans(AT + after) for _again in range(2)] == [
        removed,
        0,
    ]

    claim.scan.refresh_from_db()
    assert storages["scans"].exists(claim.scan.name) is not bool(removed)
    if removed:
        with pytest.raises(scan_store.ScanLostError):
            scan_store.read_scan(claim.scan, by=officer())


def test_scan_of_an_entry_that_waits_is_never_removed():
    proposed(scan=scan_sanitiser.sanitise_scan(photograph()))

    assert scan_store.remove_expired_scans(AT + timedelta(days=9000)) == 0

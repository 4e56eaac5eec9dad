"""What people ask for of their data: decided by others, carried out once, nothing else."""

from datetime import timedelta

import pytest

from courses.assessment.marks import attempt_marking
from courses.assessment.models import (
    AnswersRemoved,
    Attempt,
    OpenMark,
    PracticeAnswer,
    QuestionVersion,
    Response,
    list_answers_to_mark,
)
from courses.certificates.models import Certificate, Verification
from courses.compliance.status import list_standings
from courses.enquiries.models import Enquiry, Reply
from courses.evidence import verify
from courses.models import UnitProgress
from courses.retention import data_erasure, legal_holds, privacy_requests
from courses.retention.errors import RetentionError
from courses.retention.models import (
    Erasure,
    HoldLift,
    PrivacyDecision,
    PrivacyRequest,
    RetentionHold,
)
from elearning.accounts.roles import Role
from elearning.audit.models import Entry
from elearning.notices.models import Notice
from elearning.staff.models import StaffMember
from tests.courses.evidence.packs import facts_of, sealed
from tests.factories.accounts import UserFactory
from tests.factories.assessment import NOW, begin
from tests.factories.open_answers import TEXT, marked, written
from tests.factories.records import marked_attempt, told, verbs
from tests.factories.retention import LATER, held

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]

DAY = timedelta(days=1)


@pytest.fixture
def officer():
    return UserFactory(roles=[Role.FACILITY_HR])


def asked(learner, *, reason="Жеке деректер"):
    return privacy_requests.request_erasure(
        learner, reason=reason, by=learner.user, at=NOW + DAY
    )


def granted(learner, by, *, is_granted=True):
    request = asked(learner)
    privacy_requests.decide_privacy_request(
        request, is_confirmed=is_granted, reason="Дұрыс", by=by, at=NOW + 2 * DAY
    )
    return PrivacyRequest.objects.get(pk=request.pk)


# --- What is refused -------------------------------------------------------------------


def test_request_is_refused_without_a_reason_for_another_and_while_one_is_open(officer):
    learner = marked_attempt().enrolment.learner

    with pytest.raises(RetentionError):
        asked(learner, reason="  ")
    with pytest.raises(RetentionError):
        privacy_requests.request_erasure(learner, reason="Иә", by=officer, at=NOW)
    first = asked(learner)
    with pytest.raises(RetentionError):
        asked(learner)
    privacy_requests.decide_privacy_request(
        first, is_confirmed=True, reason="Иә", by=officer, at=NOW + DAY
    )
    with pytest.raises(RetentionError):
        asked(learner)

    assert PrivacyRequest.objects.get() == first


def test_decision_is_refused_by_herself_without_a_reason_and_twice(officer):
    learner = marked_attempt().enrolment.learner
    request = asked(learner)

    with pytest.raises(RetentionError):
        _decide(request, by=learner.user)
    with pytest.raises(RetentionError):
        _decide(request, by=officer, reason=" ")
    _decide(request, by=officer)
    with pytest.raises(RetentionError):
        _decide(request, by=officer)

    assert PrivacyDecision.objects.count() == 1


def _decide(request, *, by, reason="Иә"):
    privacy_requests.decide_privacy_request(
        request, is_confirmed=False, reason=reason, by=by, at=NOW + DAY
    )


def test_hold_is_refused_without_a_reason_with_a_day_gone_by_and_twice(officer):
    learner = marked_attempt().enrolment.learner
    facts = {"by": officer, "at": NOW}

    with pytest.raises(RetentionError):
        legal_holds.place_legal_hold(learner, reason="", **facts)
    with pytest.raises(RetentionError):
        legal_holds.place_legal_hold(
            learner, reason="Сот", until=NOW.date() - DAY, **facts
        )
    hold = legal_holds.place_legal_hold(learner, reason="Сот", **facts)
    with pytest.raises(RetentionError):
        legal_holds.place_legal_hold(learner, reason="Тағы", **facts)
    with pytest.raises(RetentionError):
        legal_holds.lift_legal_hold(hold, reason="Болды", by=officer, at=NOW + DAY)
    with pytest.raises(RetentionError):
        legal_holds.lift_legal_hold(hold, reason="", by=UserFactory(), at=NOW + DAY)
    legal_holds.lift_legal_hold(hold, reason="Болды", by=UserFactory(), at=NOW + DAY)
    with pytest.raises(RetentionError):
        legal_holds.lift_legal_hold(
            hold, reason="Болды", by=UserFactory(), at=NOW + DAY
        )

    assert (RetentionHold.objects.get(), HoldLift.objects.count()) == (hold, 1)
    actions = Entry.objects.filter(action__startswith="retention.").order_by("pk")
    assert [one.action for one in actions] == [
        "retention.held",
        "retention.hold_lifted",
    ]


# --- What comes of it ------------------------------------------------------------------


def test_erasure_takes_analytics_and_free_text_and_leaves_the_record(officer):
    attempt = attempt_marking.mark_attempt(
        written(others=1), at=NOW + timedelta(minutes=30)
    )
    marked(attempt, comment="Жақсы жауап", at=NOW + timedelta(hours=2))
    enrolment, learner = attempt.enrolment, attempt.enrolment.learner
    other = marked_attempt().enrolment
    progress = UnitProgress.objects.filter(enrolment=enrolment).first()
    progress.notes = {"block": ["a"]}
    progress.save()
    practised(enrolment)
    practised(other)
    for one in (enrolment, other):
        asked_and_answered(one, by=officer)
    certificate = Certificate.objects.get(completion__enrolment=enrolment)
    Verification.objects.create(certificate=certificate, at=NOW, way="page")
    day = (NOW + 3 * DAY).date()
    before = list_standings(StaffMember.objects.all(), on=day)
    facts = Attempt.objects.filter(pk=attempt.pk).values().get()
    stock = data_erasure.count_erasable_data(learner, at=NOW + DAY)
    request = granted(learner, officer)

    assert data_erasure.run_due_erasures(NOW + 3 * DAY) == 1
    assert data_erasure.run_due_erasures(NOW + 4 * DAY) == 0

    fact = Erasure.objects.get(request=request)
    assert fact.gone == {
        "words": 2,
        "notes": 1,
        "practice": 1,
        "statements": stock.statements,
        "verifications": 1,
        "enquiries": 1,
    }
    assert (stock.words, stock.notes, stock.practice, stock.left) == (1, 1, 1, 0)
    assert fact.left == 0
    assert data_erasure.count_erasable_data(learner, at=NOW + 4 * DAY).is_empty
    own = Response.objects.filter(item__attempt=attempt)
    given = set(map(str, own.values_list("given", flat=True)))
    assert given == {"", "['a']"}
    assert OpenMark.objects.get().comment == ""
    assert PracticeAnswer.objects.get().enrolment == other
    assert Enquiry.objects.get().enrolment == Reply.objects.get().enquiry.enrolment
    assert Enquiry.objects.get().enrolment == other
    progress.refresh_from_db()
    assert (progress.notes, progress.finished_at) == ({}, NOW)
    assert Attempt.objects.filter(pk=attempt.pk).values().get() == facts
    assert list_standings(StaffMember.objects.all(), on=day) == before
    left = verbs(told(enrolment))
    assert {"answered", "experienced", "initialized", "progressed"} & {*left} == set()
    assert "passed" in left
    assert "answered" in verbs(told(other))
    entry = Entry.objects.get(action="privacy.erased")
    assert (entry.person, entry.details["gone"]["practice"]) == (str(learner.key), 1)
    assert TEXT not in str(Entry.objects.values_list("details", "reason"))


def asked_and_answered(enrolment, *, by):
    enquiry = Enquiry.objects.create(
        enrolment=enrolment,
        version=enrolment.edition.steps[0].version,
        block="b",
        language="kk",
        text="Неге?",
        asked_at=NOW,
    )
    Reply.objects.create(enquiry=enquiry, kind="answer", text="Сол.", by=by, at=NOW)


def practised(enrolment):
    PracticeAnswer.objects.create(
        enrolment=enrolment,
        question=QuestionVersion.objects.first(),
        given=["a"],
        is_right=True,
        answered_at=NOW,
    )


def test_evidence_of_erased_words_still_proves_itself(officer):
    attempt = attempt_marking.mark_attempt(
        written(others=1), at=NOW + timedelta(minutes=30)
    )
    marked(attempt, x=1, at=NOW + timedelta(hours=2))
    granted(attempt.enrolment.learner, officer)
    data_erasure.run_due_erasures(NOW + 3 * DAY)

    files = sealed(facts_of(Attempt.objects.get(pk=attempt.pk), at=NOW + 4 * DAY))

    found = list(verify.verify_pack(files))
    assert [one for one in found if not one[0]] == []
    assert {"erased", "open", "first"} <= {name for _right, name, _facts in found}
    assert TEXT.encode() not in b"".join(files.values())


def test_words_that_wait_for_marks_stay_and_are_told(officer):
    attempt = attempt_marking.mark_attempt(
        written(others=1), at=NOW + timedelta(minutes=30)
    )
    request = granted(attempt.enrolment.learner, officer)

    data_erasure.run_due_erasures(NOW + 3 * DAY)

    assert Erasure.objects.get(request=request).left == 1
    assert Response.objects.filter(given=TEXT).exists()
    assert not AnswersRemoved.objects.exists()
    assert list_answers_to_mark(UserFactory(roles=[Role.TRAINER])).count() == 1


def test_erasure_waits_for_the_end_of_an_exam_and_of_a_hold(officer):
    attempt = begin()
    learner = attempt.enrolment.learner
    request = granted(learner, officer)

    assert data_erasure.run_due_erasures(NOW + 2 * DAY) == 0
    assert data_erasure.find_erasure_obstacle(request, at=NOW) != ""

    attempt_marking.mark_attempt(attempt, at=NOW + timedelta(minutes=5))
    hold = held(learner)
    assert data_erasure.run_due_erasures(NOW + 2 * DAY) == 0

    legal_holds.lift_legal_hold(hold, reason="Болды", by=UserFactory(), at=LATER)
    assert data_erasure.find_erasure_obstacle(request, at=LATER) == ""
    assert data_erasure.run_due_erasures(LATER) == 1
    assert PrivacyRequest.objects.get().state == "done"


def test_request_that_is_not_granted_changes_nothing(officer):
    learner = marked_attempt().enrolment.learner
    before = len(told())
    request = granted(learner, officer, is_granted=False)

    assert data_erasure.run_due_erasures(NOW + 3 * DAY) == 0
    assert (request.state, len(told())) == ("refused", before)
    assert asked(learner).state == "asked"


def test_person_is_told_of_the_decision_and_of_the_erasure(officer):
    learner = marked_attempt().enrolment.learner
    granted(learner, officer)
    data_erasure.run_due_erasures(NOW + 3 * DAY)

    kinds = Notice.objects.filter(user=learner.user).values_list("kind", flat=True)
    assert {privacy_requests.KIND, data_erasure.KIND} <= set(kinds)

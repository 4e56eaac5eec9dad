"""Corrections of passes: proposed by one, confirmed by another, nothing written over."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.utils import translation

from courses.certificates.errors import CertificateError
from courses.certificates.lifecycle import (
    certificate_replacement,
    certificate_revocation,
)
from courses.certificates.lifecycle.office_history import list_office_history
from courses.certificates.models import Certificate
from courses.compliance.models import Recount
from courses.compliance.status import list_standings
from courses.recognition import pass_corrections
from courses.recognition.errors import RecognitionError
from courses.recognition.models import Correction
from courses.records.completions.completion_correction import (
    CorrectionRequest,
    attach_corrections,
)
from courses.records.models import Completion, Withdrawal
from elearning.accounts.roles import Role
from elearning.audit.models import Entry
from elearning.notices.models import Notice
from elearning.staff.models import StaffMember
from tests.factories.recognition import (
    AT,
    ClaimFactory,
    certified,
    corrected,
    decided,
    officer,
    proposed_correction,
)
from tests.factories.staff import StaffMemberFactory

pytestmark = pytest.mark.django_db

RIGHT = date(2026, 2, 2)


@pytest.fixture(autouse=True)
def _here():
    with translation.override("en"), time_machine.travel(AT, tick=False):
        yield


def newest(completion):
    """The pass as it stands now."""
    rows = Completion.objects.filter(learner=completion.learner, superseded_by=None)
    return rows.get(course=completion.course, edition=completion.edition)


def days(rows):
    return [(row.passed_on, row.expires_on) for row in rows]


def test_pass_is_on_record_anew_and_the_old_row_stays():
    before = certified()

    corrected(proposed_correction(before, RIGHT, score=Decimal("0.9")))

    after = newest(before)
    assert (after.supersedes, after.reason) == (before, "The protocol says so.")
    assert (after.passed_on, after.expires_on, after.score) == (
        RIGHT,
        date(2028, 2, 2),
        Decimal("0.9"),
    )
    assert after.recorded_at == AT
    before.refresh_from_db()
    assert before.passed_on == date(2026, 3, 2)


def test_certificate_is_replaced_in_its_lineage_by_one_with_the_new_days():
    before = certified()
    old = before.certificates.get()

    corrected(proposed_correction(before, RIGHT))

    new = Certificate.objects.get(replaces=old)
    assert (new.completion, new.expires_on, new.issued_on) == (
        newest(before),
        date(2028, 2, 2),
        AT.date(),
    )
    old.refresh_from_db()
    assert (old.state, new.state) == ("replaced", "valid")
    assert [one.reason for one in list_office_history(new)][
        -1
    ] == "The protocol says so."
    with pytest.raises(CertificateError, match="already been replaced"):
        certificate_replacement.replace_certificate(
            old, holder_name="X", reason="x", by=officer(), at=AT
        )
    with pytest.raises(CertificateError, match="since been corrected"):
        certificate_revocation.propose_revocation(
            old, ground="error", authority="A", reason="x", by=officer(), at=AT
        )


@pytest.mark.parametrize(
    ("family_name", "expected"),
    [("Ахметов", "Сериков Арман"), ("СЕРИКОВ", "СЕРИКОВ Арман")],
)
def test_correction_of_a_pass_puts_no_unconfirmed_name_on_the_certificate(
    family_name, expected
):
    before = certified()
    people = StaffMember.objects.filter(pk=before.learner_id)
    people.update(family_name=family_name)

    corrected(proposed_correction(before, RIGHT))

    assert Certificate.objects.exclude(replaces=None).get().holder_name == expected


def test_pass_without_a_certificate_gets_none():
    claim = ClaimFactory()
    before = decided(claim).completion

    corrected(proposed_correction(before, date(2024, 9, 11), until=date(2026, 9, 11)))

    assert days([newest(before)]) == [(date(2024, 9, 11), date(2026, 9, 11))]
    assert not Certificate.objects.exists()


def test_reports_of_earlier_days_stay_what_they_were():
    before = certified()
    people = StaffMember.objects.filter(pk=before.learner_id)
    yesterday = AT.date() - timedelta(days=1)

    def told(on):
        return [
            (one.completion, one.expires_on) for one in list_standings(people, on=on)
        ]

    said = told(yesterday)
    corrected(proposed_correction(before, RIGHT))

    assert told(yesterday) == said == [(before, date(2028, 3, 2))]
    assert told(AT.date()) == [(newest(before), date(2028, 2, 2))]


def test_later_passes_that_kept_the_anniversary_follow():
    learner = StaffMemberFactory()
    first = certified(
        learner,
        passed_on=date(2022, 3, 2),
        expires_on=date(2024, 3, 2),
        recorded_at=AT - timedelta(days=1500),
    )
    course = first.course
    second = certified(
        learner,
        course,
        passed_on=date(2024, 1, 10),
        expires_on=date(2026, 3, 2),
        recorded_at=AT - timedelta(days=800),
    )
    third = certified(
        learner,
        course,
        passed_on=date(2026, 2, 20),
        expires_on=date(2028, 3, 2),
        recorded_at=AT - timedelta(days=60),
    )

    changes, _seal = pass_corrections.preview_correction(
        first, CorrectionRequest(date(2022, 1, 5), first.score), at=AT
    )
    assert [(one.before, one.passed_on, one.expires_on) for one in changes] == [
        (first, date(2022, 1, 5), date(2024, 1, 5)),
        (second, date(2024, 1, 10), date(2026, 1, 10)),
        (third, date(2026, 2, 20), date(2028, 2, 20)),
    ]

    corrected(proposed_correction(first, date(2022, 1, 5)))

    assert days([newest(one) for one in (first, second, third)]) == [
        (date(2022, 1, 5), date(2024, 1, 5)),
        (date(2024, 1, 10), date(2026, 1, 10)),
        (date(2026, 2, 20), date(2028, 2, 20)),
    ]
    assert Certificate.objects.current().count() == 3


def test_later_pass_whose_day_no_rule_gave_is_left_alone():
    learner = StaffMemberFactory()
    first = certified(learner, passed_on=date(2022, 3, 2), expires_on=date(2024, 3, 2))
    certified(
        learner,
        first.course,
        passed_on=date(2024, 1, 10),
        expires_on=date(2027, 1, 1),
        recorded_at=AT - timedelta(days=1),
    )

    changes, _seal = pass_corrections.preview_correction(
        first, CorrectionRequest(date(2022, 1, 5), first.score), at=AT
    )

    assert [one.before for one in changes] == [first]


@pytest.mark.parametrize(
    ("passed_on", "words"),
    [
        (AT.date() + timedelta(days=1), "is in the future"),
        (date(2026, 3, 2), "already on record"),
        (date(2025, 1, 1), "Another pass"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(passed_on, words):
    before = certified()
    certified(
        before.learner,
        before.course,
        passed_on=date(2025, 1, 1),
        expires_on=date(2027, 1, 1),
    )

    with pytest.raises(RecognitionError, match=words):
        pass_corrections.preview_correction(
            before, CorrectionRequest(passed_on, before.score), at=AT
        )


def test_corrected_and_withdrawn_passes_are_not_corrected():
    before = certified()
    corrected(proposed_correction(before, RIGHT))
    with pytest.raises(RecognitionError, match="newest entry"):
        pass_corrections.preview_correction(
            before, CorrectionRequest(date(2026, 1, 1), before.score), at=AT
        )

    corrected(proposed_correction(newest(before), date(2026, 1, 1)))
    assert newest(before).passed_on == date(2026, 1, 1)


def test_nothing_is_made_of_what_was_not_seen():
    before = certified()
    wanted = CorrectionRequest(RIGHT, before.score)
    with pytest.raises(RecognitionError, match="changed since you looked"):
        pass_corrections.propose_correction(
            before, wanted, reason="x", seen="", by=officer(), at=AT
        )

    correction = proposed_correction(before, RIGHT)
    with pytest.raises(RecognitionError, match="changed since you looked"):
        pass_corrections.decide_correction(
            correction, is_confirmed=True, reason="x", seen="", by=officer(), at=AT
        )
    assert correction.is_open
    assert newest(before) == before


def test_one_correction_waits_at_a_time_and_none_beside_a_revocation():
    before = certified()
    proposed_correction(before, RIGHT)
    with pytest.raises(RecognitionError, match="already waiting for a second person"):
        proposed_correction(before, date(2026, 1, 1))

    other = certified()
    certificate_revocation.propose_revocation(
        other.certificates.get(),
        ground="error",
        authority="A",
        reason="x",
        by=officer(),
        at=AT,
    )
    with pytest.raises(RecognitionError, match="proposal to revoke"):
        proposed_correction(other, RIGHT)


def test_neither_the_proposer_nor_the_learner_nor_a_stranger_decides():
    before = certified()
    correction = proposed_correction(before, RIGHT)

    for by, words in [
        (correction.proposed_by, "second person decides"),
        (officer(Role.TRAINER), "personnel office"),
    ]:
        with pytest.raises(RecognitionError, match=words):
            corrected(correction, by=by)
    before.learner.user = officer()
    before.learner.save()
    with pytest.raises(RecognitionError, match="your own"):
        corrected(correction, by=before.learner.user)
    assert newest(before) == before


def test_declined_correction_changes_nothing_and_is_decided_once():
    before = certified()
    correction = proposed_correction(before, RIGHT)

    corrected(correction, is_confirmed=False)

    assert newest(before) == before
    with pytest.raises(RecognitionError, match="already decided on this"):
        corrected(Correction.objects.get())


def test_record_tells_before_after_and_why():
    before = certified()
    corrected(proposed_correction(before, RIGHT))

    (row,) = attach_corrections([newest(before)])

    (told,) = row.corrections
    assert (told.reason, told.before, told.after) == (
        "The protocol says so.",
        before,
        row,
    )
    assert (told.has_other_day, told.has_other_end, told.has_other_score) == (
        True,
        True,
        False,
    )
    entry = Entry.objects.get(action="records.corrected")
    assert entry.details["passed_on"] == ["2026-03-02", "2026-02-02"]


def test_corrections_of_many_passes_take_one_query(django_assert_num_queries):
    rows = [certified(passed_on=date(2026, 3, day)) for day in (2, 3, 4)]
    for row in rows:
        corrected(proposed_correction(row, RIGHT))
    now = [newest(row) for row in rows]

    with django_assert_num_queries(1):
        told = attach_corrections(now)

    assert [len(row.corrections) for row in told] == [1, 1, 1]


def test_learner_and_proposer_are_told_and_the_standing_is_reckoned_anew():
    before = certified()
    correction = proposed_correction(before, RIGHT)
    Recount.objects.all().delete()

    corrected(correction)

    code, learner = before.course.code, before.learner
    assert {one.user: one.subject for one in Notice.objects.all()} == {
        learner.user: f"Course {code}: your record was corrected",
        correction.proposed_by: f"Course {code}, {learner.staff_number}: "
        "corrected, as you proposed",
    }
    assert Recount.objects.filter(learner=learner).exists()


def test_outside_pass_is_withdrawn_by_two_persons_and_a_certified_one_is_not():
    outside = decided(ClaimFactory()).completion
    facts = {"ground": "error", "authority": "Committee", "reason": "Forged."}
    facts |= {"by": officer(), "at": AT}

    correction = pass_corrections.propose_withdrawal(outside, **facts)
    pass_corrections.decide_correction(
        correction, is_confirmed=True, reason="Seen.", by=officer(), at=AT
    )

    withdrawal = Withdrawal.objects.get()
    assert (withdrawal.completion, withdrawal.authority) == (outside, "Committee")
    with pytest.raises(RecognitionError, match="already been withdrawn"):
        pass_corrections.propose_withdrawal(outside, **facts)
    with pytest.raises(RecognitionError, match="There is a certificate for this pass"):
        pass_corrections.propose_withdrawal(certified(), **facts)

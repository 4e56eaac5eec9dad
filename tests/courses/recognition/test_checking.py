"""The check of the records: what does not agree, about whom, since when."""

from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import translation

from courses.compliance.models import RuleException
from courses.recognition.consistency.check_run import (
    iter_record_findings,
    run_daily_check,
    run_records_check,
)
from courses.recognition.consistency.finding_texts import (
    RecordsFindingKind,
    render_records_finding,
)
from courses.recognition.models import Finding, RecordsCheck
from elearning.staff.models import StaffMember
from tests.factories.certificates import (
    CertificateFactory,
    CertifiedCompletionFactory,
    WithdrawalFactory,
)
from tests.factories.compliance import (
    ExemptionFactory,
    PassFactory,
    RequirementFactory,
)
from tests.factories.courses import EnrolmentFactory
from tests.factories.recognition import (
    AT,
    ClaimFactory,
    certified,
    corrected,
    decided,
    proposed_correction,
)
from tests.factories.staff import (
    AppointmentFactory,
    EstablishmentFactory,
    StaffMemberFactory,
)

pytestmark = pytest.mark.django_db

LEFT = date(2026, 4, 1)


@pytest.fixture(autouse=True)
def _here():
    with translation.override("en"), time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def person():
    return AppointmentFactory().staff_member


def found(people=None):
    everybody = StaffMember.objects.all() if people is None else people
    return [
        (one.kind, one.learner_id, one.since)
        for one in iter_record_findings(everybody, on=AT.date())
    ]


def no_certificate(person):
    PassFactory(learner=person)
    return RecordsFindingKind.NO_CERTIFICATE, date(2026, 1, 15)


def other_paper(person):
    completion = CertifiedCompletionFactory(learner=person)
    CertificateFactory(completion=completion, expires_on=date(2029, 1, 1))
    return RecordsFindingKind.OTHER_PAPER, completion.passed_on


def altered_certificate(person):
    completion = certified(person)
    completion.certificates.update(holder_name="Басқа Біреу")
    return RecordsFindingKind.ALTERED_CERTIFICATE, completion.passed_on


def altered_pass(person):
    completion = CertifiedCompletionFactory(learner=person, basis="external")
    type(completion).objects.filter(pk=completion.pk).update(score="0.99")
    return RecordsFindingKind.ALTERED_PASS, completion.passed_on


def strange_correction(person):
    before = certified(person)
    corrected(proposed_correction(before, date(2026, 2, 2)))
    WithdrawalFactory(completion=before)
    return RecordsFindingKind.STRANGE_CORRECTION, AT.date()


def other_last_day(person):
    certified(person, expires_on=date(2031, 5, 5))
    return RecordsFindingKind.OTHER_LAST_DAY, date(2026, 3, 2)


def no_pass(person):
    EnrolmentFactory(learner=person, completed_at=datetime(2026, 2, 3, 6, tzinfo=UTC))
    return RecordsFindingKind.NO_PASS, date(2026, 2, 3)


def doubled_appointment(person):
    held = person.appointments.get()
    AppointmentFactory(
        staff_member=person,
        establishment=held.establishment,
        post=held.post,
        starts_on=date(2025, 1, 1),
    )
    return RecordsFindingKind.DOUBLED_APPOINTMENT, date(2025, 1, 1)


def closed_place(person):
    place = person.appointments.get().establishment
    place.closed_on = LEFT
    place.save()
    return RecordsFindingKind.CLOSED_PLACE, LEFT


def exempt_after_leaving(person):
    person.appointments.update(ends_on=LEFT)
    person.user.is_active = False
    person.user.save()
    ExemptionFactory(staff_member=person)
    return RecordsFindingKind.EXEMPT_AFTER_LEAVING, LEFT


def ended_rule(person):
    rule = RequirementFactory(ends_on=LEFT)
    RuleException.objects.create(
        requirement=rule, learner=person, ground="away", found_at=AT
    )
    return RecordsFindingKind.ENDED_RULE, LEFT


def account_after_leaving(person):
    person.appointments.update(ends_on=LEFT)
    return RecordsFindingKind.ACCOUNT_AFTER_LEAVING, LEFT


DEEDS = (
    *(altered_pass, altered_certificate),
    *(no_certificate, other_paper, strange_correction, other_last_day, no_pass),
    *(doubled_appointment, closed_place, exempt_after_leaving, ended_rule),
    account_after_leaving,
)


def test_every_kind_has_a_deed_here():
    assert len(DEEDS) == len(RecordsFindingKind)


@pytest.mark.parametrize("deed", DEEDS)
def test_what_does_not_agree_is_found_with_its_person_and_day(person, deed):
    kind, since = deed(person)

    assert found() == [(kind, person.pk, since)]
    (finding,) = iter_record_findings(StaffMember.objects.all(), on=AT.date())
    words = render_records_finding(finding)
    assert "%(" not in words.what
    assert words.what.endswith(".")
    assert words.advice.endswith(".")


def test_records_in_order_are_not_complained_about(person):
    first = certified(person, passed_on=date(2024, 4, 1), expires_on=date(2026, 4, 1))
    certified(
        person,
        first.course,
        passed_on=date(2026, 2, 1),
        expires_on=date(2028, 4, 1),
    )
    corrected(proposed_correction(certified(person), date(2026, 2, 2)))
    decided(ClaimFactory(learner=person))
    WithdrawalFactory(completion=certified(person))
    closed = EstablishmentFactory(closed_on=LEFT)
    AppointmentFactory(
        staff_member=person,
        establishment=closed,
        ends_on=LEFT,
        starts_on=date(2021, 1, 1),
    )
    ExemptionFactory(staff_member=person)

    assert found() == []


def test_rehired_person_holds_the_same_post_once(person):
    held = person.appointments.get()
    person.appointments.update(ends_on=LEFT)
    AppointmentFactory(
        staff_member=person,
        establishment=held.establishment,
        post=held.post,
        starts_on=LEFT + timedelta(days=1),
    )

    assert found() == []


def test_queries_do_not_grow_with_the_people(django_assert_max_num_queries):
    for deed in DEEDS:
        deed(AppointmentFactory().staff_member)
    with django_assert_max_num_queries(20) as one:
        assert len(found()) == len(DEEDS)
    for deed in DEEDS * 2:
        deed(AppointmentFactory().staff_member)
    with django_assert_max_num_queries(len(one)):
        assert len(found()) == 3 * len(DEEDS)


def test_next_check_takes_the_place_of_the_last_and_comes_daily(person):
    no_certificate(person)
    run_records_check(AT)
    closed_place(person)

    assert [run_daily_check(AT), run_daily_check(AT + timedelta(days=1))] == [0, 1]

    assert RecordsCheck.objects.count() == 1
    kinds = Finding.objects.of_last_check().values_list("kind", flat=True)
    assert set(kinds) == {
        RecordsFindingKind.NO_CERTIFICATE,
        RecordsFindingKind.CLOSED_PLACE,
    }


def said(*arguments):
    out = StringIO()
    code = 0
    try:
        call_command("records_check", *arguments, stdout=out)
    except SystemExit as ended:
        code = ended.code
    return code, out.getvalue().splitlines()


def test_command_says_whole_sentences_and_ends_with_one(person):
    other = AppointmentFactory().staff_member
    closed_place(person)
    held = person.appointments.get()

    code, lines = said()

    assert code == 1
    assert lines == [
        (
            f"{person.staff_number}: Position {held.post.code} is held at "
            f"{held.establishment.code}, which has closed. Since 1 April 2026. End the "
            "appointment, or move the person to another establishment."
        ),
        "1 finding.",
    ]
    assert said("--person", other.staff_number) == (0, ["Everything agrees."])
    assert said("--language", "ru")[0] == 1


def test_command_refuses_a_number_that_nobody_has():
    with pytest.raises(CommandError, match="service number 1"):
        call_command("records_check", "--person", "1")


def test_person_without_an_account_or_an_appointment_is_no_finding():
    StaffMemberFactory(user=None)

    assert found() == []

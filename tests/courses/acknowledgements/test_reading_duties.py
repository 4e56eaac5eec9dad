"""What has to be read: by whom, until when, and who is told of it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from courses.acknowledgements import reading_reminders
from courses.acknowledgements.acknowledgement_records import record_paper_signature
from courses.acknowledgements.reading_duties import list_reading_duties
from courses.acknowledgements.reading_rules import create_reading_rule, end_reading_rule
from courses.provisions.models import Document
from elearning.notices.models import Notice
from elearning.staff.models import Absence, StaffMember
from tests.courses.acknowledgements.reading import (
    duty_of,
    on_paper,
    refused,
    rule,
    said,
)
from tests.factories.accounts import UserFactory
from tests.factories.provisions import (
    changed_guideline,
    published_guideline,
    released_instrument,
)
from tests.factories.staff import (
    AppointmentFactory,
    EstablishmentFactory,
    PostFactory,
    StaffMemberFactory,
)

pytestmark = pytest.mark.django_db


def test_rule_for_an_instrument_or_a_second_one_is_refused(appointed, edition):
    released_instrument("1")
    nmr = Document.objects.get(code="NMR")

    assert refused(rule, appointed, nmr).startswith("Only guidelines")
    rule(appointed, edition.document)
    assert "End that one first" in refused(rule, appointed, edition.document)


def test_duty_is_due_then_overdue_then_done(reader, appointed, edition):
    rule(appointed, edition.document)
    today = timezone.localdate()

    assert duty_of(reader) == [("MG-6", "due")]
    assert duty_of(reader, today + timedelta(days=31)) == [("MG-6", "overdue")]
    said(reader, edition)
    assert duty_of(reader) == [("MG-6", "completed")]


def test_days_count_from_the_change_in_substance(reader, appointed, edition):
    rule(appointed, edition.document)
    said(reader, edition)
    changed_guideline("1.1", "1.2", substantive=["1.1"])

    (duty,) = list_reading_duties(StaffMember.objects.all(), on=timezone.localdate())

    assert duty.state == "due"
    assert duty.before is not None
    assert duty.due_on == timezone.localdate() + timedelta(days=30)


def test_paper_is_a_duty_until_the_signature_is_entered(reader, appointed):
    document = on_paper()
    rule(appointed, document)

    assert duty_of(reader) == [("MG-9", "overdue")]
    record_paper_signature(reader, document, read_on=date(2026, 1, 1), by=UserFactory())
    assert duty_of(reader) == [("MG-9", "completed")]


def test_rule_that_has_ended_or_is_for_another_place_asks_nothing(
    reader, appointed, edition
):
    rule(appointed, edition.document, establishment=EstablishmentFactory())
    ended = rule(appointed, on_paper())
    end_reading_rule(ended, on=date(2020, 2, 1), by=None)

    assert duty_of(reader) == []


def test_guideline_that_is_not_released_yet_asks_nothing(reader, appointed):
    rule(appointed, published_guideline("1.1").document)

    assert duty_of(reader) == []


def test_duties_of_three_take_as_many_queries_as_of_one(
    edition, django_assert_max_num_queries
):
    post = PostFactory()
    AppointmentFactory(post=post)
    create_reading_rule(
        post, edition.document, starts_on=date(2020, 1, 1), days=30, by=None
    )
    today = timezone.localdate()
    with django_assert_max_num_queries(5) as one:
        assert len(list_reading_duties(StaffMember.objects.all(), on=today)) == 1
    for _number in range(2):
        said(AppointmentFactory(post=post).staff_member, edition)
    with django_assert_max_num_queries(5) as three:
        assert len(list_reading_duties(StaffMember.objects.all(), on=today)) == 3
    assert len(one) == len(three)


def test_learner_sees_on_her_first_page_what_to_read(
    client, reader, appointed, edition
):
    rule(appointed, edition.document)
    client.force_login(reader.user)

    page = client.get(reverse("learner:training")).content.decode()

    assert "/kk/guidelines/mg-6/" in page
    said(reader, edition)
    assert (
        "/kk/guidelines/mg-6/"
        not in client.get(reverse("learner:training")).content.decode()
    )


def test_officer_sees_the_duties_of_her_remit_alone(
    client, officer, appointed, edition
):
    rule(appointed, edition.document)
    AppointmentFactory(
        post=appointed.post, staff_member=StaffMemberFactory(family_name="Бөтенов")
    )

    page = client.get("/en/desk/acknowledgements/").content.decode()

    assert "Сериков" in page
    assert "Бөтенов" not in page


def notices_of(reader):
    return [(one.subject, one.url) for one in Notice.objects.filter(user=reader.user)]


def test_reader_is_reminded_once_each_at_14_7_and_1_days(reader, appointed, edition):
    rule(appointed, edition.document)
    now = timezone.now()
    last = timezone.localdate(now) + timedelta(days=30)

    def tick(days):
        return reading_reminders.send_reading_reminders(now + timedelta(days=30 - days))

    with translation.override("en"):
        assert [tick(days) for days in (15, 14, 13, 1, 0, -1)] == [0, 1, 0, 1, 0, 0]
        words = f"Guideline MG-6: to be read by {last.day} {last:%B %Y}"
        assert notices_of(reader) == [(words, "/guidelines/mg-6/")] * 2


def test_nobody_is_reminded_of_what_she_has_read_or_while_away(
    reader, appointed, edition
):
    rule(appointed, edition.document)
    at = timezone.now() + timedelta(days=20)
    absence = Absence.objects.create(
        staff_member=reader,
        kind=Absence.Kind.ILLNESS,
        starts_on=date(2020, 1, 1),
        ends_on=timezone.localdate(at),
    )

    assert reading_reminders.send_reading_reminders(at) == 0
    said(reader, edition)
    assert absence.holds_on(timezone.localdate(at))
    assert reading_reminders.send_reading_reminders(at + timedelta(days=1)) == 0

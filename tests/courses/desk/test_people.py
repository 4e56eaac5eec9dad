"""People at the desk: found in the remit, assigned, exempted, and every look audited."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.compliance.exemptions import ExemptionTerms, grant_exemption
from courses.compliance.models import Exemption
from courses.compliance.periods.period_lookup import ensure_fresh_periods
from courses.models import Enrolment
from elearning.accounts.roles import Role
from elearning.audit.models import Entry
from tests.factories.accounts import UserFactory, pass_both_steps
from tests.factories.compliance import PassFactory
from tests.factories.courses import EditionFactory

pytestmark = pytest.mark.django_db


def names(answer):
    return [line.person.family_name for line in answer.context["page"]]


def test_people_are_of_the_remit_and_the_list_is_audited(
    client, house, officer, say_purpose
):
    say_purpose()

    answer = client.get(reverse("desk:people"))

    assert names(answer) == [house.insider.family_name]
    assert Entry.objects.get(action="staff.list_viewed").by == officer


def test_search_finds_within_the_remit_and_leaves_no_name_in_the_address(
    client, house, officer, say_purpose
):
    url = reverse("desk:people")
    say_purpose()

    assert names(client.post(url, {"words": "Бөтен"})) == []
    assert names(client.post(url, {"words": house.outsider.staff_number})) == []
    assert names(client.post(url, {"words": "=hyper"})) != []
    assert names(client.post(url, {"words": house.insider.staff_number[:5]})) != []
    assert client.post(url, {"words": ""}).context["finder"].errors


def test_names_are_shown_for_an_hour_to_who_says_what_for(
    client, house, officer, time_machine
):
    time_machine.move_to("2026-06-15 07:00Z", tick=False)
    url = f"{reverse('desk:people')}?state=expired"

    for asked in (client.get(url), client.post(url, {"purpose": " "})):
        assert "page" not in asked.context
        assert house.insider.staff_number not in asked.text
    assert client.post(url, {"purpose": "Кезекші"}).url == url
    assert names(client.get(url)) == [house.insider.family_name]
    entry = Entry.objects.get(action="staff.list_opened")
    assert (entry.by, entry.reason, entry.details["state"]) == (
        officer,
        "Кезекші",
        "expired",
    )

    for time in ("07:20", "07:40", "07:59"):
        time_machine.move_to(f"2026-06-15 {time}Z", tick=False)
        assert "page" in client.get(url).context
    time_machine.move_to("2026-06-15 08:00Z", tick=False)
    assert "page" not in client.get(url).context


def test_words_of_a_search_are_kept_while_the_purpose_is_asked(client, house, officer):
    url = reverse("desk:people")

    asked = client.post(url, {"words": house.insider.staff_number})
    assert asked.context["words"] == house.insider.staff_number

    given = {"words": asked.context["words"], "purpose": "Кезекші"}
    assert names(client.post(url, given)) == [house.insider.family_name]


def test_record_is_shown_and_the_look_is_audited(client, house, officer):
    PassFactory(learner=house.insider, course=house.rule.course)

    answer = client.get(reverse("desk:person", args=[house.insider.key]))

    assert answer.status_code == 200
    entry = Entry.objects.get(action="staff.record_viewed")
    assert (entry.by, entry.person) == (officer, str(house.insider.key))


def test_assign_refuses_a_day_that_has_passed_and_enrols_by_another(
    client, house, officer
):
    course = EditionFactory(course=house.rule.course).course
    url = reverse("desk:assign", args=[house.insider.key])
    today = timezone.localdate()

    wrong = client.post(url, {"course": course.code, "due": today - timedelta(days=1)})
    assert wrong.context["form"].errors.keys() == {"due"}
    closed = client.post(url, {"course": "none", "due": today})
    assert closed.context["form"].errors.keys() == {"course"}

    assert client.post(url, {"course": course.code, "due": today}).status_code == 302
    assert client.post(url, {"course": course.code, "due": today}).status_code == 302
    enrolment = Enrolment.objects.get()
    assert (enrolment.learner, enrolment.enrolled_by) == (house.insider, officer)


def test_exemption_needs_a_reason_and_can_be_ended(client, house, officer):
    url = reverse("desk:exempt", args=[house.insider.key])
    given = {
        "course": house.rule.course.pk,
        "kind": "waiver",
        "starts_on": timezone.localdate(),
        "ends_on": "",
    }

    assert client.post(url, given).context["form"].errors.keys() == {
        "ends_on",
        "reason",
    }
    given["open_because"] = "Курсты өзі жүргізеді"
    both = given | {"ends_on": timezone.localdate(), "reason": "Оқытушы"}
    assert client.post(url, both).context["form"].errors.keys() == {"open_because"}
    assert client.post(url, given | {"reason": "Оқытушы"}).status_code == 302

    exemption = Exemption.objects.get()
    assert exemption.approved_by == officer
    person = reverse("desk:person", args=[house.insider.key])
    assert "Курсты өзі жүргізеді" in client.get(person).text
    end = reverse("desk:end-exemption", args=[house.insider.key, exemption.pk])
    assert client.post(end, {"reason": "Қате"}).status_code == 302
    exemption.refresh_from_db()
    assert exemption.ends_on == timezone.localdate()


def test_exemption_is_counted_apart_and_ends_by_itself(
    client, house, officer, say_purpose, time_machine
):
    time_machine.move_to("2026-06-15 07:00Z", tick=False)
    grant_exemption(
        house.insider,
        house.rule.course,
        ExemptionTerms(
            kind=Exemption.Kind.WAIVER,
            reason="Оқытушы",
            starts_on=date(2026, 6, 15),
            ends_on=date(2026, 6, 30),
        ),
        by=officer,
    )

    def counted(day):
        """What the report of a day counts as required, and apart."""
        time_machine.move_to(f"{day} 07:00Z", tick=False)
        pass_both_steps(client, officer)
        say_purpose()
        ensure_fresh_periods()
        told = client.get(reverse("desk:compliance")).context
        return told["total"].parts, told["aside"]

    assert counted("2026-06-30") == ([("waived", 1)], [("waived", 1)])
    assert counted("2026-07-01") == ([("expired", 1)], [])


def test_long_exemption_passes_two_hands(client, house, enter):
    enter(Role.FACILITY_HR)
    given = {
        "course": house.rule.course.pk,
        "kind": "waiver",
        "starts_on": timezone.localdate(),
        "open_because": "Курсты өзі жүргізеді",
        "reason": "Оқытушы",
    }
    client.post(reverse("desk:exempt", args=[house.insider.key]), given)
    made = Exemption.objects.get()
    address = reverse("desk:decide-exemption", args=[house.insider.key, made.pk])
    shown = client.get(address)
    assert (shown.status_code, "<textarea" in shown.text) == (200, False)
    given = {"decision": "confirm", "reason": "Тексерілді"}
    assert client.post(address, given).status_code == 400
    assert reverse("desk:exemptions") not in client.get(reverse("desk:home")).text

    enter(Role.FACILITY_HR)
    assert reverse("desk:exemptions") in client.get(reverse("desk:home")).text
    assert address in client.get(reverse("desk:exemptions")).text
    looks = Entry.objects.filter(action="staff.record_viewed")
    before = looks.count()
    assert "Курсты өзі жүргізеді" in client.get(address).text
    assert looks.count() == before + 1
    assert client.post(address, given).status_code == 302

    made.refresh_from_db()
    assert made.ends_on is None
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("starts", [0, 366])
def test_long_exemption_that_is_declined_waits_for_nobody(client, house, enter, starts):
    enter(Role.FACILITY_HR)
    given = {
        "course": house.rule.course.pk,
        "kind": "waiver",
        "starts_on": timezone.localdate() + timedelta(days=starts),
        "open_because": "Курсты өзі жүргізеді",
        "reason": "Оқытушы",
    }
    client.post(reverse("desk:exempt", args=[house.insider.key]), given)
    made = Exemption.objects.get()
    address = reverse("desk:decide-exemption", args=[house.insider.key, made.pk])
    record = reverse("desk:person", args=[house.insider.key])

    enter(Role.FACILITY_HR)
    page = client.get(record).text
    assert address in page
    assert "Соңғы күнсіз: " not in page
    decided = {"decision": "decline", "reason": "Тым ұзақ"}
    assert client.post(address, decided).status_code == 302

    page = client.get(record).text
    assert address not in page
    assert "Соңғы күнсіз: " not in page
    assert reverse("desk:exemptions") not in client.get(reverse("desk:home")).text


def test_exemption_that_has_ended_while_it_waited_is_not_lost(
    client, house, enter, time_machine
):
    officer = enter(Role.FACILITY_HR)
    today = timezone.localdate()
    made = grant_exemption(
        house.insider,
        house.rule.course,
        ExemptionTerms(
            Exemption.Kind.WAIVER, "Оқытушы", today, today + timedelta(days=600)
        ),
        by=officer,
    )
    keys = [house.insider.key, made.pk]
    decide = reverse("desk:decide-exemption", args=keys)
    end = reverse("desk:end-exemption", args=keys)
    time_machine.move_to(timezone.now() + timedelta(days=400), tick=False)
    enter(Role.FACILITY_HR)

    page = client.get(reverse("desk:person", args=[house.insider.key])).text
    assert (decide in page, end in page) == (True, True)
    assert decide in client.get(reverse("desk:exemptions")).text
    assert client.get(decide).status_code == 200

    assert client.post(end, {"reason": "Енді керек емес"}).status_code == 302

    page = client.get(reverse("desk:person", args=[house.insider.key])).text
    assert (decide in page, end in page) == (False, False)


def test_exemption_of_a_day_to_come_is_ended_before_it_begins(client, house, enter):
    enter(Role.FACILITY_HR)
    grant_exemption(
        house.insider,
        house.rule.course,
        ExemptionTerms(
            kind=Exemption.Kind.WAIVER,
            reason="Оқытушы",
            starts_on=timezone.localdate() + timedelta(days=9),
            ends_on=timezone.localdate() + timedelta(days=20),
        ),
        by=UserFactory(),
    )
    made = Exemption.objects.get()
    address = reverse("desk:end-exemption", args=[house.insider.key, made.pk])
    assert client.get(address).status_code == 200

    assert client.post(address, {"reason": "Қате"}).status_code == 302

    made.refresh_from_db()
    assert not made.has_days
    assert (
        address not in client.get(reverse("desk:person", args=[house.insider.key])).text
    )

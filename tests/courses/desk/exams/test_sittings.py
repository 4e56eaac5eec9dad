"""Sittings at the desk: planned, moved, passed on, called off; minutes given in them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from courses.assessment.attempts import attempt_start
from courses.assessment.marks import attempt_marking
from courses.assessment.models import Allowance, Sitting
from courses.assessment.sittings import access_codes
from elearning.accounts.roles import Role
from elearning.staff.models import StaffMember
from tests.courses.desk.exams.rooms import HOUR, open_now, write
from tests.factories.accounts import pass_both_steps
from tests.factories.assessment import (
    NOW,
    SittingFactory,
    answer,
    exam_enrolment,
    invigilator_at,
)
from tests.factories.staff import (
    AppointmentFactory,
    EstablishmentFactory,
)

pytestmark = pytest.mark.django_db


def test_the_list_shows_the_remit_alone(house, enrol, sign_in, client):
    sign_in(Role.INVIGILATOR)
    enrolment = enrol()
    here = open_now(enrolment, house.mine)
    open_now(enrolment, house.other)
    SittingFactory(establishment=house.mine)  # long over

    page = client.get(reverse("desk:exams:sittings"))

    assert list(page.context["page"]) == [here]


def test_queries_do_not_grow_with_sittings(house, enrol, sign_in, client):
    invigilator = sign_in(Role.INVIGILATOR)
    first = enrol()
    here = open_now(first, house.mine, invigilator)
    write(first, here)
    urls = [
        reverse("desk:exams:sittings"),
        reverse("desk:exams:sitting", args=[here.key]),
    ]

    def queries():
        counts = []
        for url in urls:
            with CaptureQueriesContext(connection) as captured:
                client.get(url)
            counts.append(len(captured))
        return counts

    queries()
    one = queries()
    for _number in range(2):
        another = exam_enrolment(edition=first.edition)
        AppointmentFactory(staff_member=another.learner, establishment=house.mine)
        write(another, here)
        open_now(first, house.mine)

    assert queries() == one


def test_the_code_is_shown_to_the_invigilator_of_the_sitting_alone(
    house, enrol, sign_in, client
):
    invigilator = sign_in(Role.INVIGILATOR)
    here = open_now(enrol(), house.mine, invigilator)
    url = reverse("desk:exams:sitting", args=[here.key])
    code = access_codes.format_sitting_code(here)

    assert code in client.get(url).text
    for role in Role:
        sign_in(role)
        assert code not in client.get(url).text


def test_code_for_another_device_is_shown_to_the_invigilator_while_somebody_writes(
    house, enrol, sign_in, client
):
    invigilator = sign_in(Role.INVIGILATOR)
    enrolment = enrol()
    here = open_now(enrolment, house.mine, invigilator)
    attempt = write(enrolment, here)
    url = reverse("desk:exams:sitting", args=[here.key])
    code = access_codes.format_move_code(attempt, here)

    assert code in client.get(url).text
    for role in Role:
        sign_in(role)
        assert code not in client.get(url).text
    pass_both_steps(client, invigilator)
    attempt_marking.mark_attempt(attempt, at=timezone.now())
    assert code not in client.get(url).text


def test_nobody_reads_the_code_that_moves_their_own_exam(house, enrol, sign_in, client):
    enrolment = enrol()
    colleague = exam_enrolment(edition=enrolment.edition)
    AppointmentFactory(staff_member=colleague.learner, establishment=house.mine)
    here = open_now(enrolment, house.mine)
    own, other = write(enrolment, here), write(colleague, here)
    viewer = sign_in(Role.INVIGILATOR)
    StaffMember.objects.filter(pk=enrolment.learner_id).update(user=viewer)
    here.invigilator = viewer
    here.save()

    page = client.get(reverse("desk:exams:sitting", args=[here.key])).text

    assert access_codes.format_move_code(other, here) in page
    assert access_codes.format_move_code(own, here) not in page


def test_move_to_another_device_is_told_to_the_invigilator_and_a_new_window_is_not(
    house, enrol, sign_in, client, time_machine
):
    time_machine.move_to(NOW, tick=False)
    invigilator = sign_in(Role.INVIGILATOR)
    enrolment = enrol()
    here = open_now(enrolment, house.mine, invigilator)
    attempt = write(enrolment, here)
    facts = {"at": NOW + timedelta(minutes=12), "by": enrolment.learner.user}
    url = reverse("desk:exams:sitting", args=[here.key])

    attempt = attempt_start.move_attempt_to_window(attempt, **facts)
    same = client.get(url).text
    attempt_start.move_attempt_to_window(attempt, is_known=False, **facts)

    told = f"{timezone.localtime(facts['at']):%H:%M}"
    assert told not in same
    assert told in client.get(url).text


def test_a_sitting_is_planned_in_the_remit_and_called_off(
    house, enrol, sign_in, client
):
    enrolment = enrol()
    invigilator = invigilator_at(house.mine)
    stranger = invigilator_at(house.other)
    sign_in(Role.FACILITY_HR)
    url = reverse("desk:exams:plan")
    day = f"{timezone.localdate() + timedelta(days=1)}"
    data = {
        "course": enrolment.course.code,
        "establishment": house.mine.code,
        "opens_on": day,
        "opens": "09:00",
        "closes": "12:00",
        "invigilator": invigilator.pk,
    }

    for wrong in (
        {"establishment": house.other.code},
        {"invigilator": stranger.pk},
        {"course": "no"},
        {"opens": "25:00"},
        {"closes": "09:10"},
        {"opens_on": "2020-01-01"},
    ):
        assert client.post(url, data | wrong).context["form"].errors
    planned = client.post(url, data)
    here = Sitting.objects.get()
    cancel = reverse("desk:exams:cancel", args=[here.key])
    unreasoned = client.post(cancel, {"reason": ""})
    off = client.post(cancel, {"reason": "Дабыл"})

    assert planned.url == reverse("desk:exams:sitting", args=[here.key])
    assert (here.closes_at - here.opens_at, here.invigilator) == (
        3 * HOUR,
        invigilator,
    )
    assert unreasoned.context["form"].errors
    assert off.status_code == 302
    assert not Sitting.objects.planned().exists()


def test_a_sitting_is_moved_by_who_plans_it(house, enrol, sign_in, client):
    here = open_now(enrol(), house.mine, invigilator_at(house.mine))
    Sitting.objects.update(opens_at=here.opens_at + 2 * HOUR)
    sign_in(Role.FACILITY_HR)
    url = reverse("desk:exams:move", args=[here.key])
    day = f"{timezone.localdate() + timedelta(days=1)}"
    data = {"opens_on": day, "opens": "09:00", "closes": "12:00", "reason": "Су"}

    for wrong in ({"reason": ""}, {"closes": "09:10"}, {"opens_on": "2020-01-01"}):
        assert client.post(url, data | wrong).context["form"].errors
    moved = client.post(url, data)

    assert moved.url == reverse("desk:exams:sitting", args=[here.key])
    assert timezone.localtime(Sitting.objects.get().opens_at).hour == 9


def test_an_invigilator_passes_her_own_sitting_on_and_no_other(
    house, enrol, sign_in, client
):
    me = sign_in(Role.INVIGILATOR)
    other, stranger = invigilator_at(house.mine), invigilator_at(house.other)
    mine = open_now(enrol(), house.mine, me)
    url = reverse("desk:exams:pass-on", args=[mine.key])
    data = {"invigilator": other.pk, "reason": "Ауырдым"}

    for wrong in ({"reason": ""}, {"invigilator": stranger.pk}, {"invigilator": me.pk}):
        assert client.post(url, data | wrong).context["form"].errors
    passed = client.post(url, data)

    assert passed.status_code == 302
    assert Sitting.objects.get().invigilator == other
    assert client.get(url).status_code == 404


def test_a_sitting_without_an_invigilator_is_not_passed_on(
    house, enrol, sign_in, client
):
    here = open_now(enrol(), house.mine)
    sign_in(Role.TRAINER)
    page = client.get(reverse("desk:exams:sitting", args=[here.key]))
    url = reverse("desk:exams:pass-on", args=[here.key])

    assert url not in page.text
    assert client.get(url).status_code == 404


def test_minutes_are_given_once_however_often_the_form_is_sent(
    house, enrol, sign_in, client
):
    invigilator = sign_in(Role.INVIGILATOR)
    enrolment = enrol()
    here = open_now(enrolment, house.mine, invigilator)
    attempt = write(enrolment, here)
    url = reverse("desk:exams:minutes", args=[here.key, attempt.key])
    seen = client.get(url).context["form"].initial["seen"]
    data = {"minutes": "10", "reason": "Желі", "seen": seen}

    for wrong in ({"minutes": "0"}, {"minutes": "999"}, {"reason": ""}, {"seen": "x"}):
        assert client.post(url, data | wrong).context["form"].errors
    given = client.post(url, data)
    twice = client.post(url, data)

    assert given.url == reverse("desk:exams:sitting", args=[here.key])
    assert twice.context["form"].non_field_errors()
    assert Allowance.objects.get().minutes == 10
    on_again = client.post(url, data | {"seen": twice.context["form"]["seen"].value()})
    assert on_again.status_code == 302


def test_the_candidate_reads_why_she_got_minutes(house, enrol, sign_in, client):
    invigilator = sign_in(Role.INVIGILATOR)
    enrolment = enrol()
    here = open_now(enrolment, house.mine, invigilator)
    attempt = write(enrolment, here)
    url = reverse("desk:exams:minutes", args=[here.key, attempt.key])
    seen = client.get(url).context["form"].initial["seen"]
    client.post(url, {"minutes": "10", "reason": "Желі үзілді", "seen": seen})
    client.force_login(enrolment.learner.user)

    page = client.get(reverse("assessment:start", args=[enrolment.key]))

    assert "Желі үзілді" in page.text


def test_an_attempt_of_another_sitting_gets_no_minutes_here(
    house, enrol, sign_in, client
):
    invigilator = sign_in(Role.INVIGILATOR)
    enrolment = enrol()
    here = open_now(enrolment, house.mine, invigilator)
    other = open_now(enrol(), house.mine, invigilator)
    attempt = write(enrolment, here)
    url = reverse("desk:exams:minutes", args=[other.key, attempt.key])

    assert client.get(url).status_code == 404


def test_an_invigilator_of_no_prison_sees_no_sitting(house, enrol, client):
    here = open_now(enrol(), house.mine)
    pass_both_steps(client, invigilator_at(EstablishmentFactory()))

    answer = client.get(reverse("desk:exams:sitting", args=[here.key]))

    assert answer.status_code == 404


@pytest.mark.parametrize(("seconds", "is_told"), [(9, True), (600, False)])
def test_attempt_that_nobody_can_have_read_is_told(
    room, client, sign_in, seconds, is_told
):
    attempt, here = room
    answer(attempt, at=attempt.started_at + timedelta(seconds=1))
    attempt_marking.mark_attempt(
        attempt, at=attempt.started_at + timedelta(seconds=seconds)
    )

    pages = [client.get(reverse("desk:exams:sitting", args=[here.key]))]
    sign_in(Role.TRAINER)
    learner = attempt.enrolment.learner
    pages.append(client.get(reverse("desk:exams:learner", args=[learner.key])))

    assert {page.status_code for page in pages} == {200}
    words = "Әдеттен тыс жылдам: әр жауапқа бес секундтан аз уақыт жұмсалған."
    assert [words in page.text for page in pages] == [is_told, is_told]


@pytest.fixture
def room(house, enrol, sign_in):
    """Somebody's attempt and its sitting, with the invigilator signed in."""
    enrolment = enrol()
    here = open_now(enrolment, house.mine, sign_in(Role.INVIGILATOR))
    return write(enrolment, here), here

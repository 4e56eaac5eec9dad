"""The desk of exams: who opens which page, whom she finds, what she may do there."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from courses.assessment import codes, extra_time, sitting
from courses.assessment.models import Allowance, Attempt, ExtraTime, Sitting
from courses.desk.exams.urls import urlpatterns
from elearning.accounts.roles import Role
from elearning.audit.models import Entry
from tests.factories.accounts import UserFactory
from tests.factories.assessment import (
    NOW,
    SittingFactory,
    begin,
    exam_enrolment,
    invigilator_at,
)
from tests.factories.staff import (
    AppointmentFactory,
    EstablishmentFactory,
    RemitFactory,
)

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
HR = {Role.FACILITY_HR, Role.MINISTRY_HR}
OPEN_TO = {
    "find": {Role.TRAINER},
    "learner": {Role.TRAINER},
    "grant-attempt": {Role.TRAINER},
    "extra-time": HR | {Role.TRAINER},
    "end-extra-time": HR | {Role.TRAINER},
    "sittings": HR | {Role.TRAINER, Role.INVIGILATOR},
    "sitting": HR | {Role.TRAINER, Role.INVIGILATOR},
    "plan": HR | {Role.TRAINER},
    "cancel": HR | {Role.TRAINER},
    "move": HR | {Role.TRAINER},
    "pass-on": HR | {Role.TRAINER},
    "minutes": {Role.INVIGILATOR},
}


@pytest.fixture
def enrol(house):
    """A learner of the first prison, or of the other, before an exam with a sitting now."""

    def at(place=None):
        enrolment = exam_enrolment()
        AppointmentFactory(
            staff_member=enrolment.learner, establishment=place or house.mine
        )
        return enrolment

    return at


@pytest.fixture
def sign_in(client, house):
    """Sign somebody in as a role that looks after the first prison."""

    def as_role(role, user=None):
        user = user or UserFactory(roles=[role])
        RemitFactory(user=user, role=role, establishment=house.mine)
        client.force_login(user)
        session = client.session
        session["second_factor"] = True
        session.save()
        return user

    return as_role


def open_now(enrolment, place, invigilator=None):
    now = timezone.now()
    return SittingFactory(
        course=enrolment.course,
        establishment=place,
        invigilator=invigilator,
        opens_at=now - HOUR,
        closes_at=now + 3 * HOUR,
    )


def write(enrolment, here):
    return sitting.start(
        enrolment,
        at=timezone.now(),
        by=enrolment.learner.user,
        language="kk",
        code=codes.code_of(here),
    )


def extra(person):
    return extra_time.grant_extra_time(
        person,
        minutes=10,
        starts_on=timezone.localdate(),
        ends_on=timezone.localdate(),
        reason="Шешім № 12",
        by=UserFactory(),
    )


def address(name, enrolment, place):
    here = open_now(enrolment, place, invigilator_at(place))
    arguments = {
        "learner": lambda: [enrolment.learner.key],
        "extra-time": lambda: [enrolment.learner.key],
        "grant-attempt": lambda: [enrolment.learner.key, enrolment.key],
        "end-extra-time": lambda: [
            enrolment.learner.key,
            extra(enrolment.learner).pk,
        ],
        "sitting": lambda: [here.key],
        "cancel": lambda: [here.key],
        "move": lambda: [here.key],
        "pass-on": lambda: [here.key],
        "minutes": lambda: [here.key, write(enrolment, here).key],
    }
    return reverse(f"desk:exams:{name}", args=arguments.get(name, list)())


# --- Doors ----------------------------------------------------------------------------


def test_every_page_has_a_row_in_the_matrix():
    assert {pattern.name for pattern in urlpatterns} == set(OPEN_TO)


@pytest.mark.parametrize("name", OPEN_TO)
def test_page_sends_strangers_to_the_door(client, house, enrol, name):
    answer = client.get(address(name, enrol(), house.mine))

    assert answer.status_code == 302
    assert reverse("account_login") in answer.url


@pytest.mark.parametrize("name", OPEN_TO)
def test_page_opens_to_its_roles_alone(house, enrol, sign_in, client, name):
    wanted = address(name, enrol(), house.mine)
    opened = set()
    for role in Role:
        sign_in(role)
        if client.get(wanted).status_code == 200:
            opened.add(role)

    assert opened == OPEN_TO[name]


@pytest.mark.parametrize("name", sorted(set(OPEN_TO) - {"find", "sittings", "plan"}))
def test_another_prison_does_not_exist(house, enrol, sign_in, client, name):
    wanted = address(name, enrol(house.other), house.other)

    for role in OPEN_TO[name]:
        sign_in(role)
        assert client.get(wanted).status_code == 404
        assert client.post(wanted).status_code in {404, 405}


def test_a_remit_in_another_role_opens_nothing(house, enrol, client):
    user = UserFactory(roles=[Role.TRAINER])
    RemitFactory(user=user, role=Role.INVIGILATOR, establishment=house.mine)
    client.force_login(user)
    session = client.session
    session["second_factor"] = True
    session.save()

    answer = client.get(address("learner", enrol(), house.mine))

    assert answer.status_code == 404


# --- Attempts -------------------------------------------------------------------------


def test_a_learner_is_found_by_her_whole_number_in_the_remit_alone(
    house, enrol, sign_in, client
):
    sign_in(Role.TRAINER)
    mine, other = enrol().learner, enrol(house.other).learner
    url = reverse("desk:exams:find")

    for number in ("", mine.staff_number[:3], other.staff_number, "\0", "x" * 99):
        answer = client.post(url, {"number": number})
        assert answer.context["form"].errors
    found = client.post(url, {"number": f" {mine.staff_number} "})

    assert found.url == reverse("desk:exams:learner", args=[mine.key])


def test_attempts_are_shown_and_the_look_is_audited(house, enrol, sign_in, client):
    trainer = sign_in(Role.TRAINER)
    attempt = begin(enrol())
    learner = attempt.enrolment.learner

    page = client.get(reverse("desk:exams:learner", args=[learner.key]))

    (line,) = page.context["lines"]
    assert [one for one, _moments in line["attempts"]] == [attempt]
    entry = Entry.objects.get(action="assessment.attempts_viewed")
    assert (entry.by, entry.person) == (trainer, str(learner.key))


def test_attempts_take_the_same_queries_for_any_number_of_courses(
    house, enrol, sign_in, client
):
    sign_in(Role.TRAINER)
    learner = begin(enrol()).enrolment.learner
    url = reverse("desk:exams:learner", args=[learner.key])

    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get(url)
        return len(captured)

    queries()
    one = queries()
    for _number in range(2):
        begin(exam_enrolment(learner=learner))

    assert queries() == one


def test_a_further_attempt_is_granted_once(house, enrol, sign_in, client):
    sign_in(Role.TRAINER)
    enrolment = enrol()
    Attempt.objects.bulk_create(failed(begin(enrolment)))
    url = reverse(
        "desk:exams:grant-attempt", args=[enrolment.learner.key, enrolment.key]
    )
    data = {"spoken_on": f"{timezone.localdate()}", "reason": "Әңгіме"}

    empty = client.post(url, {"spoken_on": "", "reason": ""})
    granted = client.post(url, data)
    again = client.post(url, data)

    assert set(empty.context["form"].errors) == {"spoken_on", "reason"}
    assert granted.status_code == 302
    assert again.context["form"].non_field_errors()
    page = client.get(granted.url)
    assert "Әңгіме" in page.text
    assert not page.context["lines"][0]["may_grant"]


def failed(first):
    """Make ``first`` a failed attempt and return two more like it."""
    end = {
        "handed_in_at": NOW,
        "marked_at": NOW,
        "ended_by": "learner",
        "score": 0,
        "passed": False,
        "must_pass_failed": False,
    }
    Attempt.objects.filter(pk=first.pk).update(**end)
    return [
        Attempt(
            enrolment=first.enrolment,
            paper=first.paper,
            number=number,
            language="kk",
            started_at=NOW,
            ends_at=NOW,
            **end,
        )
        for number in (2, 3)
    ]


# --- Extra time -----------------------------------------------------------------------


def test_extra_time_is_granted_and_ended_with_reasons(house, enrol, sign_in, client):
    sign_in(Role.FACILITY_HR)
    learner = enrol().learner
    url = reverse("desk:exams:extra-time", args=[learner.key])
    today = f"{timezone.localdate()}"
    data = {"starts_on": today, "ends_on": today, "reason": "Шешім № 12"}

    nothing = client.post(url, data)
    wrong = client.post(url, data | {"minutes": "-1", "percent": "x"})
    client.post(url, data | {"minutes": "10"})
    granted = ExtraTime.objects.get()
    end = reverse("desk:exams:end-extra-time", args=[learner.key, granted.pk])
    unreasoned = client.post(end, {"reason": ""})
    ended = client.post(end, {"reason": "Енді қажет емес"})

    assert nothing.context["form"].non_field_errors()
    assert set(wrong.context["form"].errors) >= {"minutes", "percent"}
    assert unreasoned.context["form"].errors
    assert ended.url == url
    assert Entry.objects.filter(action="assessment.extra_time_ended").count() == 1


# --- Sittings -------------------------------------------------------------------------


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
    code = codes.code_of(here)

    assert code in client.get(url).text
    for role in Role:
        sign_in(role)
        assert code not in client.get(url).text


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
    user = invigilator_at(EstablishmentFactory())
    client.force_login(user)

    answer = client.get(reverse("desk:exams:sitting", args=[here.key]))

    assert answer.status_code == 404

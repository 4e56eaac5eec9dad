"""Windows for a group, codes of invigilated sittings, and minutes for a lost link."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.assessment import (
    allowing,
    codes,
    entering,
    extra_time,
    marking,
    planning,
    sitting,
    timeline,
    timing,
)
from courses.assessment.admission import may_start
from courses.assessment.errors import GrantError, SittingError, StartError
from courses.assessment.models import Allowance, Attempt, Sitting
from elearning.accounts.roles import Role
from elearning.audit.errors import AuditError
from elearning.audit.models import Entry
from tests.factories.accounts import UserFactory
from tests.factories.assessment import (
    NOW,
    SittingFactory,
    begin,
    exam_enrolment,
    invigilator_at,
)
from tests.factories.courses import CourseFactory
from tests.factories.staff import (
    AppointmentFactory,
    EstablishmentFactory,
    RemitFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


@pytest.fixture
def prison():
    return EstablishmentFactory()


@pytest.fixture
def enrolment(prison):
    """A learner who serves at the prison, before an exam without an invigilator."""
    enrolment = exam_enrolment()
    AppointmentFactory(staff_member=enrolment.learner, establishment=prison)
    return enrolment


@pytest.fixture
def watched(prison):
    """A learner who serves at the prison, before an exam that demands an invigilator."""
    enrolment = exam_enrolment(paper={"is_invigilated": True})
    AppointmentFactory(staff_member=enrolment.learner, establishment=prison)
    return enrolment


def planned(enrolment, prison, *, invigilated=True, **facts):
    return SittingFactory(
        course=enrolment.course,
        establishment=prison,
        invigilator=invigilator_at(prison) if invigilated else None,
        **facts,
    )


def reasons(enrolment, at=NOW):
    return [reason.code for reason in may_start(enrolment, at)]


def start(enrolment, code="", at=NOW):
    return sitting.start(
        enrolment, at=at, by=enrolment.learner.user, language="kk", code=code
    )


def refusal(enrolment, code, at=NOW):
    with pytest.raises(StartError) as refused:
        start(enrolment, code, at)
    return [reason.code for reason in refused.value.reasons]


# --- Codes ----------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["", "   ", "AAA-AAA", "0" * 64, "й" * 5000, "\0"])
def test_a_wrong_code_opens_nothing(watched, prison, code):
    planned(watched, prison)

    assert refusal(watched, code) == ["code"]
    assert not Attempt.objects.exists()


def test_the_code_of_a_sitting_at_another_prison_opens_nothing(watched, prison):
    planned(watched, prison)
    elsewhere = planned(watched, EstablishmentFactory())

    assert refusal(watched, codes.code_of(elsewhere)) == ["code"]


def test_the_code_of_another_course_opens_nothing(watched, prison):
    planned(watched, prison)
    other = SittingFactory(establishment=prison, invigilator=invigilator_at(prison))

    assert refusal(watched, codes.code_of(other)) == ["code"]


def test_the_code_of_a_sitting_that_is_over_opens_nothing(watched, prison):
    over = planned(watched, prison, closes_at=NOW - MINUTE)
    planned(watched, prison)

    assert refusal(watched, codes.code_of(over)) == ["code"]


def test_the_code_of_a_sitting_called_off_opens_nothing(watched, prison):
    off = planned(watched, prison, cancelled_at=NOW - MINUTE)

    assert refusal(watched, codes.code_of(off)) == ["window"]


def test_the_code_opens_nothing_before_and_after_its_window(watched, prison):
    here = planned(watched, prison)
    code = codes.code_of(here)

    assert refusal(watched, code, here.opens_at - MINUTE) == ["window"]
    assert refusal(watched, code, here.closes_at) == ["window"]


def test_codes_have_six_signs_without_look_alikes_and_differ():
    made = {codes.code_of(SittingFactory()) for _number in range(20)}

    assert len(made) == 20
    assert all(len(code) == 7 and code[3] == "-" for code in made)
    assert not set("".join(made)) & set("01OILU")


def test_a_code_may_be_typed_in_small_letters_with_spaces_or_in_cyrillic(
    watched, prison
):
    here = planned(watched, prison)
    code = codes.code_of(here)
    same = str.maketrans("ABCEHKMPTX", "АВСЕНКМРТХ")

    assert codes.opens(here, f" {code.lower()} ")
    assert codes.opens(here, code.replace("-", " ").translate(same))
    assert start(watched, code.replace("-", "")).sitting == here


def test_too_many_wrong_codes_are_stopped_and_the_right_one_waits(
    client, watched, prison
):
    now = timezone.now()
    here = planned(watched, prison, opens_at=now - HOUR, closes_at=now + 3 * HOUR)
    client.force_login(watched.learner.user)
    url = reverse("assessment:start", args=[watched.key])

    answers = [client.post(url, {"code": "AAAAAA"}) for _try in range(codes.TRIES)]
    stopped = client.post(url, {"code": codes.code_of(here)})

    assert {answer.status_code for answer in answers} == {400}
    assert all(answer.context["form"].errors for answer in answers)
    assert stopped.status_code == 400
    assert "code" in stopped.context["form"].errors
    assert not Attempt.objects.exists()


def test_the_start_page_asks_for_the_code_and_starts_with_it(client, watched, prison):
    now = timezone.now()
    here = planned(watched, prison, opens_at=now - HOUR, closes_at=now + 3 * HOUR)
    client.force_login(watched.learner.user)
    url = reverse("assessment:start", args=[watched.key])

    page = client.get(url)
    code = codes.code_of(here)
    client.post(url, {"hold": page.context["hold"], "code": code})

    assert page.context["needs_code"]
    assert 'name="code"' in page.text
    assert code not in page.text
    assert Attempt.objects.get().sitting == here


# --- Windows --------------------------------------------------------------------------


def test_an_exam_that_demands_an_invigilator_is_shut_without_a_sitting(watched):
    (reason,) = may_start(watched, NOW)

    assert (reason.code, reason.until) == ("window", None)


def test_a_window_without_an_invigilator_does_not_open_such_an_exam(watched, prison):
    planned(watched, prison, invigilated=False)

    assert reasons(watched) == ["window"]


def test_an_exam_without_sittings_is_open_as_before(enrolment):
    assert reasons(enrolment) == []
    assert start(enrolment).sitting is None


def test_a_planned_window_shuts_the_exam_before_it(enrolment, prison):
    coming = planned(enrolment, prison, invigilated=False, opens_at=NOW + HOUR)

    (reason,) = may_start(enrolment, NOW)

    assert (reason.code, reason.until) == ("window", coming.opens_at)


def test_a_window_that_has_closed_stays_closed(enrolment, prison):
    planned(enrolment, prison, invigilated=False, closes_at=NOW)

    assert reasons(enrolment) == ["window"]


def test_a_window_that_closed_before_the_enrolment_binds_nobody(enrolment, prison):
    long_ago = enrolment.enrolled_at
    planned(enrolment, prison, opens_at=long_ago - 2 * HOUR, closes_at=long_ago - HOUR)

    assert reasons(enrolment) == []


def test_a_window_at_another_prison_binds_nobody(enrolment):
    planned(enrolment, EstablishmentFactory(), opens_at=NOW + HOUR)

    assert reasons(enrolment) == []


def test_a_window_of_the_department_holds_for_its_prisons(prison):
    enrolment = exam_enrolment()
    unit = EstablishmentFactory(parent=prison)
    AppointmentFactory(staff_member=enrolment.learner, establishment=unit)
    here = planned(enrolment, prison, invigilated=False)

    assert start(enrolment).sitting == here


def test_an_invigilated_window_asks_for_a_code_though_the_paper_does_not(
    enrolment, prison
):
    here = planned(enrolment, prison)

    assert refusal(enrolment, "AAAAAA") == ["code"]
    assert start(enrolment, codes.code_of(here)).sitting == here


def test_an_attempt_ends_with_its_window(enrolment, prison):
    here = planned(enrolment, prison, invigilated=False, closes_at=NOW + 30 * MINUTE)

    attempt = start(enrolment)

    assert attempt.ends_at == here.closes_at
    assert timing.mark_overdue(here.closes_at + MINUTE) == 1
    attempt.refresh_from_db()
    assert (attempt.ended_by, attempt.handed_in_at) == ("clock", here.closes_at)


def test_calling_off_changes_nothing_for_who_is_writing(watched, prison):
    here = planned(watched, prison)
    attempt = start(watched, codes.code_of(here))

    planning.cancel(here, reason="Дабыл", by=UserFactory(), at=NOW + MINUTE)

    attempt.refresh_from_db()
    assert attempt.is_open
    assert attempt.ends_at == NOW + 40 * MINUTE


# --- Planning -------------------------------------------------------------------------


@pytest.fixture
def officer(prison):
    user = UserFactory(roles=[Role.FACILITY_HR])
    RemitFactory(user=user, establishment=prison)
    return user


def plan(enrolment, prison, officer, **facts):
    times = {"opens_at": NOW + HOUR, "closes_at": NOW + 3 * HOUR}
    given = times | {"invigilator": None, "by": officer, "at": NOW} | facts
    return planning.plan(enrolment.course, prison, **given)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"opens_at": NOW - 3 * HOUR, "closes_at": NOW}, "has passed"),
        ({"closes_at": NOW + HOUR}, "takes 40 minutes"),
        ({"closes_at": NOW + HOUR + 39 * MINUTE}, "takes 40 minutes"),
        ({"closes_at": NOW + timedelta(days=32)}, "longer than a month"),
    ],
)
def test_a_window_that_cannot_be_is_refused(enrolment, prison, officer, facts, words):
    with pytest.raises(SittingError, match=words):
        plan(enrolment, prison, officer, **facts)

    assert not Sitting.objects.exists()


def test_nobody_plans_at_a_prison_she_does_not_look_after(enrolment, officer):
    with pytest.raises(SittingError, match="do not look after"):
        plan(enrolment, EstablishmentFactory(), officer)


def test_an_invigilator_plans_nothing(enrolment, prison):
    with pytest.raises(SittingError, match="do not look after"):
        plan(enrolment, prison, invigilator_at(prison))


def test_a_course_without_an_exam_has_no_sitting(prison, officer):
    with pytest.raises(SittingError, match="no exam"):
        planning.plan(
            CourseFactory(),
            prison,
            opens_at=NOW,
            closes_at=NOW + HOUR,
            invigilator=None,
            by=officer,
            at=NOW,
        )


def test_an_exam_that_demands_an_invigilator_is_not_planned_without(
    watched, prison, officer
):
    with pytest.raises(SittingError, match="Choose one"):
        plan(watched, prison, officer)


def test_an_invigilator_of_another_prison_is_refused(watched, prison, officer):
    stranger = invigilator_at(EstablishmentFactory())

    with pytest.raises(SittingError, match="does not serve"):
        plan(watched, prison, officer, invigilator=stranger)


def test_a_sitting_is_planned_and_called_off_once(watched, prison, officer):
    here = plan(watched, prison, officer, invigilator=invigilator_at(prison))

    with pytest.raises(SittingError, match="reason"):
        planning.cancel(here, reason=" ", by=officer, at=NOW)
    for _time in range(2):
        planning.cancel(here, reason="Дабыл", by=officer, at=NOW)

    actions = Entry.objects.filter(action__startswith="assessment.sitting_")
    assert sorted(actions.values_list("action", flat=True)) == [
        "assessment.sitting_cancelled",
        "assessment.sitting_planned",
    ]


def test_a_sitting_that_is_over_cannot_be_called_off(enrolment, prison, officer):
    here = planned(enrolment, prison, closes_at=NOW)

    with pytest.raises(SittingError, match="is over"):
        planning.cancel(here, reason="x", by=officer, at=NOW)


# --- Minutes for a lost link ----------------------------------------------------------


@pytest.fixture
def attempt(watched, prison):
    return start(watched, codes.code_of(planned(watched, prison)))


def give(attempt, *, minutes=10, **facts):
    usual = {
        "reason": "Желі",
        "seen": attempt.ends_at,
        "by": attempt.sitting.invigilator,
        "at": NOW + MINUTE,
    }
    return allowing.grant_minutes(attempt, minutes, **(usual | facts))


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"reason": " "}, "reason"),
        ({"minutes": 0}, "from 1 to 60"),
        ({"minutes": -5}, "from 1 to 60"),
        ({"minutes": 61}, "from 1 to 60"),
        ({"at": NOW + 40 * MINUTE}, "has ended"),
    ],
)
def test_minutes_that_cannot_be_given_are_refused(attempt, facts, words):
    with pytest.raises(GrantError, match=words):
        give(attempt, **facts)

    attempt.refresh_from_db()
    assert attempt.ends_at == NOW + 40 * MINUTE


def test_nobody_gives_herself_minutes(attempt):
    with pytest.raises(GrantError, match="herself"):
        give(attempt, by=attempt.enrolment.learner.user)


def test_an_attempt_that_was_handed_in_stays_ended(attempt):
    marking.mark(attempt, at=NOW + MINUTE)

    with pytest.raises(GrantError, match="has ended"):
        give(attempt)


def test_two_invigilators_at_once_give_minutes_once(attempt, prison):
    seen = attempt.ends_at
    give(attempt, seen=seen)

    with pytest.raises(GrantError, match="have just been given"):
        give(attempt, seen=seen, by=invigilator_at(prison))

    attempt.refresh_from_db()
    assert attempt.ends_at == seen + 10 * MINUTE
    assert Allowance.objects.count() == 1


def test_minutes_move_the_end_also_past_that_of_the_sitting(watched, prison):
    here = planned(watched, prison, closes_at=NOW + 40 * MINUTE)
    attempt = start(watched, codes.code_of(here))

    given = give(attempt)

    attempt.refresh_from_db()
    assert attempt.ends_at == here.closes_at + 10 * MINUTE
    assert attempt.extra_minutes == 10
    entry = Entry.objects.get(action="assessment.minutes_granted")
    assert (entry.person, entry.reason) == (str(watched.learner.key), "Желі")
    with pytest.raises(AuditError):
        given.save()


def test_the_clock_does_not_end_an_attempt_that_got_minutes_meanwhile(attempt):
    read_before = Attempt.objects.get()
    give(attempt)

    after = timing.close_if_over(read_before, at=NOW + 45 * MINUTE)

    assert after.is_open
    assert after.ends_at == NOW + 50 * MINUTE
    assert timing.mark_overdue(NOW + 51 * MINUTE) == 1


# --- What happened --------------------------------------------------------------------


def test_the_timeline_tells_what_was_recorded_in_order(attempt):
    learner = attempt.enrolment.learner.user
    sitting.take_over(attempt, at=NOW + 2 * MINUTE, by=learner)
    timeline.note_link(attempt, 90, at=NOW + 5 * MINUTE)
    attempt.refresh_from_db()
    give(attempt, at=NOW + 6 * MINUTE)
    marking.mark(attempt, at=NOW + 20 * MINUTE, by=learner)

    moments = timeline.of(Attempt.objects.get())

    assert [(moment.at - NOW) / MINUTE for moment in moments] == [0, 2, 5, 6, 20]
    assert [moment.reason for moment in moments] == ["", "", "", "Желі", ""]


def test_a_lost_link_is_kept_once_and_never_reaches_before_the_start(attempt):
    for _time in range(2):
        timeline.note_link(attempt, 999_999_999, at=NOW + 5 * MINUTE)

    event = attempt.events.get()
    assert (event.since, event.at) == (NOW, NOW + 5 * MINUTE)
    assert Attempt.objects.get().ends_at == NOW + 40 * MINUTE


def test_looking_for_a_sitting_takes_the_same_queries_for_any_number(
    enrolment, prison, django_assert_num_queries
):
    paper = enrolment.edition.entries.get(version__unit__kind="exam").version.paper
    for _number in range(3):
        planned(enrolment, prison)
        with django_assert_num_queries(2):
            assert entering.entrance(enrolment, paper, NOW).needs_code


def test_moving_is_part_of_the_timeline():
    attempt = begin()

    sitting.take_over(attempt, at=NOW, by=attempt.enrolment.learner.user)

    assert attempt.events.get().kind == "moved"


def test_extra_time_that_the_window_cuts_off_is_not_promised(enrolment, prison):
    extra_time.grant_extra_time(
        enrolment.learner,
        minutes=20,
        starts_on=timezone.localdate(NOW),
        ends_on=timezone.localdate(NOW),
        reason="Шешім № 12",
        by=UserFactory(),
    )
    planned(enrolment, prison, invigilated=False, closes_at=NOW + 45 * MINUTE)

    attempt = start(enrolment)

    assert (attempt.ends_at, attempt.extra_minutes) == (NOW + 45 * MINUTE, 5)

"""Codes of invigilated sittings: what opens an exam and what does not."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from courses.assessment.attempts import attempt_start
from courses.assessment.errors import OtherWindowError
from courses.assessment.models import Attempt, Sitting
from courses.assessment.sittings import access_codes, sitting_changes
from elearning.audit import audit_log
from elearning.audit.models import Entry
from elearning.settings import base
from tests.courses.assessment.sittings.rooms import (
    HOUR,
    MINUTE,
    planned,
    refusal,
    start,
)
from tests.factories.accounts import UserFactory
from tests.factories.assessment import (
    NOW,
    SittingFactory,
    exam_enrolment,
    invigilator_at,
)
from tests.factories.staff import (
    AppointmentFactory,
    EstablishmentFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

migration = import_module("courses.assessment.migrations.0006_earlier_sitting_movers")

#: So many codes one person may enter in ten minutes.
TRIES = 5


@pytest.mark.parametrize("code", ["", "   ", "AAA-AAA", "0" * 64, "й" * 5000, "\0"])
def test_a_wrong_code_opens_nothing(watched, prison, code):
    planned(watched, prison)

    assert refusal(watched, code) == ["code"]
    assert not Attempt.objects.exists()


def test_the_code_of_a_sitting_at_another_prison_opens_nothing(watched, prison):
    planned(watched, prison)
    elsewhere = planned(watched, EstablishmentFactory())

    assert refusal(watched, access_codes.format_sitting_code(elsewhere)) == ["code"]


def test_the_code_of_another_course_opens_nothing(watched, prison):
    planned(watched, prison)
    other = SittingFactory(establishment=prison, invigilator=invigilator_at(prison))

    assert refusal(watched, access_codes.format_sitting_code(other)) == ["code"]


def test_the_code_of_a_sitting_that_is_over_opens_nothing(watched, prison):
    over = planned(watched, prison, closes_at=NOW - MINUTE)
    planned(watched, prison)

    assert refusal(watched, access_codes.format_sitting_code(over)) == ["code"]


def test_the_code_of_a_sitting_called_off_opens_nothing(watched, prison):
    off = planned(watched, prison, cancelled_at=NOW - MINUTE)

    assert refusal(watched, access_codes.format_sitting_code(off)) == ["window"]


def test_the_code_opens_nothing_before_and_after_its_window(watched, prison):
    here = planned(watched, prison)
    code = access_codes.format_sitting_code(here)

    assert refusal(watched, code, here.opens_at - MINUTE) == ["window"]
    assert refusal(watched, code, here.closes_at) == ["window"]


def test_codes_have_six_signs_without_look_alikes_and_differ():
    made = {access_codes.format_sitting_code(SittingFactory()) for _number in range(20)}

    assert len(made) == 20
    assert all(len(code) == 7 and code[3] == "-" for code in made)
    assert not set("".join(made)) & set("01OILU")


def test_a_code_may_be_typed_in_small_letters_with_spaces_or_in_cyrillic(
    watched, prison
):
    here = planned(watched, prison)
    code = access_codes.format_sitting_code(here)
    same = str.maketrans("ABCEHKMPTX", "АВСЕНКМРТХ")

    assert access_codes.is_sitting_code(here, f" {code.lower()} ")
    assert access_codes.is_sitting_code(here, code.replace("-", " ").translate(same))
    assert start(watched, code.replace("-", "")).sitting == here


def test_too_many_wrong_codes_are_stopped_and_the_right_one_waits(
    client, watched, prison
):
    now = timezone.now()
    here = planned(watched, prison, opens_at=now - HOUR, closes_at=now + 3 * HOUR)
    client.force_login(watched.learner.user)
    url = reverse("assessment:start", args=[watched.key])

    answers = [client.post(url, {"code": "AAAAAA"}) for _try in range(TRIES)]
    stopped = client.post(url, {"code": access_codes.format_sitting_code(here)})

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
    code = access_codes.format_sitting_code(here)
    client.post(url, {"hold": page.context["hold"], "code": code})

    assert page.context["needs_code"]
    assert 'name="code"' in page.text
    assert code not in page.text
    assert Attempt.objects.get().sitting == here


def test_invigilator_does_not_sit_the_exam_under_their_own_eyes(watched, prison):
    own = planned(watched, prison)
    own.invigilator = watched.learner.user
    own.save()

    assert refusal(watched, access_codes.format_sitting_code(own)) == ["window"]
    assert not Attempt.objects.exists()


def test_sitting_of_ones_own_frees_nobody_from_the_room(enrolment, prison):
    own = planned(enrolment, prison)
    own.invigilator = enrolment.learner.user
    own.save()

    assert refusal(enrolment, access_codes.format_sitting_code(own)) == ["window"]


def test_nobody_leaves_the_room_by_a_sitting_that_they_planned_themselves(
    enrolment, prison
):
    user = enrolment.learner.user
    room = planned(enrolment, prison)
    planned(enrolment, prison, invigilated=False, planned_by=user)

    assert refusal(enrolment, "") == ["code"]
    assert start(enrolment, access_codes.format_sitting_code(room)).sitting == room


def test_nobody_leaves_the_room_by_a_sitting_that_they_moved_themselves(
    enrolment, prison
):
    user, room = enrolment.learner.user, planned(enrolment, prison)
    away = planned(
        enrolment,
        prison,
        invigilated=False,
        opens_at=NOW + 8 * HOUR,
        closes_at=NOW + 12 * HOUR,
    )

    sitting_changes.move_sitting(
        away,
        opens_at=NOW + MINUTE,
        closes_at=NOW + 4 * HOUR,
        reason="Керек",
        by=user,
        at=NOW,
    )

    assert refusal(enrolment, "", NOW + 2 * MINUTE) == ["code"]
    moved, told = Sitting.objects.get(pk=away.pk), "assessment.sitting_moved"
    assert (moved.planned_by, moved.moved_by.get()) == (away.planned_by, user)
    assert Entry.objects.get(action=told).by == user
    assert room.planned_by != user


@pytest.mark.parametrize("before", ["planned", "moved"])
def test_a_colleague_who_moves_a_sitting_frees_nobody_who_chose_its_time(
    enrolment, prison, before
):
    user, colleague = enrolment.learner.user, UserFactory()
    planned(enrolment, prison)
    facts = {"planned_by": user} if before == "planned" else {}
    opens = NOW + 8 * HOUR
    away = planned(
        enrolment,
        prison,
        invigilated=False,
        opens_at=opens,
        closes_at=NOW + 12 * HOUR,
        **facts,
    )
    movers = [colleague] if before == "planned" else [user, colleague]

    for minutes, by in enumerate(movers, start=1):
        sitting_changes.move_sitting(
            away,
            opens_at=opens + minutes * MINUTE,
            closes_at=NOW + 13 * HOUR,
            reason="Керек",
            by=by,
            at=NOW,
        )

    assert refusal(enrolment, "", opens + 3 * MINUTE) == ["window"]


def test_planner_whom_a_move_replaced_before_movers_were_noted_is_not_free(
    enrolment, prison
):
    user, colleague = enrolment.learner.user, UserFactory()
    sitting = planned(enrolment, prison, invigilated=False, planned_by=colleague)
    other = planned(enrolment, EstablishmentFactory(), planned_by=colleague)
    audit_log.record_action("assessment.sitting_planned", by=user, on=sitting)
    audit_log.record_action("assessment.sitting_moved", by=colleague, on=sitting)
    gone = Sitting(pk=other.pk + 1)
    audit_log.record_action("assessment.sitting_moved", by=user, on=gone)

    for _time in range(2):
        migration.add_movers(apps, None)

    assert refusal(enrolment, "") == ["window"]
    assert list(sitting.moved_by.all()) == [user]
    assert not other.moved_by.exists()


def test_sitting_without_an_invigilator_is_open_to_all_but_its_planner(
    enrolment, prison
):
    open_one = planned(enrolment, prison, invigilated=False)
    colleague = exam_enrolment(edition=enrolment.edition)
    AppointmentFactory(staff_member=colleague.learner, establishment=prison)
    open_one.planned_by = colleague.learner.user
    open_one.save()

    assert refusal(colleague, "") == ["window"]
    assert start(enrolment).sitting == open_one


@pytest.fixture
def writing(client, watched, prison, time_machine):
    """A learner in a room, in the window that holds their exam."""
    time_machine.move_to(NOW)
    here = planned(watched, prison)
    client.force_login(watched.learner.user)
    url = reverse("assessment:start", args=[watched.key])
    facts = {
        "hold": client.get(url).context["hold"],
        "code": access_codes.format_sitting_code(here),
    }
    assert client.post(url, facts).status_code == 302
    return Attempt.objects.get()


@pytest.fixture
def another_device(client, writing):
    device = client.__class__()
    device.force_login(writing.enrolment.learner.user)
    return device


def move(device, attempt, **sent):
    url = reverse("assessment:move", args=[attempt.key])
    return device.post(url, {"q": 1} | sent)


def move_code(attempt):
    attempt.refresh_from_db()
    return access_codes.format_move_code(attempt, attempt.sitting)


def test_exam_goes_on_at_another_device_only_with_the_code_of_the_attempt(
    client, writing, another_device
):
    assert move(client, writing).status_code == 302  # another window of this device

    asked = move(another_device, writing)
    refused = [
        move(another_device, writing, code=code)
        for code in ("AAA-AAA", "", access_codes.format_sitting_code(writing.sitting))
    ]

    assert asked.status_code == 200
    assert "Your code" in asked.text
    assert [answer.status_code for answer in refused] == [400, 400, 400]
    assert "the code beside your name" in refused[0].text
    assert move(another_device, writing, code=move_code(writing)).status_code == 302


def test_code_of_the_room_and_the_name_of_the_window_let_no_helper_in(
    client, writing, another_device
):
    url = reverse("assessment:start", args=[writing.enrolment.key])
    room = access_codes.format_sitting_code(writing.sitting)

    for sent in ({}, {"code": "AAA-AAA"}, {"code": room}):
        another_device.post(url, {"hold": writing.hold} | sent)
        assert f"exam:{writing.key}" not in another_device.session
    page = reverse("assessment:move", args=[writing.key])
    assert another_device.get(page).headers["Location"] == url  # opened again


def test_code_of_an_attempt_is_good_once_and_for_one_device(
    client, writing, another_device
):
    code = move_code(writing)
    move(another_device, writing, code=code)

    back = move(client, writing)
    again = move(client, writing, code=code)

    assert (back.status_code, again.status_code) == (200, 400)
    assert move(another_device, writing).status_code == 302  # a window of its own
    assert list(writing.events.values_list("kind", flat=True)) == ["device", "moved"]


def test_two_devices_that_send_the_code_at_once_do_not_both_get_the_exam(writing):
    first, second = Attempt.objects.get(), Attempt.objects.get()
    by = writing.enrolment.learner.user
    attempt_start.move_attempt_to_window(first, at=NOW, by=by, is_known=False)

    with pytest.raises(OtherWindowError):
        attempt_start.move_attempt_to_window(second, at=NOW, by=by, is_known=False)


def test_code_of_an_attempt_is_nobody_elses_and_changes_with_the_invigilator(
    writing, watched, prison
):
    colleague = exam_enrolment(edition=watched.edition)
    AppointmentFactory(staff_member=colleague.learner, establishment=prison)
    other = start(colleague, access_codes.format_sitting_code(writing.sitting))
    code = move_code(writing)

    assert not access_codes.is_move_code(other, other.sitting, code)
    assert access_codes.is_move_code(writing, writing.sitting, f" {code.lower()} ")
    writing.sitting.invigilator = invigilator_at(prison)
    assert not access_codes.is_move_code(writing, writing.sitting, code)


def test_codes_are_not_guessed_on_another_device_either(writing, another_device):
    for _try in range(TRIES):
        move(another_device, writing, code="AAA-AAA")

    assert move(another_device, writing, code=move_code(writing)).status_code == 400


@pytest.mark.database_vendor
def test_wrong_codes_are_counted_for_ten_minutes_in_the_database(
    writing, another_device, settings, time_machine
):
    settings.CACHES = base.CACHES  # as an installation has them that names no Redis
    call_command("createcachetable")
    for number in range(TRIES):
        time_machine.move_to(NOW + number * MINUTE)
        move(another_device, writing, code="AAA-AAA")

    time_machine.move_to(NOW + 9 * MINUTE)
    early = move(another_device, writing, code=move_code(writing))
    time_machine.move_to(NOW + 16 * MINUTE)
    late = move(another_device, writing, code=move_code(writing))

    assert (early.status_code, late.status_code) == (400, 302)


@pytest.mark.usefixtures("english")
def test_code_that_was_not_entered_is_asked_for_and_is_no_try(client, watched, prison):
    now = timezone.now()
    planned(watched, prison, opens_at=now - HOUR, closes_at=now + 3 * HOUR)
    client.force_login(watched.learner.user)
    url = reverse("assessment:start", args=[watched.key])

    pages = [client.post(url, {"code": " "}) for _try in range(TRIES + 1)]

    assert {
        tuple(words for page in pages for words in page.context["form"].errors["code"])
    } == {("Enter the code that your invigilator shows.",) * len(pages)}
    assert "(optional)" not in pages[0].text


@pytest.mark.parametrize(("left", "told"), [(20, 20), (40, None)])
def test_start_page_warns_of_a_sitting_that_closes_within_the_exam(
    client, watched, prison, left, told
):
    now = timezone.now() + timedelta(seconds=30)
    planned(watched, prison, opens_at=now - HOUR, closes_at=now + left * MINUTE)
    client.force_login(watched.learner.user)

    page = client.get(reverse("assessment:start", args=[watched.key]))

    closing = page.context["closes_early"]
    assert (closing and closing.minutes) == told
    assert page.context["minutes"] == left

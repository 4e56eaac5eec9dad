"""Codes of invigilated sittings: what opens an exam and what does not."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.assessment.models import Attempt
from courses.assessment.sittings import codes
from tests.courses.assessment.sittings.rooms import (
    HOUR,
    MINUTE,
    planned,
    refusal,
    start,
)
from tests.factories.assessment import (
    NOW,
    SittingFactory,
    invigilator_at,
)
from tests.factories.staff import (
    EstablishmentFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


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


def test_invigilator_does_not_sit_the_exam_under_their_own_eyes(watched, prison):
    own = planned(watched, prison)
    own.invigilator = watched.learner.user
    own.save()

    assert refusal(watched, codes.code_of(own)) == ["window"]
    assert not Attempt.objects.exists()


def test_sitting_of_ones_own_frees_nobody_from_the_room(enrolment, prison):
    own = planned(enrolment, prison)
    own.invigilator = enrolment.learner.user
    own.save()

    assert refusal(enrolment, codes.code_of(own)) == ["window"]


def test_exam_under_somebodys_eyes_goes_on_elsewhere_only_with_the_code(
    client, watched, prison, time_machine
):
    time_machine.move_to(NOW)
    here = planned(watched, prison)
    code = codes.code_of(here)
    client.force_login(watched.learner.user)
    url = reverse("assessment:start", args=[watched.key])
    hold = client.get(url).context["hold"]
    started = client.post(url, {"hold": hold, "code": code})
    attempt = Attempt.objects.get()
    move = reverse("assessment:move", args=[attempt.key])
    assert (
        client.post(move, {"q": 1}).status_code == 302
    )  # another window of this device
    phone = client.__class__()
    phone.force_login(watched.learner.user)

    asked = phone.post(move, {"q": 1})
    wrong = phone.post(move, {"q": 1, "code": "AAA-AAA"})
    empty = phone.post(move, {"q": 1, "code": ""})

    assert started.status_code == 302
    assert (asked.status_code, wrong.status_code, empty.status_code) == (200, 400, 400)
    assert "Session code" in asked.text
    assert phone.get(move).headers["Location"] == url  # the page is opened again
    for sent in ({"hold": hold}, {"hold": hold, "code": "AAA-AAA"}):
        phone.post(url, sent)
        assert f"exam:{attempt.key}" not in phone.session
    assert phone.post(move, {"q": 1, "code": code}).status_code == 302
    assert client.post(move, {"q": 1}).status_code == 302


def test_codes_are_not_guessed_on_another_device_either(
    client, watched, prison, time_machine
):
    time_machine.move_to(NOW)
    code = codes.code_of(planned(watched, prison))
    start(watched, code)
    client.force_login(watched.learner.user)
    move = reverse("assessment:move", args=[Attempt.objects.get().key])

    for _try in range(codes.TRIES):
        client.post(move, {"code": "AAA-AAA"})

    assert client.post(move, {"code": code}).status_code == 400


@pytest.mark.usefixtures("english")
def test_code_that_was_not_entered_is_asked_for_and_is_no_try(client, watched, prison):
    now = timezone.now()
    planned(watched, prison, opens_at=now - HOUR, closes_at=now + 3 * HOUR)
    client.force_login(watched.learner.user)
    url = reverse("assessment:start", args=[watched.key])

    pages = [client.post(url, {"code": " "}) for _try in range(codes.TRIES + 1)]

    assert {
        tuple(words for page in pages for words in page.context["form"].errors["code"])
    } == {("Enter the code that your invigilator shows.",) * len(pages)}
    assert codes.may_try(watched.learner)
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

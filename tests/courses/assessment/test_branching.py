"""A branching scenario in an exam: forged paths, steps that stay, what is seen."""

import json
import re

import pytest
from django.urls import reverse

from courses.assessment.asking.answer_feedback import NullShuffler, build_judged_form
from courses.assessment.marks import attempt_marking
from courses.assessment.models import Attempt, Response
from tests.factories.assessment import (
    NOW,
    QuestionVersionFactory,
    exam_enrolment,
    served,
)
from tests.factories.kinds import QUESTIONS

pytestmark = pytest.mark.django_db

BODY, KEY = QUESTIONS["branching"]
SCENARIO = {"type": "branching", "body": BODY, "key": KEY}
AT_RANDOM = r"(?s)<form.*?</form>|\?w=[^&\"]*"


@pytest.fixture
def asked(client):
    """Begin an exam in the learner's browser; returns the address of its question."""

    def asked(bank=(SCENARIO,)):
        enrolment = exam_enrolment(list(bank), paper={"questions": len(bank)})
        client.force_login(enrolment.learner.user)
        start = reverse("assessment:start", args=[enrolment.key])
        client.post(start, {"hold": client.get(start).context["hold"]})
        attempt = Attempt.objects.get()
        address = reverse("assessment:question", args=[attempt.key])
        return f"{address}?w={attempt.hold}&q=1"

    return asked


def take(client, address, choice, *taken, number=1, go="step", **more):
    """Take a step after those ``taken``, as the form does."""
    steps = {f"step-{step}": value for step, value in taken}
    sent = served(Attempt.objects.get(), 1, **steps, pick=choice)
    return client.post(address, sent | {"sequence": number, "go": go}, **more)


def paths():
    return list(Response.objects.order_by("pk").values_list("given", flat=True))


@pytest.mark.parametrize(
    "sent",
    [
        {"pick": "d"},
        {"step-n2": "d"},
        {"step-n1": "b", "pick": "d"},
        {"step-n1": "a", "step-n3": "x"},
        {"pick": ["a", "b"]},
    ],
)
def test_forged_path_is_refused_in_words(client, asked, sent):
    address = asked()
    sent = served(Attempt.objects.get(), 1, **sent)

    page = client.post(address, sent | {"sequence": 1, "go": "next"})

    assert page.status_code == 400
    (message,) = page.context["messages"]
    assert str(message) == (
        "Бұл қадамдар тапсырмада бірінен кейін бірі келмейді. Бетті қайта жүктеп, "
        "онда көрсетілген қадамнан жалғастырыңыз."
    )
    assert paths() == []


def test_step_without_a_choice_is_asked_for(client, asked):
    page = client.post(asked(), {"sequence": 1, "go": "step"})

    assert page.status_code == 400
    assert len(page.context["messages"]) == 1
    assert paths() == []


def test_step_once_taken_stays(client, asked):
    address = asked()
    take(client, address, "a")

    page = take(client, address, "b", number=2)

    assert page.status_code == 400
    assert paths() == [[["n1", "a"]]]
    assert "Қадам n2" in page.content.decode()


def test_empty_form_takes_no_step_back(client, asked):
    address = asked()
    take(client, address, "a")

    client.post(address, {"sequence": 2, "go": "next"})

    assert paths() == [[["n1", "a"]]] * 2


def test_step_sent_twice_is_taken_once(client, asked):
    address = asked()
    for number in (1, 1, 2):
        take(client, address, "a", number=number)

    assert paths() == [[["n1", "a"]]] * 2


def test_flag_takes_no_step(client, asked):
    address = asked()

    take(client, address, "a", go="flag")

    assert paths() in ([], [None])
    assert Attempt.objects.get().items.get().flagged


def test_candidate_sees_the_steps_she_has_reached_and_no_feedback(client, asked):
    body = {
        language: text
        | {
            "steps": [
                step
                | {
                    "choices": [
                        one | {"feedback": "Кері байланыс"} for one in step["choices"]
                    ]
                }
                for step in text["steps"]
            ]
        }
        for language, text in BODY.items()
    }
    address = asked([SCENARIO | {"body": body}])

    first = client.get(address).content.decode()
    moved = take(client, address, "a")
    second = client.get(address).content.decode()
    take(client, address, "d", ("n1", "a"), number=2)
    last = client.get(address).content.decode()

    assert moved.url.endswith("#now")
    assert [re.findall(r"Қадам (n\d)", page) for page in (first, second, last)] == [
        ["n1"],
        ["n1", "n2"],
        ["n1", "n2"],
    ]
    assert "Әрекет b" not in second
    assert [page.count('type="radio"') for page in (first, second, last)] == [3, 2, 0]
    assert "Кері байланыс" not in first + second + last
    for page in (first, second, last):
        assert not re.search(r"\bn2\b", re.sub(AT_RANDOM, "", page))


def test_choices_stand_in_the_candidates_own_order(client, asked):
    address = asked()
    order = Attempt.objects.get().items.get().order

    page = client.get(address).content.decode()

    names = re.findall(r'type="radio" name="pick" value="(\w+)"', page)
    assert names == served(Attempt.objects.get(), 1, pick=order["n1"])["pick"]


def test_scenario_counts_as_answered_at_its_end(client, asked):
    address = asked()
    take(client, address, "a")
    overview = address.replace("?", "overview/?")

    def unanswered():
        return len(client.get(overview).context["sheet"].unanswered)

    assert unanswered() == 1
    take(client, address, "e", ("n1", "a"), number=2)
    assert unanswered() == 0


def test_script_is_told_the_next_step(client, asked):
    headers = {"accept": "application/json"}
    address = asked()

    answer = take(client, address, "a", headers=headers).json()
    refused = take(client, address, "b", number=2, headers=headers)

    assert answer["kept"]
    assert "Қадам n2" in answer["page"]
    assert refused.status_code == 400
    assert sorted(refused.json()) == ["error", "page"]
    assert "Қадам n2" in refused.json()["page"]


def test_other_questions_come_without_their_page(client, asked):
    address = asked([{}])
    choice = served(Attempt.objects.get(), 1, choice="a")

    answer = client.post(
        address, choice | {"sequence": 1}, headers={"accept": "application/json"}
    )

    assert "page" not in json.loads(answer.content)


def test_path_that_is_told_shows_what_was_taken_and_nothing_behind_it():
    question = QuestionVersionFactory(**SCENARIO)
    text = BODY["kk"]
    order = question.kind.order(text, NullShuffler())

    form = build_judged_form(
        question, text, order, [["n1", "a"], ["n2", "e"]], reveals=True
    )

    told = [[(one.id, one.verdict) for one in field.options] for field in form.fields]
    assert told == [[("a", "right")], [("e", "wrong")]]
    assert build_judged_form(question, text, order, [["n1", "a"]]).fields[1:] == ()


@pytest.mark.parametrize(
    ("choices", "part", "score"),
    [("ad", False, 1), ("ae", False, 0), ("ae", True, 0.6667), ("cd", True, 0)],
)
def test_exam_is_marked_by_the_path(client, asked, choices, part, score):
    key = KEY | ({"credit": "part"} if part else {})
    address = asked([SCENARIO | {"key": key}])
    take(client, address, choices[0])
    take(client, address, choices[1], ("n1", choices[0]), number=2)

    attempt = attempt_marking.mark_attempt(Attempt.objects.get(), at=NOW)

    assert float(attempt.items.get().mark) == score


def test_must_pass_scenario_fails_the_exam_on_a_breach(client, asked):
    address = asked([SCENARIO | {"must_pass": True}])
    take(client, address, "c")
    take(client, address, "d", ("n1", "c"), number=2)

    attempt = attempt_marking.mark_attempt(Attempt.objects.get(), at=NOW)

    assert (attempt.passed, attempt.must_pass_failed) == (False, True)

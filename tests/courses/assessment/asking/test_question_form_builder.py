"""The form of each kind of question, as a browser without script sends it."""

import re
from random import Random

import pytest
from django.urls import reverse
from django.utils import translation

from courses.assessment.kinds import KINDS
from courses.assessment.models import Attempt, QuestionVersion, Response
from tests.factories.assessment import exam_enrolment, served
from tests.factories.kinds import QUESTIONS, sent_for

pytestmark = pytest.mark.django_db

#: Kinds whose answers may be changed until the hand-in; ``test_branching`` has the other.
CHANGEABLE = [name for name in QUESTIONS if name != "branching"]


@pytest.fixture
def asked(client):
    """Begin an exam of one question in the learner's browser; returns its address."""

    def asked(name, **key):
        body, right = QUESTIONS[name]
        bank = [{"type": name, "body": body, "key": right | key}]
        enrolment = exam_enrolment(
            bank, paper={"questions": 1, "open_questions": int(name == "open")}
        )
        client.force_login(enrolment.learner.user)
        start = reverse("assessment:start", args=[enrolment.key])
        client.post(start, {"hold": client.get(start).context["hold"]})
        attempt = Attempt.objects.get()
        address = reverse("assessment:question", args=[attempt.key])
        return f"{address}?w={attempt.hold}&q=1"

    return asked


def test_open_answer_that_is_too_long_is_refused_with_its_limit(client, asked, english):
    address = asked("open")

    page = client.post(
        address,
        {"open": "у" * 201, "sequence": 1, "go": "next"},
        headers={"Accept": "application/json"},
    )

    assert page.status_code == 400
    assert page.json() == {
        "error": "This answer is too long. Write at most 200 characters."
    }
    assert not Response.objects.exists()


@pytest.mark.parametrize("name", ["numeric", "text", "cloze"])
def test_what_is_no_answer_is_refused_and_stays_in_its_field(client, asked, name):
    address = asked(name)
    field = {"numeric": "number", "text": "text", "cloze": "gap-2"}[name]
    (sent,) = served(Attempt.objects.get(), 1, **{field: ""})
    typed = "көп" if name == "numeric" else "у" * 251

    page = client.post(address, {sent: typed, "sequence": 1, "go": "next"})

    assert page.status_code == 400
    (message,) = page.context["messages"]
    assert str(message)
    assert f'value="{typed}"' in page.content.decode()
    assert not Response.objects.exists()


@pytest.mark.parametrize("name", CHANGEABLE)
def test_answer_is_kept_and_stands_in_the_form_again(client, asked, name):
    address, key = asked(name), QUESTIONS[name][1]
    right = served(Attempt.objects.get(), 1, **sent_for(name, key))

    client.post(address, right | {"sequence": 1, "go": "stay"})
    page = client.get(address)

    assert _held(page.content.decode()) == sorted(
        (field, value) for field, values in right.items() for value in values
    )
    assert Response.objects.get().given


@pytest.mark.parametrize("name", CHANGEABLE)
def test_answer_can_be_taken_back(client, asked, name):
    address, key = asked(name), QUESTIONS[name][1]
    right = served(Attempt.objects.get(), 1, **sent_for(name, key))
    client.post(address, right | {"sequence": 1, "go": "stay"})

    client.post(address, {"sequence": 2, "go": "stay"})

    assert _held(client.get(address).content.decode()) == []
    assert [one.given is None for one in Response.objects.order_by("pk")] == [
        False,
        True,
    ]


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_field_has_a_name_for_screen_readers(client, asked, name):
    page = client.get(asked(name)).content.decode()
    form = page.split("<fieldset>")[1].split("</fieldset>")[0]

    for field in re.findall(r"<(?:input|select|textarea)\b[^>]*>", form):
        labelled = re.search(r'\bid="([^"]+)"', field)
        assert "aria-label=" in field or f'for="{labelled[1]}"' in form


@pytest.mark.parametrize("name", ["multiple", "matching", "ordering", "cloze"])
def test_question_says_that_parts_count_where_they_do(name):
    body, key = QUESTIONS[name]
    order = KINDS[name].order(body["kk"], Random(1))

    def hint(**more):
        question = QuestionVersion(type=name, key=key | more)
        with translation.override("en"):
            return question.build_form(body["kk"], order, {}).hint

    assert "count" not in hint()
    assert "count" in hint(credit="part")


def test_long_steps_are_listed_with_letters():
    text = {"steps": [{"id": i, "text": f"{i} " + "ұзақ қадам " * 5} for i in "abc"]}
    question = QuestionVersion(type="ordering", key={"order": list("abc")})

    form = question.build_form(text, ["c", "a", "b"], {})

    assert [one[:1] for one in form.listed] == ["c", "a", "b"]
    assert [one.text[:4] for one in form.fields[0].options] == ["A. c", "B. a", "C. b"]


def _held(page):
    """Return the fields that hold something, with what they hold, by name."""
    form = page.split("<fieldset>")[1].split("</fieldset>")[0]
    found = []
    for field in re.findall(r"<input\b[^>]*>", form):
        values = dict(re.findall(r'\b(name|value|type)="([^"]*)"', field))
        if values["type"] == "text" or " checked" in field:
            found.append((values["name"], values["value"]))
    for name, value in re.findall(
        r'(?s)<textarea name="([^"]+)".*?>\n(.*?)</textarea>', form
    ):
        found.append((name, value))
    for name, options in re.findall(
        r'(?s)<select name="([^"]+)".*?>(.*?)</select>', form
    ):
        found += [(name, v) for v in re.findall(r'value="([^"]+)" selected', options)]
    return sorted((name, value) for name, value in found if value)

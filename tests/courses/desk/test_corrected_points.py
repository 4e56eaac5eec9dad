"""The desk of corrected points: asked for by step and criterion, shown before and after."""

import pytest
from django.urls import reverse

from courses.assessment.corrections import key_corrections, regrades
from courses.assessment.marks import attempt_marking
from courses.assessment.models import KeyCorrection, QuestionVersion
from elearning.accounts.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.assessment import NOW, edition_with_exam
from tests.factories.kinds import QUESTIONS
from tests.factories.open_answers import marked, open_item, written

pytestmark = pytest.mark.django_db

BODY, KEY = QUESTIONS["branching"]
SCENARIO = {"n1/a": 2, "n1/b": 0, "n1/c": 5, "n2/d": 1, "n2/e": 0}
RUBRIC = {f"{name}/{level}": level for name in "xy" for level in (0, 1, 2)}


@pytest.fixture
def scenario():
    edition = edition_with_exam(
        [{"type": "branching", "body": BODY, "key": KEY}, {}], questions=2
    )
    found = QuestionVersion.objects.filter(version__entries__edition=edition)
    return found.get(type="branching")


def answered(*levels, markers=1):
    """A marked open answer, each pair of levels a marker's."""
    attempt = written(others=1, markers=markers)
    attempt_marking.mark_attempt(attempt, at=NOW)
    for x, y in levels:
        marked(attempt, x, y)
    return open_item(attempt)


def address(question):
    return reverse("desk:corrections:propose", args=[question.pk])


def sent(points, effect="points", **more):
    """What the form sends for ``points``."""
    given = {f"points-{name}": str(number) for name, number in points.items()}
    return {"effect": effect, "reason": "Ұпай қате"} | given | more


@pytest.mark.parametrize(
    "change", [{"points-n1/a": ""}, {"points-n1/a": "x"}, {"points-n1/a": "101"}]
)
def test_points_that_are_no_number_are_told_at_their_field(
    client, enter, scenario, change
):
    enter(Role.TRAINER)

    page = client.post(address(scenario), sent(SCENARIO) | change | {"keep": "1"})

    assert page.status_code == 400
    assert list(page.context["points"].errors) == ["points-n1/a"]
    assert not KeyCorrection.objects.exists()


def test_points_of_a_rubric_are_never_below_nothing(client, enter):
    enter(Role.TRAINER)

    page = client.post(
        address(answered((2, 2)).question), sent(RUBRIC | {"x/0": -1}, keep="1")
    )

    assert list(page.context["points"].errors) == ["points-x/0"]


def test_form_offers_what_the_question_has(client, enter, scenario):
    enter(Role.TRAINER)

    page = client.get(address(scenario))

    effects = [name for name, _label in page.context["form"].fields["effect"].choices]
    assert effects == ["points", "full", "void"]
    assert page.context["answer"] is None
    form = page.context["points"]
    assert {name: field.initial for name, field in form.fields.items()} == {
        "points-n1/a": 2,
        "never-n1/a": False,
        "points-n1/b": 0,
        "never-n1/b": False,
        "points-n1/c": 0,
        "never-n1/c": True,
        "points-n2/d": 1,
        "never-n2/d": False,
        "points-n2/e": 0,
        "never-n2/e": False,
    }


def test_question_of_answers_asks_for_no_points(client, enter, scenario):
    enter(Role.TRAINER)
    edition = scenario.version.entries.get().edition
    plain = QuestionVersion.objects.filter(version__entries__edition=edition)

    page = client.get(address(plain.exclude(pk=scenario.pk).get()))

    assert page.context["points"].fields == {}
    assert "points-" not in page.content.decode()


def test_points_are_shown_first_then_proposed_and_shown_to_the_second_person(
    client, enter, scenario
):
    enter(Role.TRAINER)
    given = sent(SCENARIO | {"n1/b": 3}, **{"never-n1/c": "on"})

    seen = client.post(address(scenario), given)
    assert (seen.status_code, KeyCorrection.objects.count()) == (200, 0)
    client.post(address(scenario), given | {"keep": "1"})
    kept = KeyCorrection.objects.get()

    assert kept.effect == "points"
    assert scenario.kind.points(kept.keys[0]) == SCENARIO | {"n1/b": 3, "n1/c": None}
    enter(Role.SAFEGUARD_REVIEWER)
    page = client.get(reverse("desk:corrections:decide", args=[kept.key]))
    rows = [row for group in page.context["points"] for row in group.rows]
    assert [(row.before, row.after) for row in rows if row.is_changed] == [(0, 3)]


def test_points_that_leave_an_answer_without_a_judge_are_refused(client, enter):
    question = answered((2, 0), (0, 2), markers=2).question
    enter(Role.TRAINER)
    nothing = RUBRIC | {"y/1": 0, "y/2": 0}

    page = client.post(address(question), sent(nothing, keep="1"))

    assert page.status_code == 400
    assert "қайта бағалатыңыз" in str(page.context["form"].non_field_errors())
    client.post(address(question), sent(nothing, "remark", keep="1"))
    assert KeyCorrection.objects.get().effect == "remark"


def test_answers_come_back_to_the_queue_with_their_new_points(client, enter):
    item = answered((2, 0))
    points = RUBRIC | {"x/2": 4}
    draft = key_corrections.draft_correction(item.question, "remark", points=points)
    kept = key_corrections.propose_correction(
        draft, reason="Қате", by=UserFactory(), at=NOW
    )
    key_corrections.decide_correction(
        kept, is_confirmed=True, reason="Иә", by=UserFactory(), at=NOW
    )
    regrades.apply_due_corrections(NOW)
    enter(Role.TRAINER)

    correction = client.get(reverse("desk:corrections:correction", args=[kept.key]))
    assert correction.context["left"] == 1
    sheet = client.get(reverse("desk:marking:mark", args=[item.pk]))
    assert "4 ұпай. Деңгей 2" in sheet.content.decode()
    client.post(
        reverse("desk:marking:mark", args=[item.pk]),
        {"level-x": "1", "level-y": "2", "comment": ""},
    )
    regrades.apply_due_corrections(NOW)

    correction = client.get(reverse("desk:corrections:correction", args=[kept.key]))
    assert (correction.context["left"], correction.context["done"]) == (0, 1)

"""Exams with answers in learners' own words, and the trainers who mark them."""

from datetime import timedelta

from courses.assessment.marks import open_answer_marking
from courses.assessment.models import AttemptItem
from elearning.accounts.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.assessment import NOW, begin, exam_enrolment, save
from tests.factories.kinds import QUESTIONS

BODY, KEY = QUESTIONS["open"]
TEXT = "Шақырамыз, бірақ келу міндетті емес."


def question(*, markers=1, **facts):
    """The facts of an open question for a bank."""
    return {"type": "open", "body": BODY, "key": KEY | {"markers": markers}} | facts


def trainer():
    """Somebody who may mark."""
    return UserFactory(roles=[Role.TRAINER])


def written(*, markers=1, others=0, at=NOW, text=TEXT, paper=None, **facts):
    """An attempt with one open answer, and ``others`` questions answered rightly."""
    bank = [question(markers=markers), *({} for _ in range(others))]
    rules = {"questions": others + 1, "open_questions": 1} | (paper or {})
    attempt = begin(exam_enrolment(bank, paper=rules, **facts), at=at)
    for item in attempt.items.select_related("question"):
        sent = {"choice": ["a"]}
        if item.question.type == "open":
            sent = {"open": [text]} if text else {}
        save(attempt, item.position, sent, 1, at=at + timedelta(minutes=1))
    return attempt


def open_item(attempt):
    """The open answer of an attempt."""
    items = AttemptItem.objects.filter(attempt=attempt, question__type="open")
    return items.select_related("question", "attempt").get()


def marked(attempt, x=2, y=2, *, by=None, at=None, comment="", decides=False):
    """Give ``x`` and ``y`` points for the open answer of an attempt."""
    act = (
        open_answer_marking.decide_open_mark
        if decides
        else open_answer_marking.record_open_mark
    )
    return act(
        open_item(attempt),
        {"x": x, "y": y},
        comment=comment,
        by=by or trainer(),
        at=at or NOW + timedelta(days=1),
    )

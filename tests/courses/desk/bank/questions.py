"""Questions of the bank as tests of the desk need them."""

from django.urls import reverse

from courses.assessment.bank import question_quarantine
from courses.assessment.marks import attempt_marking
from tests.factories.accounts import UserFactory
from tests.factories.assessment import NOW, answer, begin, exam_enrolment


def address(name, question):
    keys = (
        [] if name in {"questions", "tasks", "proposals", "leaks"} else [question.key]
    )
    return reverse(f"desk:bank:{name}", args=keys)


def leak(question, by=None):
    return question_quarantine.quarantine_question(
        question, reason="Топта тарап кетті", by=by or UserFactory(), at=NOW
    )


def sat(question, learner, *, marked=True):
    """An attempt of ``learner`` in which ``question`` was asked and answered rightly."""
    edition = question.course.editions.get()
    attempt = begin(exam_enrolment(edition=edition, learner=learner))
    others = attempt.items.exclude(question__version__unit=question)
    answer(attempt, wrong={others.first().position})
    return attempt_marking.mark_attempt(attempt, at=NOW) if marked else attempt


def shown(client, **query):
    page = client.get(reverse("desk:bank:questions"), query)
    assert page.status_code == 200
    return [line.unit.slug for line in page.context["lines"]]

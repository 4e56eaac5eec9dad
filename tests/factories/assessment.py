"""Question banks, papers, and editions with an exam."""

from datetime import UTC, datetime, timedelta

import factory

from courses import progress
from courses.assessment.asking.part_names import PartNames
from courses.assessment.attempts import answer_store, attempt_start
from courses.assessment.bank import (
    question_leaks,
    question_quarantine,
    question_states,
    stale_questions,
)
from courses.assessment.models import (
    Attempt,
    PaperVersion,
    QuestionVersion,
    Sitting,
)
from courses.models import Unit
from elearning.accounts.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.courses import (
    CourseFactory,
    EditionFactory,
    EnrolmentFactory,
    OutcomeFactory,
    UnitVersionFactory,
)
from tests.factories.provisions import stale_keys
from tests.factories.staff import EstablishmentFactory, RemitFactory

NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


def body(number=1, choices="abcd"):
    """The text of a question in three languages, told apart by its number."""
    return {
        language: {
            "stem": f"{stem} {number}?",
            "feedback": "",
            "choices": [
                {"id": choice, "text": f"{word} {choice}", "feedback": ""}
                for choice in choices
            ],
        }
        for language, stem, word in [
            ("kk", "Сұрақ", "Жауап"),
            ("ru", "Вопрос", "Ответ"),
            ("en", "Question", "Answer"),
        ]
    }


class QuestionVersionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = QuestionVersion

    version = factory.SubFactory(UnitVersionFactory, unit__kind=Unit.Kind.QUESTION)
    type = "single"
    outcome = factory.SubFactory(
        OutcomeFactory, course=factory.SelfAttribute("..version.unit.course")
    )
    body = factory.Sequence(body)
    key = {"right": ["a"]}
    cites = ["NMR 1"]


def case_facts(*places, key="00000000-0000-4000-8000-00000000000c"):
    """Facts of the questions of one case, for ``edition_with_exam``."""
    facts = []
    for place in places:
        words = body(100 + place)
        for language, title in [("kk", "Оқиға"), ("ru", "Случай"), ("en", "Night")]:
            text = f"{title}: бірінші.\n\n{title}: екінші."
            words[language]["case"] = {"title": title, "text": text}
        facts.append({"case": key, "place": place, "body": words})
    return facts


class PaperVersionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PaperVersion

    version = factory.SubFactory(
        UnitVersionFactory, unit__kind=Unit.Kind.EXAM, unit__slug="exam"
    )
    questions = 4
    minutes = 40
    pass_mark = 75
    attempts = 3
    waiting_hours = [24, 72]


def edition_with_exam(bank, course=None, **paper):
    """An edition with one lesson, an exam and a question for each facts in ``bank``."""
    course = course or CourseFactory()
    outcome = OutcomeFactory(course=course)
    lesson = UnitVersionFactory(unit__course=course)
    exam = PaperVersionFactory(version__unit__course=course, **paper)
    questions = [
        QuestionVersionFactory(
            version__unit__course=course, **({"outcome": outcome} | facts)
        )
        for facts in bank
    ]
    versions = [lesson, exam.version, *(item.version for item in questions)]
    return EditionFactory(course=course, versions=versions)


def exam_enrolment(bank=None, *, edition=None, read=True, paper=None, **facts):
    """A learner whose lessons are done, on a course with a bank and an exam.

    ``bank`` is a list of facts for the questions; ``paper`` facts for the paper.
    """
    edition = edition or edition_with_exam(bank or [{}] * 4, **(paper or {}))
    enrolment = EnrolmentFactory(edition=edition, **facts)
    for unit in progress.list_lessons_before_exam(enrolment) if read else ():
        progress.finish_unit(enrolment, unit, language="kk", at=NOW)
    return enrolment


def begin(enrolment=None, *, at=NOW, language="kk", **facts) -> Attempt:
    """Start an attempt the way a learner does."""
    enrolment = enrolment or exam_enrolment(**facts)
    return attempt_start.start_attempt(
        enrolment, at=at, by=enrolment.learner.user, language=language
    )


def put_in_state(unit, state, *, reason="Себеп", by=None, at=NOW, **facts):
    """Bring a question into a state, by two people where it takes two; return the fact."""
    waits = question_states.change_question_state(
        unit, state, reason=reason, by=by or UserFactory(), at=at, **facts
    )
    if waits:
        second = UserFactory()
        question_states.decide_state_proposal(
            waits,
            is_confirmed=True,
            reason="Иә",
            expected=question_states.build_proposal_mark(waits),
            by=second,
            at=at,
        )
    return unit.state_changes.latest("pk")


def reaffirm(question, *, reason="Дұрыс", by=None, at=NOW):
    """Say that a question is still right by every change that waits for an answer now."""
    return stale_questions.reaffirm_question(
        question,
        read=stale_keys(question.version),
        reason=reason,
        by=by or UserFactory(),
        at=at,
    )


def lift_quarantine(unit, **facts):
    """Lift the quarantine that a question is in now."""
    facts = {"reason": "Жалған дабыл", "at": NOW} | facts
    return question_quarantine.lift_quarantine(
        unit,
        expected=question_quarantine.build_quarantine_mark(unit),
        by=facts.pop("by") if "by" in facts else UserFactory(),
        **facts,
    )


def decide_leak(unit, decision, **facts):
    """Decide about the results of a question in the quarantine that it is in now."""
    return question_leaks.decide_leak(
        unit,
        decision,
        expected=question_quarantine.build_quarantine_mark(unit),
        **{"reason": "Себеп", "at": NOW} | facts,
    )


def save(attempt, position, sent, sequence, *, at, **facts):
    """Send an answer in ``attempt`` the way its window does."""
    answer = answer_store.SentAnswer(sent, sequence, **facts)
    learner = attempt.enrolment.learner.user
    return answer_store.save_answer(attempt.key, position, answer, at=at, by=learner)


def served(attempt, position, **sent):
    """What the form of a question sends in ``attempt`` for what ``sent`` names by ids."""
    item = attempt.items.select_related("question").get(position=position)
    text, _language = item.question.text()
    names = served_names(PartNames.of_item(item).in_text(text))
    found = {}
    for field, values in sent.items():
        kind, dash, name = field.partition("-")
        listed = [values] if isinstance(values, str) else values
        found[f"{kind}{dash}{names.get(name, name)}"] = [
            names.get(value, value) for value in listed
        ]
    return found


def served_names(part):
    """The names of all parts of a named text, by their ids."""
    found = {}
    for parts in part.values():
        for one in parts if isinstance(parts, list) else ():
            if isinstance(one, dict):
                found |= {one["id"]: one["served"]} | served_names(one)
    return found


def answer(attempt, *, wrong=(), at=None):
    """Answer every item rightly, except the positions in ``wrong``."""
    at = at or attempt.started_at + timedelta(minutes=1)
    for item in attempt.items.select_related("question"):
        kind, key = item.question.kind, item.question.key
        sent = kind.form(kind.solution(key))
        if item.position in wrong:
            sent = {
                "choice": [one for one in item.order if one not in key["right"]][:1]
            }
        save(attempt, item.position, sent, 1, at=at)


def marked(edition, purpose, shares, language="kk", number=1):
    """Marked attempts of as many people as there are shares of right answers."""
    paper = PaperVersion.objects.get(version__entries__edition=edition)
    for share in shares:
        Attempt.every.create(
            enrolment=EnrolmentFactory(edition=edition),
            paper=paper,
            purpose=purpose,
            number=number,
            language=language,
            started_at=NOW,
            ends_at=NOW,
            handed_in_at=NOW,
            marked_at=NOW,
            ended_by="learner",
            score=share,
            passed=False,
            must_pass_failed=False,
        )


class SittingFactory(factory.django.DjangoModelFactory):
    """A sitting at an establishment, open around ``NOW``, without an invigilator."""

    class Meta:
        model = Sitting

    course = factory.SubFactory(CourseFactory)
    establishment = factory.SubFactory(EstablishmentFactory)
    opens_at = NOW - timedelta(hours=1)
    closes_at = NOW + timedelta(hours=3)
    planned_at = NOW - timedelta(days=3)
    planned_by = factory.SubFactory(UserFactory)


def invigilator_at(establishment):
    """Somebody who invigilates at ``establishment``."""
    user = UserFactory(roles=[Role.INVIGILATOR])
    RemitFactory(user=user, role=Role.INVIGILATOR, establishment=establishment)
    return user

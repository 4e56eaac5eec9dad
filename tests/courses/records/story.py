"""Everything that the platform tells, really done once by one learner."""

import uuid
from datetime import timedelta

from courses import progress
from courses.assessment.marks import attempt_marking
from courses.assessment.models import AttemptPurpose
from courses.assessment.practice import course_practice, diagnostic_tests
from courses.certificates.models import Certificate
from courses.compliance.exemptions import ExemptionTerms, grant_exemption
from courses.compliance.models import Exemption
from courses.enrolment import enrol_learner, leave_course
from courses.events import ScenarioDecided, SelfCheckAnswered
from courses.models import Unit, UnitText
from courses.provisions.document_release import release_document
from courses.records.statements.certificate_statements import (
    emit_certificate_revoked,
    emit_certificate_updated,
)
from courses.records.statements.guideline_session_statements import (
    emit_guideline_acknowledged,
    emit_guideline_read,
    emit_session_attended,
)
from courses.records.statements.statement_builder import StatementContext
from tests.factories.accounts import UserFactory
from tests.factories.approvals import approved
from tests.factories.assessment import (
    NOW,
    PaperVersionFactory,
    QuestionVersionFactory,
    answer,
    begin,
    save,
)
from tests.factories.courses import CourseFactory, EditionFactory, UnitVersionFactory
from tests.factories.open_answers import marked, question, written
from tests.factories.provisions import changed_guideline, published_guideline
from tests.factories.staff import StaffMemberFactory

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def whole_story():
    """Do all of it, through the functions that the screens call."""
    learner = StaffMemberFactory(family_name="Қайратұлы", given_name="Нұрсұлтан")
    edition, units = edition_of_everything()
    course = edition.course
    first = enrol_learner(learner, course, by=learner.user, at=NOW)
    take_test(first, NOW - HOUR)
    take_lesson(first, units, NOW)
    practise(first, NOW + HOUR / 2)
    fail_and_pass_late(first, NOW + HOUR)
    again = enrol_learner(learner, course, by=learner.user, at=NOW + 300 * DAY)
    take_lesson(again, units, NOW + 300 * DAY)
    attempt = begin(again, at=NOW + 301 * DAY)
    answer(attempt)
    attempt_marking.mark_attempt(attempt, at=NOW + 301 * DAY + HOUR / 4)
    third = enrol_learner(learner, course, by=learner.user, at=NOW + 302 * DAY)
    leave_course(third, by=learner.user, at=NOW + 303 * DAY)
    answer_in_own_words(learner, NOW + 310 * DAY)
    outside_of_lessons(learner, course, first)
    return learner


def edition_of_everything():
    """A front page, a module with a lesson in it, an exam with two kinds of questions."""
    course = CourseFactory()
    front, module, lesson = (
        UnitVersionFactory(unit__course=course, unit__kind=kind)
        for kind in (Unit.Kind.COURSE, Unit.Kind.MODULE, Unit.Kind.LESSON)
    )
    texts = UnitText.objects.filter(version=lesson)
    texts.update(details={"cites": ["NMR 1", "MG-6 1.1"]})
    paper = PaperVersionFactory(version__unit__course=course, pre_test_questions=2)
    questions = [
        QuestionVersionFactory(version__unit__course=course, cites=[f"NMR {number}"])
        for number in range(1, 5)
    ]
    questions.append(
        QuestionVersionFactory(version__unit__course=course, for_practice=True)
    )
    listed = [front, module, paper.version, *(one.version for one in questions)]
    edition = EditionFactory(course=course, versions=listed)
    inside = edition.entries.get(version=module)
    edition.entries.create(version=lesson, position=99, parent=inside)
    return edition, [version.unit for version in (front, module, lesson)]


def take_test(enrolment, at):
    """Begin a test that does not count, answer one question of two, never hand it in."""
    attempt = diagnostic_tests.start_test(
        enrolment,
        AttemptPurpose.PRE_TEST,
        at=at,
        by=enrolment.learner.user,
        language="kk",
    )
    save(attempt, 1, {"choice": ["a"]}, 1, at=at)
    attempt_marking.mark_attempt(attempt, at=attempt.ends_at + HOUR)


def practise(enrolment, at):
    """Answer a question for practice."""
    key = course_practice.build_practice_progress(enrolment).next_key
    question = course_practice.find_practice_question(enrolment, key)
    course_practice.record_practice_answer(
        enrolment, question, {"choice": ["a"]}, language="kk", at=at
    )


def take_lesson(enrolment, units, at):
    """Open everything on the way to the lesson, answer, decide, finish."""
    for minute, unit in enumerate(units):
        progress.start_unit(
            enrolment, unit, language="ru", at=at + timedelta(minutes=minute)
        )
    lesson = units[-1]
    answered = SelfCheckAnswered(
        enrolment,
        lesson,
        "check",
        correct=False,
        score=0.5,
        interaction="choice",
        response="a[,]b",
        language="ru",
        at=at + HOUR / 6,
    )
    progress.record_self_check_answer(answered, given=["a", "b"])
    for choice, correct, cites in [("walk", None, ["NMR 43"]), ("call", True, [])]:
        decided = ScenarioDecided(
            enrolment,
            lesson,
            "scene",
            choice,
            node=f"after-{choice}",
            score=1,
            correct=correct,
            cites=cites,
            language="ru",
            at=at + (HOUR / 5 if correct else HOUR / 6),
        )
        progress.record_scenario_choice(decided)
    progress.finish_unit(enrolment, lesson, language="ru", at=at + HOUR / 4)


def fail_and_pass_late(enrolment, at):
    """Fail an exam with nothing answered, pass it a day later without handing in."""
    attempt_marking.mark_attempt(begin(enrolment, at=at), at=at + HOUR / 4)
    attempt = begin(enrolment, at=at + 2 * DAY)
    answer(attempt)
    attempt_marking.mark_attempt(attempt, at=attempt.ends_at + HOUR)


def answer_in_own_words(learner, at):
    """Hand in an exam, which a trainer marks the day after; it is not passed."""
    course = CourseFactory()
    paper = PaperVersionFactory(
        version__unit__course=course, questions=1, open_questions=1
    )
    asked = QuestionVersionFactory(
        version__unit__course=course, **question(cites=["NMR 1"])
    )
    edition = EditionFactory(course=course, versions=[paper.version, asked.version])
    attempt = written(edition=edition, learner=learner, at=at)
    attempt_marking.mark_attempt(attempt, at=at + HOUR / 4, by=learner.user)
    marked(attempt, 1, 1, at=at + DAY)


def outside_of_lessons(learner, course, enrolment):
    """What is told of guidelines, sessions, exemptions and a certificate taken back."""
    officer = UserFactory()
    version = published_guideline("1.1", by=UserFactory())
    guideline = release_document(
        version, approved([version.digest], by=officer), by=officer
    )
    emit_guideline_read(learner, guideline, language="kk", at=NOW)
    emit_guideline_acknowledged(learner, guideline, language="kk", at=NOW + HOUR)
    for key, context in [
        (uuid.UUID(int=1), StatementContext.of(enrolment, "kk")),
        (uuid.UUID(int=2), StatementContext(learner, "kk", course)),
    ]:
        emit_session_attended(
            context,
            key,
            {"kk": "Сабақ жиыны", "ru": "Занятие", "en": "Session"},
            at=NOW,
            seconds=5400,
        )
    grant_exemption(
        learner,
        course,
        ExemptionTerms(
            kind=Exemption.Kind.WAIVER,
            reason="Taught it, says Қайратұлы",
            starts_on=(NOW + 400 * DAY).date(),
            ends_on=(NOW + 500 * DAY).date(),
        ),
        by=officer,
        at=NOW + 399 * DAY,
    )
    certificate = Certificate.objects.of(learner)[0]
    changed = changed_guideline("1.1", substantive=["1.1"])
    emit_certificate_updated(certificate, changed, language="ru", at=NOW + 390 * DAY)
    emit_certificate_revoked(certificate, ground="issued-in-error", at=NOW + 400 * DAY)

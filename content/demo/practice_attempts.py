"""Practice attempts of the demonstration’s learner: an entry test and some questions."""

from datetime import datetime, timedelta

from courses.assessment.attempts import answer_store
from courses.assessment.kinds import Sent
from courses.assessment.marks import attempt_marking
from courses.assessment.models import AttemptPurpose, PracticeAnswer, QuestionVersion
from courses.assessment.practice import course_practice, diagnostic_tests
from courses.models import Enrolment
from elearning.accounts.models import User
from elearning.staff.models import StaffMember

#: A course that is required of the learner and not begun.
COURSE = "C1"
#: The number of practice questions, and which of them is answered wrongly.
_PRACTISED, _WRONG = 4, 2
_AGO = timedelta(hours=2)


def create_practice_attempts(learner: StaffMember, *, at: datetime) -> bool:
    """Practise the course as ``learner``, once; return whether the entry test is new."""
    found = Enrolment.objects.active().filter(learner=learner, course__code=COURSE)
    enrolment = found.select_related("learner", "edition", "course").first()
    if enrolment is None or learner.user is None:
        return False
    is_new = diagnostic_tests.is_entry_test_open(enrolment, at)
    if is_new:
        _take_entry_test(enrolment, by=learner.user, at=at - _AGO)
    if not PracticeAnswer.objects.filter(enrolment=enrolment).exists():
        _practise(enrolment, at - _AGO / 2)
    return is_new


def _take_entry_test(enrolment: Enrolment, *, by: User, at: datetime) -> None:
    """Answer every other question correctly, and leave the rest."""
    language = enrolment.learner.language
    attempt = diagnostic_tests.start_test(
        enrolment, AttemptPurpose.PRE_TEST, at=at, by=by, language=language
    )
    for item in attempt.items.select_related("question"):
        kind, key = item.question.kind, item.question.key
        if item.position % 2:
            sent = answer_store.SentAnswer(kind.form(kind.solution(key)), 1)
            moment = at + timedelta(minutes=item.position)
            answer_store.save_answer(attempt.key, item.position, sent, at=moment, by=by)
    attempt_marking.mark_attempt(attempt, at=at + timedelta(minutes=15), by=by)


def _practise(enrolment: Enrolment, at: datetime) -> None:
    for number in range(1, _PRACTISED + 1):
        next_key = course_practice.build_practice_progress(enrolment).next_key
        question = (
            course_practice.find_practice_question(enrolment, next_key)
            if next_key
            else None
        )
        if question is None:
            return
        course_practice.record_practice_answer(
            enrolment,
            question,
            _sent(question, is_right=number != _WRONG),
            language=enrolment.learner.language,
            at=at + timedelta(minutes=number),
        )


def _sent(question: QuestionVersion, *, is_right: bool) -> Sent:
    """Return the form data of the right answer, or of a single wrong choice if possible."""
    form = question.kind.form(question.kind.solution(question.key))
    text = question.text()[0]
    if is_right or "choices" not in text:
        return form
    names = [one["id"] for one in text["choices"]]
    return {"choice": [one for one in names if one not in question.key["right"]][:1]}

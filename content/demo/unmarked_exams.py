"""Exams of invented people that wait for marking, so that the marking queue is not empty."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from courses import progress
from courses.assessment.attempts import answer_store, attempt_start
from courses.assessment.marks import attempt_marking
from courses.enrolment import enrol_learner
from courses.models import Course, Enrolment
from elearning.accounts.models import User
from elearning.staff.models import StaffMember
from elearning.staff.staff_accounts import create_staff_account

#: The course whose exam has an open question.
COURSE = "C4-M1"
#: Open answers by language, the better ones first.
_WRITTEN = {
    "kk": (
        (
            "Теолог сейсенбі күні консультация өткізеді. Келу-келмеу өз еркіңізде: келісімнің "
            "артықшылығы да, бас тартудың салдары да жоқ, кейін де келуге болады. Журналға "
            "шақыру берілгенін және шешімді ғана жазамын, топқа баяндаймын."
        ),
        "Консультацияға келіңіз, бұл сізге пайдалы болады. Келмесеңіз де ештеңе етпейді.",
    ),
    "ru": (
        (
            "Во вторник теолог проводит консультацию. Приходить или нет, решаете Вы: согласие "
            "ничего не дает, отказ ничем не грозит, прийти можно и позже. В журнале записываю "
            "только приглашение и решение и докладываю команде."
        ),
        "Приходите на консультацию, это учтут при характеристике.",
    ),
}


def create_unmarked_exams(people: Iterable[StaffMember], *, at: datetime) -> int:
    """Let ``people`` hand in the exam of the course, one an hour; return how many did.

    People without an account get one: nobody sits an exam without.
    """
    course = Course.objects.filter(code=COURSE).first()
    if course is None or course.current_edition is None:
        return 0
    done = 0
    for person in people:
        begun = at - timedelta(hours=done + 1)
        enrolment = enrol_learner(person, course, by=None, at=begun - timedelta(days=1))
        if enrolment.attempts.exists():
            continue
        writer = person.user or create_staff_account(person, by=None)
        _hand_in(enrolment, begun, _text(person, done), by=writer)
        done += 1
    return done


def _text(person: StaffMember, place: int) -> str:
    written = _WRITTEN.get(person.language, _WRITTEN["ru"])
    return written[place % len(written)]


def _hand_in(enrolment: Enrolment, begun: datetime, text: str, *, by: User) -> None:
    """Read the lessons, then answer everything correctly and the open question with ``text``."""
    language = enrolment.learner.language
    for unit in progress.list_lessons_before_exam(enrolment):
        progress.finish_unit(enrolment, unit, language=language, at=begun)
    attempt = attempt_start.start_attempt(
        enrolment, at=begun, by=None, language=language
    )
    for item in attempt.items.select_related("question"):
        kind, key = item.question.kind, item.question.key
        right = text if kind.is_marked_by_people else kind.solution(key)
        moment = begun + timedelta(minutes=item.position)
        sent = answer_store.SentAnswer(kind.form(right), 1)
        answer_store.save_answer(attempt.key, item.position, sent, at=moment, by=by)
    attempt_marking.mark_attempt(attempt, at=begun + timedelta(minutes=12))

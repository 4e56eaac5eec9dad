"""Types of the activities in our statements."""

from courses.models import Unit
from courses.records.statements.vocabulary import VocabularyTerm

_ADL = "http://adlnet.gov/expapi/activities/"


class ActivityType(VocabularyTerm):
    """A type of activity."""

    folder = "types"


COURSE = ActivityType("course", ("курс", "курс", "course"), home=_ADL)
MODULE = ActivityType("module", ("модуль", "модуль", "module"), home=_ADL)
LESSON = ActivityType("lesson", ("сабақ", "урок", "lesson"), home=_ADL)
EXAM = ActivityType("assessment", ("емтихан", "экзамен", "exam"), home=_ADL)
QUESTION = ActivityType("cmi.interaction", ("сұрақ", "вопрос", "question"), home=_ADL)
SCENARIO = ActivityType("simulation", ("жағдаят", "ситуация", "scenario"), home=_ADL)
PROFILE = ActivityType("profile", ("профиль", "профиль", "profile"), home=_ADL)
CERTIFICATE = ActivityType(
    "certificate",
    ("сертификат", "сертификат", "certificate"),
    (
        "Курсты тәмамдау туралы бір сертификат; атауы — курстың бейтарап атауы.",
        "Один сертификат об окончании курса; называется нейтральным названием курса.",
        "One certificate of one completion, under the neutral title of its course.",
    ),
)
GUIDELINE = ActivityType(
    "guideline",
    ("әдістемелік ұсыным", "методические рекомендации", "guideline"),
    (
        "Тізілімдегі әдістемелік ұсыным; барлық редакциясы мен тілі — бір әрекет.",
        "Методические рекомендации из реестра; все редакции и языки — одно и то же.",
        "A methodological guideline of the register, the same in all editions and languages.",
    ),
)
TEST = ActivityType(
    "test",
    ("тест", "тест", "test"),
    (
        "Емтихан емес тест: курс алдында, емтиханнан кейін 90 күнде не өзгерген ұсыным бойынша.",
        "Тест, а не экзамен: до курса, через 90 дней после него или по новым рекомендациям.",
        "A test that is no exam: before a course, 90 days after it, or on a changed guideline.",
    ),
    wider=(f"{_ADL}assessment",),
)
SESSION = ActivityType(
    "session",
    ("сабақ жиыны", "очное занятие", "training session"),
    (
        "Қызметкерлер бетпе-бет жиналған оқу сабағы.",
        "Занятие, на которое сотрудники собрались лично.",
        "An hour of training to which staff come in person.",
    ),
    wider=(f"{_ADL}meeting",),
)

#: The type of each kind of unit.
OF_UNIT = {
    Unit.Kind.COURSE: COURSE,
    Unit.Kind.MODULE: MODULE,
    Unit.Kind.LESSON: LESSON,
    Unit.Kind.EXAM: EXAM,
    Unit.Kind.QUESTION: QUESTION,
}
#: All types.
ACTIVITY_TYPES = (
    COURSE,
    MODULE,
    LESSON,
    EXAM,
    QUESTION,
    SCENARIO,
    CERTIFICATE,
    GUIDELINE,
    SESSION,
    TEST,
    PROFILE,
)

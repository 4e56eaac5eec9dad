"""Events of courses and lessons, in the order of a learner’s progress."""

from courses.records.profile.profile_events import Presence, ProfileEvent
from courses.records.statements import activity_types as types
from courses.records.statements import extensions as say
from courses.records.statements import verbs

_ALWAYS, _SOMETIMES = Presence.ALWAYS, Presence.SOMETIMES
_EDITION = {say.EDITION: _ALWAYS}
_CITING = _EDITION | {say.CITES: _SOMETIMES}

#: Before and during the course.
COURSE_EVENTS = (
    ProfileEvent(
        "course-registered",
        ("Курсқа жазылды", "Записан на курс", "Put on a course"),
        (
            "Қызметкер курстың ағымдағы басылымына жазылды.",
            "Сотрудника записали на текущую редакцию курса.",
            "Somebody was put on the current edition of a course.",
        ),
        verbs.REGISTERED,
        types.COURSE,
        has_parent=False,
        values=_EDITION,
    ),
    ProfileEvent(
        "course-left",
        ("Курстан шықты", "Покинул курс", "Left a course"),
        (
            "Жазылу курс аяқталмай тоқтатылды.",
            "Запись на курс прекращена до его завершения.",
            "An enrolment ended before the course was completed.",
        ),
        verbs.TERMINATED,
        types.COURSE,
        has_parent=False,
        values=_EDITION,
        result={"completion": (False,)},
    ),
    ProfileEvent(
        "front-page-opened",
        ("Курс беті ашылды", "Открыта страница курса", "Opened the front page"),
        (
            "Курстағы қызметкер оның басты бетін алғаш рет ашты.",
            "Записанный на курс впервые открыл его главную страницу.",
            "A learner on a course opened its front page for the first time.",
        ),
        verbs.EXPERIENCED,
        types.COURSE,
        values=_CITING,
    ),
    ProfileEvent(
        "module-opened",
        ("Модуль ашылды", "Открыт модуль", "Opened a module"),
        (
            "Модуль беті алғаш рет ашылды.",
            "Страница модуля открыта впервые.",
            "The page of a module was opened for the first time.",
        ),
        verbs.EXPERIENCED,
        types.MODULE,
        values=_CITING,
    ),
    ProfileEvent(
        "lesson-opened",
        ("Сабақ ашылды", "Открыт урок", "Opened a lesson"),
        (
            "Сабақ алғаш рет ашылды.",
            "Урок открыт впервые.",
            "A lesson was opened for the first time.",
        ),
        verbs.INITIALIZED,
        types.LESSON,
        values=_CITING,
    ),
    ProfileEvent(
        "check-answered",
        (
            "Өзін тексерді",
            "Ответил на вопрос для самопроверки",
            "Answered a self-check",
        ),
        (
            "Сабақтағы өзін-өзі тексеру сұрағына жауап берілді; әр жауап бөлек айтылады.",
            "Ответ на вопрос для самопроверки в уроке; о каждом ответе отдельно.",
            "A self-check in a lesson was answered; each answer is told.",
        ),
        verbs.ANSWERED,
        types.QUESTION,
        parent=types.LESSON,
        values=_CITING,
        result={"response": _ALWAYS, "success": (True, False), "score.scaled": _ALWAYS},
    ),
    ProfileEvent(
        "practice-answered",
        (
            "Жаттығу сұрағына жауап берді",
            "Ответил на вопрос тренировки",
            "Answered a question to practise",
        ),
        (
            "Жаттығуға арналған сұраққа жауап берілді; әр жауап бөлек айтылады.",
            "Ответ на вопрос для тренировки; о каждом ответе отдельно.",
            "A question for practice was answered; each answer is told.",
        ),
        verbs.ANSWERED,
        types.QUESTION,
        parent=types.COURSE,
        values=_CITING,
        result={"response": _ALWAYS, "success": (True, False), "score.scaled": _ALWAYS},
    ),
    ProfileEvent(
        "choice-made",
        ("Жағдаятта таңдады", "Сделал выбор в ситуации", "Made a choice in a scenario"),
        (
            "Жағдаятта таңдау жасалды; score.raw — таңдаудың ұпайы, success — аяғында ғана.",
            "Сделан выбор в ситуации; score.raw — баллы за него, success — только в конце.",
            "A choice in a scenario; score.raw is its points, success is told at an ending.",
        ),
        verbs.SELECTED,
        types.SCENARIO,
        values=_CITING,
        result={
            "response": _ALWAYS,
            "score.raw": _ALWAYS,
            "success": _SOMETIMES,
            say.NODE: _ALWAYS,
        },
    ),
    ProfileEvent(
        "lesson-finished",
        ("Сабақ аяқталды", "Урок завершен", "Finished a lesson"),
        (
            "Сабақ аяқталды; duration — алғаш ашылғаннан бергі уақыт.",
            "Урок завершен; duration — время с первого открытия.",
            "A lesson was finished; duration is the time since it was first opened.",
        ),
        verbs.COMPLETED,
        types.LESSON,
        values=_CITING,
        result={"completion": (True,), "duration": _ALWAYS},
    ),
    ProfileEvent(
        "course-progressed",
        ("Курста ілгеріледі", "Продвинулся по курсу", "Came further in a course"),
        (
            "Сабақ не емтихан аяқталғаннан кейін курстың қаншасы өтілгені.",
            "Сколько курса пройдено после завершения урока или экзамена.",
            "How far a finished lesson or exam brings the learner.",
        ),
        verbs.PROGRESSED,
        types.COURSE,
        has_parent=False,
        values=_EDITION,
        result={say.PROGRESS: _ALWAYS},
    ),
    ProfileEvent(
        "course-completed",
        ("Курс аяқталды", "Курс завершен", "Completed a course"),
        (
            "Басылымның барлық бөлігі аяқталды; емтихан болса, score.scaled — оның үлесі.",
            "Завершены все части редакции; после экзамена score.scaled — его результат.",
            "Every part of the edition is finished; score.scaled after an exam.",
        ),
        verbs.COMPLETED,
        types.COURSE,
        has_parent=False,
        values=_EDITION,
        result={
            "completion": (True,),
            "success": (True,),
            "score.scaled": _SOMETIMES,
        },
    ),
)

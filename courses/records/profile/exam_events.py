"""Events of exams and tests, in their order."""

from courses.records.profile.profile_events import Presence, ProfileEvent, Wanted
from courses.records.statements import activity_types as types
from courses.records.statements import extensions as say
from courses.records.statements import verbs
from courses.records.statements.extensions import StatementExtension

_ALWAYS = Presence.ALWAYS
_EDITION = {say.EDITION: _ALWAYS}
_SITTING = _EDITION | {say.ATTEMPT: _ALWAYS}
_CITING = _SITTING | {say.CITES: Presence.SOMETIMES}
_ASKED = _CITING | {say.TRIAL: Presence.SOMETIMES}
_SCORE: dict[str | StatementExtension, Wanted] = {
    f"score.{part}": _ALWAYS for part in ("scaled", "raw", "min", "max")
}

#: In exams.
EXAM_EVENTS = (
    ProfileEvent(
        "exam-opened",
        ("Емтихан ашылды", "Открыт экзамен", "Opened an exam"),
        (
            "Қызметкер емтиханға алғаш рет кірісті.",
            "Сотрудник впервые приступил к экзамену.",
            "A learner came to an exam for the first time.",
        ),
        verbs.INITIALIZED,
        types.EXAM,
        values=_EDITION,
    ),
    ProfileEvent(
        "attempt-begun",
        ("Әрекет басталды", "Попытка начата", "Began an attempt"),
        (
            "Емтихан тапсыру әрекеті басталды.",
            "Начата попытка сдать экзамен.",
            "An attempt at an exam began.",
        ),
        verbs.ATTEMPTED,
        types.EXAM,
        values=_SITTING,
    ),
    ProfileEvent(
        "question-answered",
        ("Сұраққа жауап берілді", "Дан ответ на вопрос", "Answered a question"),
        (
            "Емтихан сұрағына соңғы сақталған жауап; нәтижемен бірге айтылады.",
            "Последний сохраненный ответ на вопрос экзамена; сообщается с результатом.",
            "The last answer saved to a question of an exam; told with the result.",
        ),
        verbs.ANSWERED,
        types.QUESTION,
        parent=types.EXAM,
        values=_ASKED,
        result={
            "response": Presence.SOMETIMES,
            "success": (True, False),
            "score.scaled": Presence.SOMETIMES,
        },
    ),
    ProfileEvent(
        "question-skipped",
        ("Сұрақ жауапсыз қалды", "Вопрос пропущен", "Skipped a question"),
        (
            "Емтихан сұрағы тапсырғанда жауапсыз қалды.",
            "К сдаче экзамена на вопрос нет ответа.",
            "A question of an exam had no answer at hand-in.",
        ),
        verbs.SKIPPED,
        types.QUESTION,
        parent=types.EXAM,
        values=_ASKED,
        result={"success": (False,)},
    ),
    ProfileEvent(
        "exam-submitted",
        ("Емтихан бағалауға тапсырылды", "Экзамен сдан на оценку", "Handed in an exam"),
        (
            "Емтихан тапсырылды; кейбір жауабын адамдар бағалағанша нәтижесі күтеді.",
            "Экзамен сдан; результат ждет, пока люди оценят часть ответов.",
            "An exam was handed in; its result waits until people have marked answers.",
        ),
        verbs.SUBMITTED,
        types.EXAM,
        values=_SITTING,
        result={"duration": _ALWAYS},
    ),
    ProfileEvent(
        "time-ran-out",
        ("Уақыт бітті", "Время истекло", "Ran out of time"),
        (
            "Әрекетті сағат тоқтатты, ештеңе тапсырылмады; нәтижесі содан кейін айтылады.",
            "Попытку прекратили часы, ее не сдали; результат сообщается после этого.",
            "The clock ended an attempt that was not handed in; its result is told later.",
        ),
        verbs.TERMINATED,
        types.EXAM,
        values=_SITTING | {say.GROUND: _ALWAYS},
        result={"duration": _ALWAYS},
    ),
    ProfileEvent(
        "exam-passed",
        ("Емтихан тапсырылды", "Экзамен сдан", "Passed an exam"),
        (
            "Бағаланған әрекет өту шегіне жетті.",
            "Оцененная попытка достигла проходного балла.",
            "A marked attempt reached the pass mark.",
        ),
        verbs.PASSED,
        types.EXAM,
        values=_SITTING | {say.REGRADED: Presence.SOMETIMES},
        result=_SCORE
        | {"success": (True,), "completion": (True,), "duration": _ALWAYS},
    ),
    ProfileEvent(
        "exam-failed",
        ("Емтихан тапсырылмады", "Экзамен не сдан", "Failed an exam"),
        (
            "Бағаланған әрекет өту шегіне жетпеді не міндетті сұрақта қате кетті.",
            "Оцененная попытка не достигла проходного балла или ошибочна в обязательном.",
            "A marked attempt missed the pass mark, or a must-pass question was wrong.",
        ),
        verbs.FAILED,
        types.EXAM,
        values=_SITTING | {say.REGRADED: Presence.SOMETIMES},
        result=_SCORE
        | {"success": (False,), "completion": (True,), "duration": _ALWAYS},
    ),
    ProfileEvent(
        "exam-finished",
        ("Емтихан аяқталды", "Экзамен завершен", "Finished an exam"),
        (
            "Тапсырылған емтихан курс бөлігі ретінде аяқталды.",
            "Сданный экзамен завершен как часть курса.",
            "A passed exam was finished as a part of the course.",
        ),
        verbs.COMPLETED,
        types.EXAM,
        values=_EDITION,
        result={"completion": (True,), "duration": _ALWAYS},
    ),
)

#: In tests that do not count.
TEST_EVENTS = (
    ProfileEvent(
        "test-begun",
        ("Тест басталды", "Тест начат", "Began a test"),
        (
            "Емтихан емес тест басталды.",
            "Начат тест, который не является экзаменом.",
            "A test began that is no exam.",
        ),
        verbs.ATTEMPTED,
        types.TEST,
        values=_SITTING,
    ),
    ProfileEvent(
        "test-question-answered",
        (
            "Тест сұрағына жауап берілді",
            "Дан ответ на вопрос теста",
            "Answered a question of a test",
        ),
        (
            "Емтихан емес тест сұрағына соңғы сақталған жауап; тапсырғанда айтылады.",
            "Последний сохраненный ответ на вопрос теста; сообщается при сдаче.",
            "The last answer saved to a question of a test that is no exam; told at hand-in.",
        ),
        verbs.ANSWERED,
        types.QUESTION,
        parent=types.TEST,
        values=_CITING,
        result={
            "response": _ALWAYS,
            "success": (True, False),
            "score.scaled": Presence.SOMETIMES,
        },
    ),
    ProfileEvent(
        "test-question-skipped",
        (
            "Тест сұрағы жауапсыз қалды",
            "Вопрос теста пропущен",
            "Skipped a question of a test",
        ),
        (
            "Емтихан емес тест сұрағы тапсырғанда жауапсыз қалды.",
            "К сдаче теста на вопрос нет ответа.",
            "A question of a test that is no exam had no answer at hand-in.",
        ),
        verbs.SKIPPED,
        types.QUESTION,
        parent=types.TEST,
        values=_CITING,
        result={"success": (False,)},
    ),
    ProfileEvent(
        "test-time-ran-out",
        ("Тест уақыты бітті", "Время теста истекло", "Ran out of time in a test"),
        (
            "Тестті сағат тоқтатты, ештеңе тапсырылмады; нәтижесі содан кейін айтылады.",
            "Тест прекратили часы, его не сдали; результат сообщается следом.",
            "The clock ended a test that was not handed in; its result is told next.",
        ),
        verbs.TERMINATED,
        types.TEST,
        values=_SITTING | {say.GROUND: _ALWAYS},
        result={"duration": _ALWAYS},
    ),
    ProfileEvent(
        "test-finished",
        ("Тест аяқталды", "Тест завершен", "Finished a test"),
        (
            "Емтихан емес тест аяқталды.",
            "Завершен тест, который не является экзаменом.",
            "A test that is no exam was finished.",
        ),
        verbs.COMPLETED,
        types.TEST,
        values=_SITTING,
        result=_SCORE | {"completion": (True,), "duration": _ALWAYS},
    ),
)

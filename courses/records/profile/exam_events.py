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
    ProfileEvent("exam-opened", verbs.INITIALIZED, types.EXAM, values=_EDITION),
    ProfileEvent("attempt-begun", verbs.ATTEMPTED, types.EXAM, values=_SITTING),
    ProfileEvent(
        "question-answered",
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
        verbs.SKIPPED,
        types.QUESTION,
        parent=types.EXAM,
        values=_ASKED,
        result={"success": (False,)},
    ),
    ProfileEvent(
        "exam-submitted",
        verbs.SUBMITTED,
        types.EXAM,
        values=_SITTING,
        result={"duration": _ALWAYS},
    ),
    ProfileEvent(
        "time-ran-out",
        verbs.TERMINATED,
        types.EXAM,
        values=_SITTING | {say.GROUND: _ALWAYS},
        result={"duration": _ALWAYS},
    ),
    ProfileEvent(
        "exam-passed",
        verbs.PASSED,
        types.EXAM,
        values=_SITTING | {say.REGRADED: Presence.SOMETIMES},
        result=_SCORE
        | {"success": (True,), "completion": (True,), "duration": _ALWAYS},
    ),
    ProfileEvent(
        "exam-failed",
        verbs.FAILED,
        types.EXAM,
        values=_SITTING | {say.REGRADED: Presence.SOMETIMES},
        result=_SCORE
        | {"success": (False,), "completion": (True,), "duration": _ALWAYS},
    ),
    ProfileEvent(
        "exam-finished",
        verbs.COMPLETED,
        types.EXAM,
        values=_EDITION,
        result={"completion": (True,), "duration": _ALWAYS},
    ),
)

#: In tests that do not count.
TEST_EVENTS = (
    ProfileEvent("test-begun", verbs.ATTEMPTED, types.TEST, values=_SITTING),
    ProfileEvent(
        "test-question-answered",
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
        verbs.SKIPPED,
        types.QUESTION,
        parent=types.TEST,
        values=_CITING,
        result={"success": (False,)},
    ),
    ProfileEvent(
        "test-time-ran-out",
        verbs.TERMINATED,
        types.TEST,
        values=_SITTING | {say.GROUND: _ALWAYS},
        result={"duration": _ALWAYS},
    ),
    ProfileEvent(
        "test-finished",
        verbs.COMPLETED,
        types.TEST,
        values=_SITTING,
        result=_SCORE | {"completion": (True,), "duration": _ALWAYS},
    ),
)

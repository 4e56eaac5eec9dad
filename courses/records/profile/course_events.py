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
        verbs.REGISTERED,
        types.COURSE,
        has_parent=False,
        values=_EDITION,
    ),
    ProfileEvent(
        "course-left",
        verbs.TERMINATED,
        types.COURSE,
        has_parent=False,
        values=_EDITION,
        result={"completion": (False,)},
    ),
    ProfileEvent("front-page-opened", verbs.EXPERIENCED, types.COURSE, values=_CITING),
    ProfileEvent("module-opened", verbs.EXPERIENCED, types.MODULE, values=_CITING),
    ProfileEvent("lesson-opened", verbs.INITIALIZED, types.LESSON, values=_CITING),
    ProfileEvent(
        "check-answered",
        verbs.ANSWERED,
        types.QUESTION,
        parent=types.LESSON,
        values=_CITING,
        result={"response": _ALWAYS, "success": (True, False), "score.scaled": _ALWAYS},
    ),
    ProfileEvent(
        "practice-answered",
        verbs.ANSWERED,
        types.QUESTION,
        parent=types.COURSE,
        values=_CITING,
        result={"response": _ALWAYS, "success": (True, False), "score.scaled": _ALWAYS},
    ),
    ProfileEvent(
        "choice-made",
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
        verbs.COMPLETED,
        types.LESSON,
        values=_CITING,
        result={"completion": (True,), "duration": _ALWAYS},
    ),
    ProfileEvent(
        "course-progressed",
        verbs.PROGRESSED,
        types.COURSE,
        has_parent=False,
        values=_EDITION,
        result={say.PROGRESS: _ALWAYS},
    ),
    ProfileEvent(
        "course-completed",
        verbs.COMPLETED,
        types.COURSE,
        has_parent=False,
        values=_EDITION,
        result={"completion": (True,), "success": (True,), "score.scaled": _SOMETIMES},
    ),
)

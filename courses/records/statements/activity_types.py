"""Types of the activities in our statements."""

from courses.models import Unit
from courses.records.statements.vocabulary import VocabularyTerm

_ADL = "http://adlnet.gov/expapi/activities/"


class ActivityType(VocabularyTerm):
    """A type of activity."""

    folder = "types"


COURSE = ActivityType("course", home=_ADL)
MODULE = ActivityType("module", home=_ADL)
LESSON = ActivityType("lesson", home=_ADL)
EXAM = ActivityType("assessment", home=_ADL)
QUESTION = ActivityType("cmi.interaction", home=_ADL)
SCENARIO = ActivityType("simulation", home=_ADL)
PROFILE = ActivityType("profile", home=_ADL)
CERTIFICATE = ActivityType("certificate")
GUIDELINE = ActivityType("guideline")
TEST = ActivityType("test", wider=(f"{_ADL}assessment",))
SESSION = ActivityType("session", wider=(f"{_ADL}meeting",))

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

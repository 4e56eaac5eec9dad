"""Verbs of our statements: those of other vocabularies if possible, else our own."""

from tincan import Verb as _TincanVerb

from courses.records.statements.vocabulary import VocabularyTerm

_ADL = "http://adlnet.gov/expapi/verbs/"
_CMI5 = "https://w3id.org/xapi/adl/verbs/"
_STREAMS = "http://activitystrea.ms/schema/1.0/"
_TINCAN = "http://id.tincanapi.com/verb/"


class StatementVerb(VocabularyTerm):
    """A verb, displayed in the past tense."""

    folder = "verbs"

    @property
    def spoken(self) -> _TincanVerb:
        return _TincanVerb(id=self.iri, display=self.language_map)


REGISTERED = StatementVerb("registered", home=_ADL)
INITIALIZED = StatementVerb("initialized", home=_ADL)
EXPERIENCED = StatementVerb("experienced", home=_ADL)
PROGRESSED = StatementVerb("progressed", home=_ADL)
COMPLETED = StatementVerb("completed", home=_ADL)
TERMINATED = StatementVerb("terminated", home=_ADL)
ATTEMPTED = StatementVerb("attempted", home=_ADL)
ANSWERED = StatementVerb("answered", home=_ADL)
SUBMITTED = StatementVerb("submit", home=_STREAMS)
PASSED = StatementVerb("passed", home=_ADL)
FAILED = StatementVerb("failed", home=_ADL)
ATTENDED = StatementVerb("attended", home=_ADL)
WAIVED = StatementVerb("waived", home=_CMI5)
READ = StatementVerb("read", home=_STREAMS)
ACKNOWLEDGED = StatementVerb("acknowledge", home=_STREAMS)
SKIPPED = StatementVerb("skipped", home=_TINCAN)
SELECTED = StatementVerb("selected", home=_TINCAN)
EARNED = StatementVerb("earned", home=_TINCAN)
RENEWED = StatementVerb("renewed", wider=(EARNED.iri,))
UPDATED = StatementVerb("updated")
REVOKED = StatementVerb("revoked")

#: The verb with a meaning for the store itself (xAPI 1.0.3, Part Two, 2.3.2); not used
#: for events.
VOIDED = StatementVerb("voided", home=_ADL)

#: All other verbs, in the order of a learner’s progress.
VERBS = (
    REGISTERED,
    TERMINATED,
    EXPERIENCED,
    INITIALIZED,
    ANSWERED,
    SKIPPED,
    SELECTED,
    ATTEMPTED,
    SUBMITTED,
    PASSED,
    FAILED,
    COMPLETED,
    PROGRESSED,
    EARNED,
    RENEWED,
    UPDATED,
    REVOKED,
    WAIVED,
    READ,
    ACKNOWLEDGED,
    ATTENDED,
)

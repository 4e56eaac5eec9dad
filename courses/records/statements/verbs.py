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


REGISTERED = StatementVerb(
    "registered", ("жазылды", "записан(а)", "registered"), home=_ADL
)
INITIALIZED = StatementVerb(
    "initialized", ("бастады", "начал(а)", "initialized"), home=_ADL
)
EXPERIENCED = StatementVerb(
    "experienced", ("танысты", "ознакомился(ась)", "experienced"), home=_ADL
)
PROGRESSED = StatementVerb(
    "progressed", ("ілгерілеп жатыр", "продвинулся(ась)", "progressed"), home=_ADL
)
COMPLETED = StatementVerb(
    "completed", ("аяқтады", "завершил(а)", "completed"), home=_ADL
)
TERMINATED = StatementVerb(
    "terminated", ("тоқтатты", "прекратил(а)", "terminated"), home=_ADL
)
ATTEMPTED = StatementVerb(
    "attempted", ("тапсыруға кірісті", "приступил(а)", "attempted"), home=_ADL
)
ANSWERED = StatementVerb(
    "answered", ("жауап берді", "ответил(а)", "answered"), home=_ADL
)
SUBMITTED = StatementVerb(
    "submit", ("бағалауға тапсырды", "сдал(а) на оценку", "submitted"), home=_STREAMS
)
PASSED = StatementVerb("passed", ("тапсырды", "сдал(а)", "passed"), home=_ADL)
FAILED = StatementVerb("failed", ("тапсыра алмады", "не сдал(а)", "failed"), home=_ADL)
ATTENDED = StatementVerb("attended", ("қатысты", "посетил(а)", "attended"), home=_ADL)
WAIVED = StatementVerb("waived", ("босатылды", "освобожден(а)", "waived"), home=_CMI5)
READ = StatementVerb("read", ("оқыды", "прочитал(а)", "read"), home=_STREAMS)
ACKNOWLEDGED = StatementVerb(
    "acknowledge",
    ("танысқанын растады", "подтвердил(а) ознакомление", "acknowledged"),
    home=_STREAMS,
)
SKIPPED = StatementVerb(
    "skipped", ("жауапсыз қалдырды", "пропустил(а)", "skipped"), home=_TINCAN
)
SELECTED = StatementVerb("selected", ("таңдады", "выбрал(а)", "selected"), home=_TINCAN)
EARNED = StatementVerb("earned", ("алды", "получил(а)", "earned"), home=_TINCAN)
RENEWED = StatementVerb(
    "renewed",
    ("ұзартты", "продлил(а)", "renewed"),
    (
        "Бұрынғысының күші барында сол курс бойынша жаңа сертификат алды.",
        "Получил(а) новый сертификат по тому же курсу, пока прежний еще действовал.",
        "Earned a new certificate of the same course while the one before still counted.",
    ),
    wider=(EARNED.iri,),
)
UPDATED = StatementVerb(
    "updated",
    ("жаңартты", "обновил(а)", "updated"),
    (
        "Сертификаты сүйенетін ұсынымда не өзгергенін біледі; мерзімі сол қалпында.",
        "Знает, что изменилось в рекомендациях, на которых основан сертификат; срок прежний.",
        "Knows what changed in a guideline behind their certificate; its last day stays.",
    ),
)
REVOKED = StatementVerb(
    "revoked",
    ("сертификатынан айырылды", "лишен(а) сертификата", "revoked"),
    (
        "Сертификаттың мерзімі бітпей күшін жойғаны; әрекет етуші — оның иесі.",
        "Сертификат утратил силу до срока; действующее лицо — его владелец.",
        "A certificate lost its force before its time; the actor is its holder.",
    ),
)

#: The verb with a meaning for the store itself (xAPI 1.0.3, Part Two, 2.3.2); not used
#: for events.
VOIDED = StatementVerb("voided", ("жойды", "аннулировал(а)", "voided"), home=_ADL)

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

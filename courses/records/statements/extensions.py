"""Extensions of our statements."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from tincan import Extensions

from courses.records.statements.vocabulary import VocabularyTerm


class ExtensionLocation(StrEnum):
    """The place of an extension in a statement, as named in xAPI Profiles."""

    CONTEXT = "ContextExtension"
    RESULT = "ResultExtension"


@dataclass(frozen=True)
class StatementExtension(VocabularyTerm):
    """One of our extensions; ``schema`` is the JSON schema of its value."""

    place: ExtensionLocation = ExtensionLocation.CONTEXT
    schema: Mapping[str, Any] = field(default_factory=dict, hash=False)

    folder = "extensions"


EDITION = StatementExtension(
    "edition",
    ("басылым", "редакция", "edition"),
    (
        "Білім алушы оқитын курс басылымының, ұсыным үшін — оның редакциясының нөмірі.",
        "Номер редакции курса, по которой учится сотрудник; для рекомендаций — их редакции.",
        "The number of the edition of the course that the learner takes, or of a guideline.",
    ),
    schema={"type": "integer", "minimum": 1},
)
ATTEMPT = StatementExtension(
    "attempt",
    ("әрекет", "попытка", "attempt"),
    (
        "Осы жазылу бойынша емтихан тапсыру әрекетінің нөмірі.",
        "Номер попытки сдать экзамен в рамках этой записи на курс.",
        "The number of the attempt at the exam under this enrolment.",
    ),
    schema={"type": "integer", "minimum": 1},
)
CITES = StatementExtension(
    "cites",
    ("құқықтық негізі", "правовая основа", "legal basis"),
    (
        "Сабақ, сұрақ немесе таңдау сүйенетін тармақтар: құжат коды мен нөмірі.",
        "Пункты, на которых основан урок, вопрос или выбор: код документа и номер.",
        "The clauses that the lesson, question or choice rests on: code and number, NMR 43.",
    ),
    schema={"type": "array", "minItems": 1, "items": {"type": "string"}},
)
TRIAL = StatementExtension(
    "trial",
    ("сынақтағы сұрақ", "вопрос на апробации", "question in trial"),
    (
        "Сұрақ тек сыналды: нәтижеге қосылмайды.",
        "Вопрос только апробируется: в результат он не входит.",
        "The question was only tried out: it is no part of the result.",
    ),
    schema={"type": "boolean"},
)
REGRADED = StatementExtension(
    "regraded",
    ("қайта бағаланған", "переоценено", "regraded"),
    (
        "Сұрақтың кілті түзетілгеннен кейінгі нәтиже; алдыңғы мәлімдеме контексте аталған.",
        "Результат после исправления ключа вопроса; прежнее высказывание названо в контексте.",
        "The result after the key of a question was corrected; the context names the one before.",
    ),
    schema={"type": "boolean"},
)
RENEWS = StatementExtension(
    "renews",
    ("ұзартылған сертификат", "продленный сертификат", "renewed certificate"),
    (
        "Жаңасы жалғастыратын бұрынғы сертификаттың IRI-і.",
        "IRI прежнего сертификата, который продолжает новый.",
        "The IRI of the certificate before, which the new one continues.",
    ),
    schema={"type": "string", "format": "uri"},
)
GROUND = StatementExtension(
    "ground",
    ("негізі", "основание", "ground"),
    (
        "Не себепті екені: шағын тізімнен алынған сөз, ешқашан еркін мәтін емес.",
        "Почему: слово из короткого списка, никогда не свободный текст.",
        "Why: a word from a short list, never free text.",
    ),
    schema={"type": "string", "pattern": "^[a-z-]+$"},
)
UNTIL = StatementExtension(
    "until",
    ("қай күнге дейін", "по какой день", "until"),
    (
        "Күші бар соңғы күн, белгілі болса.",
        "Последний день действия, если он известен.",
        "The last day on which it counts, where there is one.",
    ),
    schema={"type": "string", "format": "date"},
)
NODE = StatementExtension(
    "node",
    ("қадам", "шаг", "step"),
    (
        "Таңдау жағдаяттың қай қадамына алып келгені.",
        "Шаг ситуации, к которому привел выбор.",
        "The step of the scenario that the choice leads to.",
    ),
    place=ExtensionLocation.RESULT,
    schema={"type": "string"},
)
PROGRESS = StatementExtension(
    "progress",
    ("орындалғаны", "выполнено", "progress"),
    (
        "Курстың қанша пайызы өтілгені.",
        "Сколько процентов курса пройдено.",
        "How much of the course is done, in per cent.",
    ),
    place=ExtensionLocation.RESULT,
    schema={"type": "integer", "minimum": 0, "maximum": 100},
)

#: All extensions.
EXTENSIONS = (
    EDITION,
    ATTEMPT,
    CITES,
    TRIAL,
    REGRADED,
    RENEWS,
    GROUND,
    UNTIL,
    NODE,
    PROGRESS,
)


def build_extensions(values: Mapping[StatementExtension, Any]) -> Any:
    """Return ``values`` in tincan’s form, without empty ones."""
    known = {
        extension.iri: value
        for extension, value in values.items()
        if value not in (None, [], "")
    }
    return Extensions(known) if known else None

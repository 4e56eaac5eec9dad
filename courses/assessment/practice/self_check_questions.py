"""Questions asked outside exams, with immediate feedback and unlimited attempts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from courses import progress
from courses.assessment.asking.answer_feedback import NullShuffler, build_judged_form
from courses.assessment.asking.part_names import PartNames, build_neutral_text
from courses.assessment.attempts import answer_store
from courses.assessment.errors import AnswerError
from courses.assessment.kinds import PRACTISED, Given, Sent
from courses.assessment.kinds.question_form import QuestionForm
from courses.assessment.models import QuestionVersion
from courses.events import SelfCheckAnswered
from courses.models import Edition, Enrolment, Unit
from courses.provisions.citation_lookup import ResolvedCitation
from elearning.languages import get_current_language

type Questions = QuerySet[QuestionVersion]


@dataclass(frozen=True)
class SelfCheck:
    """One question as its reader sees it, with feedback on their last answer.

    ``case`` is the text of its case, if any. ``error`` says why the last input was not
    a valid answer; the form then holds that input.
    """

    stem: str
    language: str
    form: QuestionForm
    case: Mapping[str, str] | None = None
    is_answered: bool = False
    is_right: bool = False
    feedback: str = ""
    links: tuple[ResolvedCitation, ...] = ()
    error: str = ""

    @property
    def is_fallback(self) -> bool:
        return self.language != get_current_language()


@dataclass(frozen=True)
class RefusedAnswer:
    """An invalid input, and the sentence that says why."""

    sent: Sent
    error: str


def build_self_check(
    name: str,
    question: QuestionVersion,
    note: Mapping[str, Any],
    *,
    cited: Mapping[str, ResolvedCitation],
    refused: RefusedAnswer | None = None,
) -> SelfCheck:
    """Return the question called ``name`` as its reader sees it.

    ``note`` is what ``progress`` stores about the reader's last answer, empty before
    the first; ``cited`` are the question's citations, resolved, by code.
    """
    text, language = question.text()
    order, case = build_page_order(name, question, text), text.get("case")
    names = PartNames.of_check(name, question)
    text = names.in_text(text)
    if refused is not None:
        form = question.build_form(text, order, names.known(refused.sent))
        return SelfCheck(text["stem"], language, form, case, error=refused.error)
    given = note.get("given", note.get("choices"))  # the format before question types
    if given is None:
        return SelfCheck(
            text["stem"], language, question.build_form(text, order, {}), case
        )
    return SelfCheck(
        text["stem"],
        language,
        build_judged_form(question, text, order, given, cited=cited),
        case,
        is_answered=True,
        is_right=bool(note.get("correct")),
        feedback=text.get("feedback", ""),
        links=tuple(cited[code] for code in question.cites if code in cited),
    )


def answer_self_check(
    enrolment: Enrolment,
    unit: Unit,
    block: str,
    question: QuestionVersion,
    sent: Sent,
    *,
    language: str,
    at: datetime | None = None,
) -> None:
    """Mark the answer sent from a lesson and store it; the last answer counts.

    ``unit`` is the lesson and ``block`` the place in it. Raises ``AnswerError`` for an
    invalid or empty answer.
    """
    weighed = mark_answer(block, question, sent)
    answered = SelfCheckAnswered(
        enrolment,
        unit,
        block,
        interaction=question.kind.xapi_type,
        response=weighed.response,
        correct=weighed.is_right,
        score=weighed.score,
        language=language,
        at=at or timezone.now(),
        cites=question.all_cites,
    )
    progress.record_self_check_answer(answered, given=weighed.given)


@dataclass(frozen=True)
class MarkedAnswer:
    """An answer in stored form, its right share (0–1), and its xAPI form."""

    given: Given
    score: float
    response: str

    @property
    def is_right(self) -> bool:
        return self.score == 1


def mark_answer(name: str, question: QuestionVersion, sent: Sent) -> MarkedAnswer:
    """Return the answer sent for ``question``, which its page calls ``name``, marked.

    Devices may still send answers from pages whose parts were named by id. Raises
    ``AnswerError`` for an invalid or empty answer.
    """
    kind, names = question.kind, PartNames.of_check(name, question)
    try:
        given = answer_store.parse_answer(question, sent, names)
    except AnswerError:
        given = answer_store.parse_answer(question, sent)
    if given is None:
        raise AnswerError(_("Give an answer first."))
    share = kind.share(question.key, given)
    return MarkedAnswer(given, float(share or 0), kind.response(question.body, given))


def build_page_order(
    name: str, question: QuestionVersion, text: Mapping[str, Any]
) -> Any:
    """Return the order of the parts of the question called ``name`` on its page.

    Choices stay as written; other parts are shuffled once, the same for everybody.
    """
    chance = NullShuffler() if "choices" in text else Random(name)  # noqa: S311 — no secret
    return question.kind.order(build_neutral_text(question, text), chance)


def build_submitted_fields(name: str, question: QuestionVersion, given: Given) -> Sent:
    """Return what the form of ``question``, called ``name``, sends for an answer."""
    order = build_page_order(name, question, question.text()[0])
    return PartNames.of_check(name, question).sent(order, given)


def list_practice_questions() -> Questions:
    """Return the versions of questions that are asked outside exams.

    Branching scenarios are excluded: lessons have their own block for them, in which
    readers may go back. So are open questions, which allow no immediate feedback.
    """
    return QuestionVersion.objects.filter(for_practice=True, type__in=PRACTISED)


def list_questions_by_key(
    keys: Iterable[str], edition: Edition | None = None
) -> dict[str, QuestionVersion]:
    """Return the questions of the bank with these ``keys`` (of their units), by key.

    Versions are those that ``edition`` lists, or without one the last published. Only
    practice questions are returned: the answers of others belong to the exam.
    """
    wanted = list(keys)
    if not wanted:
        return {}
    rows = list_practice_questions().filter(version__unit__key__in=wanted)
    rows = rows.select_related("version__unit")
    if edition is not None:
        rows = rows.filter(version__entries__edition=edition)
    return {str(row.version.unit.key): row for row in rows.order_by("version__number")}


def list_offered_questions() -> list[tuple[str, str]]:
    """Return the questions that a lesson may ask: key and title, sorted by title."""
    rows = list_practice_questions().order_by("version__number")
    named = rows.select_related("version__unit").prefetch_related("version__texts")
    titles = {str(row.version.unit.key): row.version.title for row in named}
    return sorted(titles.items(), key=lambda pair: pair[1])

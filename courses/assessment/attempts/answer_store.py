"""Storage of the answers of a running exam: the busiest path of the platform.

Saving an answer takes two queries: one locks the attempt and reads the question with
its last answer, the other inserts the new answer. A step of a scenario needs one more
read, under the lock. Nothing else is locked or changed, so candidates never wait for
each other.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from courses.assessment.asking.part_names import PartNames
from courses.assessment.errors import AnswerError, AttemptClosedError, OtherWindowError
from courses.assessment.kinds import AnswerFormatError, Given, Sent
from courses.assessment.models import (
    GRACE,
    Attempt,
    AttemptItem,
    QuestionVersion,
    Response,
)
from elearning.accounts.models import User
from elearning.prepared_queries import PreparedQuery, QueryParameter

_HIGHEST_SEQUENCE = 2**31 - 1
_READ = (
    "position",
    "flagged",
    "order",
    "question__type",
    "question__body",
    "attempt__key",
    "attempt__hold",
    "attempt__started_at",
    "attempt__ends_at",
    "attempt__extra_minutes",
    "attempt__handed_in_at",
)


@dataclass(frozen=True)
class SavedAnswer:
    """The answer that now counts for a question; whether it is the one just sent."""

    item: AttemptItem
    sequence: int
    given: Given
    saved_at: datetime | None
    is_sent: bool


@dataclass(frozen=True)
class SentAnswer:
    """An answer as sent by a window: the form of the question and its context.

    ``fields`` maps the form's field names to their values; ``sequence`` is a number
    that the window increases with each change. ``hold`` is the name of the window;
    ``flagged`` is whether the learner wants to come back to the question. ``is_served``
    means that parts have the names of the served form; ids are then rejected, since
    some can be guessed.
    """

    fields: Sent
    sequence: int
    hold: str | None = None
    flagged: bool | None = None
    is_served: bool = False


def save_answer(
    key: UUID, position: int, sent: SentAnswer, *, at: datetime, by: User
) -> SavedAnswer:
    """Store an answer and return what now counts for the question at ``position``.

    ``key`` identifies the attempt, which must belong to ``by``. Repeating a
    ``sequence`` is harmless, and one lower than the last is ignored, so answers may
    arrive twice and in any order. An empty form with sequence 1 means that the question
    was viewed but not answered; nothing is stored.

    Raises ``Attempt.DoesNotExist``, ``OtherWindowError`` if another window holds the
    attempt, ``AttemptClosedError`` after the end (with a few seconds' grace for answers
    on their way), and ``AnswerError`` for a sequence out of range, an invalid answer,
    or one that takes back something that must stay.
    """
    if not 0 < sent.sequence <= _HIGHEST_SEQUENCE:
        raise AnswerError(
            _("This answer arrived out of order. Load the page again, then answer.")
        )
    with transaction.atomic():
        item = _locked(key, position, by)
        check_attempt_open(item.attempt, at)
        if sent.hold is not None and item.attempt.hold != sent.hold:
            raise OtherWindowError(_("This exam was continued in another window."))
        names = PartNames.of_item(item) if sent.is_served else None
        given = parse_answer(item.question, sent.fields, names)
        kept = _keep(item, given, sent.sequence, at)
        if sent.flagged not in {None, item.flagged}:
            item.flagged = bool(sent.flagged)
            item.save(update_fields=["flagged"])
    return kept


def parse_answer(
    question: QuestionVersion, sent: Sent, names: PartNames | None = None
) -> Given:
    """Return the answer sent by the form of a question, by ``names`` or by id.

    Raises ``AnswerError`` for an invalid answer; its message says what to do.
    """
    text, _language = question.text()
    try:
        return names.read(text, sent) if names else question.kind.read(text, sent)
    except AnswerFormatError as error:
        raise AnswerError(_words(question, error)) from error


def check_attempt_open(attempt: Attempt, at: datetime) -> None:
    """Raise ``AttemptClosedError`` if ``attempt`` takes no more changes at ``at``."""
    if not attempt.is_open:
        raise AttemptClosedError(
            _("This exam has been handed in. Its answers can no longer be changed.")
        )
    if attempt.is_out_of_time(at - GRACE):
        raise AttemptClosedError(
            _("The time for this exam has run out. Answers saved before then count.")
        )


@PreparedQuery
def _items() -> QuerySet[AttemptItem]:
    own = Attempt.every.visible_to(QueryParameter("by", User, "id"))
    items = AttemptItem.objects.filter(
        attempt__in=own.filter(key=QueryParameter("key", Attempt, "key")),
        position=QueryParameter("position", AttemptItem, "position"),
    )
    asked = items.select_related("attempt", "question").only(*_READ).with_answers()
    return asked.select_for_update(of=("attempt",), no_key=True)


def _locked(key: UUID, position: int, by: User) -> AttemptItem:
    found = _items.ask(key=key, position=position, by=by.pk)
    if found:
        return found[0]
    Attempt.every.visible_to(by).get(key=key)
    raise AnswerError(
        _("This exam has no question with that number. Choose one from the list.")
    )


def _keep(item: AttemptItem, given: Given, sequence: int, at: datetime) -> SavedAnswer:
    if sequence <= (item.answer_number or 0):
        same = item.answer == given
        return SavedAnswer(
            item, item.answer_number or 0, item.answer, item.answered_at, same
        )
    if given is None and sequence == 1:
        return SavedAnswer(item, 0, None, None, is_sent=True)
    whole = _grown(item, given) if item.question.kind.only_grows else given
    answer = Response(item=item, sequence=sequence, given=whole, saved_at=at)
    # the same answer may have arrived at the same moment and be stored already
    Response.objects.bulk_create([answer], ignore_conflicts=True)
    return SavedAnswer(item, sequence, whole, at, is_sent=whole == given)


def _grown(item: AttemptItem, given: Given) -> Given:
    """Return the last answer extended by ``given``.

    The last answer is read again under the lock: of two steps sent at the same moment,
    only one can be the first.
    """
    last = item.responses.order_by("sequence").last()
    try:
        return item.question.kind.grown(last and last.given, given)
    except AnswerFormatError as error:
        raise AnswerError(_words(item.question, error)) from error


def _words(question: QuestionVersion, error: AnswerFormatError) -> str:
    return question.kind.explain(error) or _(
        "This answer does not belong to the question. Load the page again, then answer."
    )

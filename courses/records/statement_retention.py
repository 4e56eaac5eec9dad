"""Removal of expired statements about answers and learning activity.

Results, passes, certificates, and readings and acknowledgements are official records
and stay. Learning activity in lessons serves to improve teaching (``LEARNING``), and
answers are kept as long as a result can be disputed (``ANSWERS``). Forwarded statements
are for the other stores to delete, and statements stored here by other systems follow
their terms: only the platform’s own statements expire, even if others use the same
verbs. Everything here is for ``courses.retention``, in its transactions.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from courses.assessment.models import Attempt, AttemptItem
from courses.models import Enrolment
from courses.records.statements import iris, statement_builder, verbs
from elearning.lrs.statements import agent_erasure
from elearning.staff.models import StaffMember

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from elearning.lrs.models import Statement

#: Verbs of learning activity in lessons.
LEARNING = tuple(
    verb.iri for verb in (verbs.EXPERIENCED, verbs.INITIALIZED, verbs.PROGRESSED)
)
#: Verbs of answers, in exams and lessons, and of choices in scenarios.
ANSWERS = tuple(verb.iri for verb in (verbs.ANSWERED, verbs.SKIPPED, verbs.SELECTED))


def remove_answer_statements(attempts: Iterable[Attempt]) -> int:
    """Delete the statements about answers in ``attempts``; return their number."""
    return agent_erasure.delete_statements(
        agent_erasure.list_statement_ids(_told_of(list(attempts)))
    )


def remove_lesson_answer_statements(enrolments: Sequence[Enrolment]) -> int:
    """Delete the statements about answers in the lessons of ``enrolments``; return their number.

    Answers in exams are kept until their attempts expire.
    """
    in_exams = _told_of(list(Attempt.every.filter(enrolment__in=enrolments)))
    spared = set(agent_erasure.list_statement_ids(in_exams))
    found = [
        one
        for enrolment in enrolments
        for one in _answers_of(enrolment)
        if one not in spared
    ]
    return agent_erasure.delete_statements(found)


def remove_learning_statements(before: datetime, *, most: int) -> int:
    """Delete the oldest ``most`` statements of learning stored ``before``; return their number."""
    return agent_erasure.delete_statements(_learning_before(before)[:most])


def count_learning_before(moment: datetime) -> int:
    """Return the number of statements of learning stored before ``moment``."""
    return _learning_before(moment).count()


def find_oldest_learning() -> datetime | None:
    """Return when the oldest statement of learning was stored."""
    return agent_erasure.find_first_stored_at(
        LEARNING, authority=statement_builder.build_authority()
    )


def remove_learner_statements(
    learner: StaffMember, *, sparing: Iterable[Attempt]
) -> int:
    """Delete the statements about the learning and answers of ``learner``; return their number.

    Documents that programs stored about them are deleted too. Answers in the attempts
    of ``sparing`` are kept.
    """
    spared = set(agent_erasure.list_statement_ids(_told_of(list(sparing))))
    found = [one for one in _of(learner) if one not in spared]
    documents = agent_erasure.list_agent_documents(_agent(learner))
    return agent_erasure.delete_statements(found) + documents.delete()[0]


def count_learner_statements(learner: StaffMember) -> int:
    """Return how much ``remove_learner_statements`` would delete if it spared nothing."""
    return (
        len(_of(learner)) + agent_erasure.list_agent_documents(_agent(learner)).count()
    )


def _learning_before(moment: datetime) -> "QuerySet[Statement, int]":
    own = statement_builder.build_authority()
    return agent_erasure.list_statement_ids_before(moment, LEARNING, authority=own)


def _answers_of(enrolment: Enrolment) -> Iterable[int]:
    own = statement_builder.build_authority()
    return agent_erasure.list_registration_statement_ids(
        enrolment.key, ANSWERS, authority=own
    )


def _of(learner: StaffMember) -> list[int]:
    return list(
        agent_erasure.list_agent_statement_ids(_agent(learner), [*LEARNING, *ANSWERS])
    )


def _agent(learner: StaffMember) -> dict[str, Any]:
    agent: dict[str, Any] = statement_builder.build_agent(learner).as_version()
    return agent


def _told_of(attempts: Sequence[Attempt]) -> list[UUID]:
    items = AttemptItem.objects.filter(attempt__in=attempts)
    asked = items.order_by().values_list("attempt__key", "position")
    return [iris.derive_statement_id("answered", *one) for one in asked]

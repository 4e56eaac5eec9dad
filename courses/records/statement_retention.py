"""Statements whose time is over: what was answered, and how somebody learned.

Of what is told, results, passes, certificates and what was read and acknowledged is the
office's record and stays. How a lesson was gone through is for learning about teaching
(``LEARNING``), and answers are kept for as long as a result can be disputed (``ANSWERS``).
Statements sent on to other stores are theirs to delete, and what other systems stored
here runs on their terms: only what the platform told itself has a time after which it
goes, whatever verbs it shares with them. Everything here is for
``courses.retention``, in its transactions.
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

#: How a lesson was gone through.
LEARNING = tuple(
    verb.iri for verb in (verbs.EXPERIENCED, verbs.INITIALIZED, verbs.PROGRESSED)
)
#: What was answered, in exams and in lessons, and which way somebody took in a scenario.
ANSWERS = tuple(verb.iri for verb in (verbs.ANSWERED, verbs.SKIPPED, verbs.SELECTED))


def remove_answer_statements(attempts: Iterable[Attempt]) -> int:
    """Delete what was told of the answers in ``attempts``; return how many statements."""
    return agent_erasure.delete_statements(
        agent_erasure.list_statement_ids(_told_of(list(attempts)))
    )


def remove_lesson_answer_statements(enrolments: Sequence[Enrolment]) -> int:
    """Delete what was told of answers in the lessons of ``enrolments``; return how many.

    Answers in their exams stay: they go with their attempts.
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
    """Delete how people learned, as it was stored ``before``, the oldest ``most``."""
    return agent_erasure.delete_statements(_learning_before(before)[:most])


def count_learning_before(moment: datetime) -> int:
    """Return how many statements of learning were stored before ``moment``."""
    return _learning_before(moment).count()


def find_oldest_learning() -> datetime | None:
    """Return when the oldest statement of learning was stored."""
    return agent_erasure.find_first_stored_at(
        LEARNING, authority=statement_builder.build_authority()
    )


def remove_learner_statements(
    learner: StaffMember, *, sparing: Iterable[Attempt]
) -> int:
    """Delete how ``learner`` learned and what she answered, as it was told; return how many.

    With what programs kept about her. Answers in the attempts of ``sparing`` stay.
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
    """Return the ids of the statements that tell of the answers in ``attempts``."""
    items = AttemptItem.objects.filter(attempt__in=attempts)
    asked = items.order_by().values_list("attempt__key", "position")
    return [iris.derive_statement_id("answered", *one) for one in asked]

"""Forget somebody: the right to erasure, with a trail that says so."""

import json
import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction

from courses.assessment.models import PracticeAnswer
from courses.records.statements import statement_builder
from elearning.audit import audit_log
from elearning.lrs.models.named_rows import hash_name
from elearning.lrs.spec import actor_schema
from elearning.lrs.spec.errors import SpecError
from elearning.lrs.statements import agent_erasure, identifiers
from elearning.lrs.statements.agent_erasure import AgentTraces
from elearning.staff.models import StaffMember

if TYPE_CHECKING:
    from elearning.accounts.models import User

_PSEUDONYM = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class ErasureSubject:
    """An agent in JSON and, if it is one of the staff, her key."""

    agent: dict[str, Any]
    person: str = ""

    @classmethod
    def of(cls, written: str) -> "ErasureSubject":
        """Return whom an agent in JSON, a service number or a pseudonym names.

        Raises ``LookupError`` for a number nobody has and ``ValueError`` for an agent
        that no store would take or that has no identifier.
        """
        if written.lstrip().startswith("{"):
            return cls(_agent(written))
        if _PSEUDONYM.fullmatch(written):
            account = {"homePage": settings.XAPI_BASE_IRI, "name": written}
            return cls({"account": account})
        found = StaffMember.objects.filter(staff_number=written).first()
        if found is None:
            raise LookupError("Nobody has this service number.")
        return cls(statement_builder.build_agent(found).as_version(), str(found.key))


@dataclass(frozen=True)
class ErasureCounts:
    """How much there is about somebody: in the store, and answers given to practise.

    The answers are found by the key of the person, so not by a pseudonym or an agent.
    """

    store: AgentTraces
    practised: int


def count_traces(somebody: ErasureSubject) -> ErasureCounts:
    """Return how much is kept about somebody that ``forget`` would delete."""
    practised = PracticeAnswer.objects.of(somebody.person).count()
    return ErasureCounts(agent_erasure.count_traces(somebody.agent), practised)


def erase_person(
    somebody: ErasureSubject, *, by: "User | None", reason: str
) -> ErasureCounts:
    """Delete what the store keeps about somebody, and what she practised; return what.

    Completions, certificates, exams and the trail are facts of the office and stay. The
    trail says who was forgotten by a hash, and for staff by the key of the person.
    """
    with transaction.atomic():
        practised, _by_model = PracticeAnswer.objects.of(somebody.person).delete()
        found = ErasureCounts(agent_erasure.erase_agent(somebody.agent), practised)
        name = identifiers.find_agent_name(somebody.agent) or ""
        audit_log.record_action(
            "records.forgotten",
            by=by,
            person=somebody.person,
            reason=reason,
            agent=hash_name(name),
            practised=practised,
            **asdict(found.store),
        )
    return found


def _agent(written: str) -> dict[str, Any]:
    try:
        agent = json.loads(written)
        actor_schema.actor(agent)
    except (ValueError, RecursionError, SpecError) as error:
        raise ValueError(f"This is no agent in JSON: {error}") from error
    if identifiers.find_agent_name(agent) is None:
        raise ValueError("A group without identifier is nobody to be forgotten.")
    found: dict[str, Any] = agent
    return found

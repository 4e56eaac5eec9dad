"""Erasure of a person’s data from the record store, with an entry in the audit log."""

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
    """An agent in JSON and, for staff, the key of the person."""

    agent: dict[str, Any]
    person: str = ""

    @classmethod
    def of(cls, written: str) -> "ErasureSubject":
        """Return the subject of an agent in JSON, a service number or a pseudonym.

        Raises ``LookupError`` for an unknown number, and ``ValueError`` for an agent
        that is invalid or has no identifier.
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
    """The amount of data about somebody: in the store, and practice answers.

    Practice answers are found by the key of the person, not by a pseudonym or an agent.
    """

    store: AgentTraces
    practised: int


def count_traces(somebody: ErasureSubject) -> ErasureCounts:
    """Return the amount of data that ``erase_person`` would delete."""
    practised = PracticeAnswer.objects.of(somebody.person).count()
    return ErasureCounts(agent_erasure.count_traces(somebody.agent), practised)


def erase_person(
    somebody: ErasureSubject, *, by: "User | None", reason: str
) -> ErasureCounts:
    """Delete the store’s data about somebody, and practice answers; return the amounts.

    Completions, certificates, exams and the audit log are official records and stay.
    The audit entry identifies the person by a hash and, for staff, by their key.
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

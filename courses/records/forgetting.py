"""Let the store forget somebody: the right to erasure, with a trail that says so."""

import json
import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction

from courses.records import xapi
from elearning.audit import trail
from elearning.lrs import forgetting, naming
from elearning.lrs.forgetting import Traces
from elearning.lrs.models.named import key_of
from elearning.lrs.spec import actors
from elearning.lrs.spec.flaws import SpecError
from elearning.staff.models import StaffMember

if TYPE_CHECKING:
    from elearning.accounts.models import User

_PSEUDONYM = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Somebody:
    """An agent in JSON and, if it is one of the staff, her key."""

    agent: dict[str, Any]
    person: str = ""

    @classmethod
    def of(cls, written: str) -> "Somebody":
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
        return cls(xapi.agent(found).as_version(), str(found.key))


def traces(somebody: Somebody) -> Traces:
    """Return how much the store keeps about somebody."""
    return forgetting.traces(somebody.agent)


def forget(somebody: Somebody, *, by: "User | None", reason: str) -> Traces:
    """Delete what the store keeps about somebody; return what there was.

    Completions, certificates and the trail are facts of the office and stay. The trail
    says who was forgotten by a hash, and for staff by the key of the person.
    """
    with transaction.atomic():
        found = forgetting.forget(somebody.agent)
        name = naming.agent_name(somebody.agent) or ""
        trail.write(
            "records.forgotten",
            by=by,
            person=somebody.person,
            reason=reason,
            agent=key_of(name),
            **asdict(found),
        )
    return found


def _agent(written: str) -> dict[str, Any]:
    try:
        agent = json.loads(written)
        actors.actor(agent)
    except (ValueError, RecursionError, SpecError) as error:
        raise ValueError(f"This is no agent in JSON: {error}") from error
    if naming.agent_name(agent) is None:
        raise ValueError("A group without identifier is nobody to be forgotten.")
    found: dict[str, Any] = agent
    return found

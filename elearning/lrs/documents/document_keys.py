"""Keys of documents, from the parameters of a request."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Self

from elearning.lrs.errors import RequestError
from elearning.lrs.models import Document
from elearning.lrs.spec import actor_schema, value_checks
from elearning.lrs.spec.errors import SpecError
from elearning.lrs.spec.schemas import Check
from elearning.lrs.statements import identifiers, statement_query

Kind = Document.Kind

_RULE = "xAPI 1.0.3, Part 3, 2.2 to 2.7; xAPI 2.0, 4.1.6"
#: The parameters of a context and of a document’s name, by kind.
_CONTEXTS: Mapping[str, tuple[str, ...]] = {
    Kind.STATE: ("activityId", "agent"),
    Kind.ACTIVITY_PROFILE: ("activityId",),
    Kind.AGENT_PROFILE: ("agent",),
}
_NAMES: Mapping[str, str] = {
    Kind.STATE: "stateId",
    Kind.ACTIVITY_PROFILE: "profileId",
    Kind.AGENT_PROFILE: "profileId",
}


@dataclass(frozen=True)
class DocumentKey:
    """The context of documents or, with a ``name``, the key of one of them.

    ``activity`` is an IRI, ``agent`` the name of an agent’s row.
    """

    kind: Document.Kind
    activity: str | None = None
    agent: str | None = None
    registration: str | None = None
    name: str | None = None

    @classmethod
    def of(cls, kind: Document.Kind, parameters: Mapping[str, str]) -> Self:
        """Return the key of one document; raise ``RequestError`` if its name is missing."""
        place = cls.of_many(kind, _without(parameters, _NAMES[kind]))
        return replace(place, name=_name(parameters, _NAMES[kind]))

    @classmethod
    def of_many(cls, kind: Document.Kind, parameters: Mapping[str, str]) -> Self:
        """Return a context; raise ``RequestError`` for missing or unknown parameters.

        Only state may have a registration. An agent profile belongs to an agent, while
        state may also belong to an identified group (2.6.s3, note).
        """
        wanted = _CONTEXTS[kind]
        optional = {"registration"} if kind == Kind.STATE else set()
        statement_query.check_parameter_names(parameters, {*wanted, *optional})
        facts: dict[str, Any] = {}
        if "activityId" in wanted:
            facts["activity"] = require_activity_id(parameters)
        if "agent" in wanted:
            check = actor_schema.actor if kind == Kind.STATE else actor_schema.agent
            facts["agent"] = identifiers.find_agent_name(
                require_agent(parameters, check)
            )
            if facts["agent"] is None:
                raise RequestError("agent: this group has no identifier.")
        if "registration" in parameters:
            facts["registration"] = statement_query.require_uuid(
                parameters, "registration"
            )
        return cls(kind=kind, **facts)


def has_document_name(kind: Document.Kind, parameters: Mapping[str, str]) -> bool:
    """Tell whether ``parameters`` name one document instead of a context."""
    return _NAMES[kind] in parameters


def split_since(
    parameters: Mapping[str, str],
) -> tuple[datetime | None, dict[str, str]]:
    """Return the moment of ``since``, if present, and the other parameters."""
    if "since" not in parameters:
        return None, dict(parameters)
    asked = statement_query.parse_query({"since": parameters["since"]})
    return asked.moment("since"), _without(parameters, "since")


def require_activity_id(parameters: Mapping[str, str]) -> str:
    """Return the IRI in ``activityId``."""
    written = _required(parameters, "activityId")
    _check("activityId", value_checks.check_iri, written)
    return written


def require_agent(
    parameters: Mapping[str, str], check: Check = actor_schema.agent
) -> dict[str, Any]:
    """Return the agent in the parameter ``agent``, which is JSON and passes ``check``."""
    written = _required(parameters, "agent")
    try:
        agent = json.loads(written)
    except (ValueError, RecursionError):
        raise RequestError(
            "agent: this must be an agent in JSON.", requirement=_RULE
        ) from None
    _check("agent", check, agent)
    found: dict[str, Any] = agent
    return found


def _name(parameters: Mapping[str, str], key: str) -> str:
    written = _required(parameters, key)
    if not written or "\0" in written:
        raise RequestError(
            f"{key}: this must be a text with something in it.", requirement=_RULE
        )
    return written


def _required(parameters: Mapping[str, str], key: str) -> str:
    if key not in parameters:
        raise RequestError(f"The parameter {key} is missing.", requirement=_RULE)
    return parameters[key]


def _check(key: str, check: Check, value: Any) -> None:
    try:
        check(value)
    except SpecError as flaw:
        raise RequestError(
            f"{key}: {flaw.message}", path=flaw.path, requirement=_RULE
        ) from flaw


def _without(parameters: Mapping[str, str], key: str) -> dict[str, str]:
    return {name: value for name, value in parameters.items() if name != key}

"""The scope of tokens: the statements of their agent under their registration.

A token is handed to a launched package, which runs in a learner’s browser, so anybody
may get it. It neither reads nor writes beyond that learner and that launch, and cannot
void statements. Credentials that are not tokens are not restricted by this module.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from elearning.lrs.errors import NotFoundError, ScopeError, StatementError
from elearning.lrs.models import Credential
from elearning.lrs.spec import statement_schema as spec
from elearning.lrs.spec.errors import SpecError
from elearning.lrs.spec.xapi_versions import XapiVersion
from elearning.lrs.statements import identifiers
from elearning.lrs.statements.statement_query import StatementQuery


def check_own_statements(
    batch: Sequence[Any], credential: Credential, version: XapiVersion
) -> None:
    """Refuse a batch in which a token writes for another agent, or voids.

    Raises ``StatementError`` for a breach of the specification, so that later steps may
    rely on the shape of a statement, and ``ScopeError``.
    """
    if not credential.is_token:
        return
    try:
        spec.check_statements(batch, version)
    except SpecError as flaw:
        raise StatementError.of(flaw) from flaw
    for statement in batch:
        if not _is_own(statement, credential) or statement["verb"]["id"] == spec.VOIDED:
            raise ScopeError(
                "This token writes statements of its own agent and registration alone, "
                "and voids none."
            )


def narrow_query(query: StatementQuery, credential: Credential) -> StatementQuery:
    """Return ``query`` limited to what a token may read; ``ScopeError`` if it exceeds that."""
    if not credential.is_token:
        return query
    registration = str(credential.registration)
    agent_asked, registration_asked = query.agent, query.registration
    if agent_asked not in {None, credential.agent} or registration_asked not in {
        None,
        registration,
    }:
        raise ScopeError("This token reads its own agent and registration alone.")
    return replace(
        query, agent=credential.agent, registration=registration, related_agents=False
    )


def keep_own_payloads(payloads: list[str], credential: Credential) -> list[str]:
    """Keep the payloads that a token may read.

    A query also finds statements of others about the token’s own ones; these are
    removed.
    """
    if not credential.is_token:
        return payloads
    return [text for text in payloads if _is_own(json.loads(text), credential)]


def require_readable_payload(payload: str, credential: Credential) -> str:
    """Return one statement’s payload; ``NotFoundError`` if a token may not read it."""
    if not keep_own_payloads([payload], credential):
        raise NotFoundError("No such statement is here.")
    return payload


def check_own_document(
    agent: Mapping[str, Any] | str, registration: object, credential: Credential
) -> None:
    """Refuse a token another agent’s document, or one outside its registration.

    ``agent`` is an agent in JSON or the name of its row.
    """
    if not credential.is_token:
        return
    name = agent if isinstance(agent, str) else identifiers.find_agent_name(dict(agent))
    inside = str(registration or "").lower() == str(credential.registration)
    if name != credential.agent or not inside:
        raise ScopeError("This token opens its own agent and registration alone.")


def _is_own(statement: Mapping[str, Any], credential: Credential) -> bool:
    actor = statement["actor"]
    registration = statement.get("context", {}).get("registration", "")
    return (
        actor.get("objectType", "Agent") == "Agent"
        and identifiers.find_agent_name(actor) == credential.agent
        and registration.lower() == str(credential.registration)
    )

"""Activities and Agents resources (Part Three, 2.4 and 2.5; 2.0, 4.1.6)."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse, JsonResponse

from elearning.lrs.documents import concurrency, document_keys
from elearning.lrs.http.authenticated_request import AuthenticatedRequest
from elearning.lrs.http.resource_views import build_resource_view, require_scope
from elearning.lrs.models import CredentialScope
from elearning.lrs.spec.actor_schema import IDENTIFIERS
from elearning.lrs.statements import (
    activity_definitions,
    identifiers,
    statement_lookup,
    statement_query,
)

#: A definition may hold the right answers, so reading one’s own statements is not
#: enough.
_READING = (CredentialScope.ALL_READ, CredentialScope.READ)
#: The number of an agent’s newest statements that are searched for names.
_LOOKED_THROUGH = 100


@require_scope(*_READING)
def _activity(call: AuthenticatedRequest) -> HttpResponse:
    statement_query.check_parameter_names(call.parameters, {"activityId"})
    iri = document_keys.require_activity_id(call.parameters)
    activity: dict[str, Any] = {"objectType": "Activity", "id": iri}
    if definition := activity_definitions.find_definitions([iri]).get(iri):
        activity["definition"] = definition
    return _tagged(activity)


@require_scope(*_READING)
def _agent(call: AuthenticatedRequest) -> HttpResponse:
    statement_query.check_parameter_names(call.parameters, {"agent"})
    return _tagged(_build_person(document_keys.require_agent(call.parameters)))


def _build_person(agent: dict[str, Any]) -> dict[str, Any]:
    """Return the Person of a valid ``agent``.

    The store does not link identifiers of one person, so the only one is that of the
    request. Names are those in statements about the agent and in the request; they are
    stored nowhere else, and are deleted with the statements.
    """
    found: dict[str, Any] = {"objectType": "Person"}
    if names := list(dict.fromkeys(_names(agent))):
        found["name"] = names
    for kind in IDENTIFIERS & agent.keys():
        found[kind] = [agent[kind]]
    return found


def _names(agent: dict[str, Any]) -> Iterator[str]:
    if "name" in agent:
        yield agent["name"]
    wanted = identifiers.find_agent_name(agent)
    for row in statement_lookup.list_agent_statements(agent)[:_LOOKED_THROUGH]:
        statement = row.content
        for actor in (statement["actor"], statement["object"]):
            for somebody in (actor, *actor.get("member", ())):
                if (
                    identifiers.find_agent_name(somebody) == wanted
                    and "name" in somebody
                ):
                    yield somebody["name"]


def _tagged(found: dict[str, Any]) -> HttpResponse:
    response = JsonResponse(found)
    response["ETag"] = f'"{concurrency.compute_etag(response.content)}"'
    return response


activities = build_resource_view({"GET": _activity})
agents = build_resource_view({"GET": _agent})

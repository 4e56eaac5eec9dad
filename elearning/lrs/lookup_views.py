"""Activities and Agents: what is known of one (Part Three, 2.4 and 2.5; 2.0, 4.1.6)."""

from typing import Any

from django.http import HttpResponse, JsonResponse

from elearning.lrs import canonical, concurrency, people, places, queries
from elearning.lrs.calls import Call
from elearning.lrs.errors import ScopeError
from elearning.lrs.models import Scope
from elearning.lrs.resources import resource, scoped

#: A definition may hold the right answers: reading one's own statements does not do.
_READING = (Scope.ALL_READ, Scope.READ)


@scoped(*_READING)
def _activity(call: Call) -> HttpResponse:
    """Answer with an activity and all that is known of it, be it nothing."""
    _refuse_tokens(call)
    queries.demand_known(call.parameters, {"activityId"})
    iri = places.activity_of(call.parameters)
    activity: dict[str, Any] = {"objectType": "Activity", "id": iri}
    if definition := canonical.definitions([iri]).get(iri):
        activity["definition"] = definition
    return _tagged(activity)


@scoped(*_READING)
def _agent(call: Call) -> HttpResponse:
    """Answer with the Person that an agent stands for."""
    _refuse_tokens(call)
    queries.demand_known(call.parameters, {"agent"})
    return _tagged(people.person(places.agent_of(call.parameters)))


def _refuse_tokens(call: Call) -> None:
    """Refuse a token what goes beyond its own agent, such as the right answers."""
    if call.credential.is_token:
        raise ScopeError("This token opens statements and state alone.")


def _tagged(found: dict[str, Any]) -> HttpResponse:
    response = JsonResponse(found)
    response["ETag"] = f'"{concurrency.etag_of(response.content)}"'
    return response


activities = resource({"GET": _activity})
agents = resource({"GET": _agent})

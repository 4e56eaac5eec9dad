"""Activities and Agents resources (Part Three, 2.4 and 2.5; 2.0, 4.1.6)."""

from typing import Any

from django.http import HttpResponse, JsonResponse

from elearning.lrs.documents import concurrency, document_keys
from elearning.lrs.http.authenticated_request import AuthenticatedRequest
from elearning.lrs.http.resource_views import build_resource_view, require_scope
from elearning.lrs.models import CredentialScope
from elearning.lrs.statements import (
    activity_definitions,
    person_object,
    statement_query,
)

#: A definition may hold the right answers, so reading one’s own statements is not
#: enough.
_READING = (CredentialScope.ALL_READ, CredentialScope.READ)


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
    return _tagged(
        person_object.build_person(document_keys.require_agent(call.parameters))
    )


def _tagged(found: dict[str, Any]) -> HttpResponse:
    response = JsonResponse(found)
    response["ETag"] = f'"{concurrency.compute_etag(response.content)}"'
    return response


activities = build_resource_view({"GET": _activity})
agents = build_resource_view({"GET": _agent})

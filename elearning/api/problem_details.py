"""Errors as problem details (RFC 9457) in the caller’s language."""

from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, Throttled, ValidationError

from elearning.api.models import AccessToken
from elearning.audit import audit_log


class RequestRefusedError(Exception):
    """A valid request that is refused; the text says what to do next."""


def build_problem_response(
    status: HTTPStatus, detail: str, **more: Any
) -> JsonResponse:
    """Return a problem as JSON: ``status``, the sentence ``detail`` and further members."""
    body = {"status": status.value, "title": status.phrase, "detail": detail} | more
    return JsonResponse(body, status=status, content_type="application/problem+json")


def register_problem_handlers(api: NinjaAPI) -> None:
    """Let ``api`` report its errors as problem details."""

    @api.exception_handler(AuthenticationError)
    def unknown(request: HttpRequest, error: Any) -> JsonResponse:
        detail = _(
            "Send a key with access to this in the “Authorization: Bearer” header."
        )
        answer = build_problem_response(HTTPStatus.UNAUTHORIZED, detail)
        answer.headers["WWW-Authenticate"] = "Bearer"
        return answer

    @api.exception_handler(Http404)
    def missing(request: HttpRequest, error: Any) -> JsonResponse:
        _note_refusal(request)
        detail = _("There is nothing with this name, or you do not have access to it.")
        return build_problem_response(HTTPStatus.NOT_FOUND, detail)

    @api.exception_handler(ValidationError)
    def invalid(request: HttpRequest, error: ValidationError) -> JsonResponse:
        wrong = [
            {"where": [str(step) for step in one["loc"]], "what": one["msg"]}
            for one in error.errors
        ]
        detail = _("Correct what is listed and send the request again.")
        return build_problem_response(
            HTTPStatus.UNPROCESSABLE_ENTITY, detail, errors=wrong
        )

    @api.exception_handler(RequestRefusedError)
    def refused(request: HttpRequest, error: RequestRefusedError) -> JsonResponse:
        return build_problem_response(HTTPStatus.UNPROCESSABLE_ENTITY, str(error))

    @api.exception_handler(Throttled)
    def too_many(request: HttpRequest, error: Throttled) -> JsonResponse:
        detail = _("There were too many requests. Wait a minute, then try again.")
        answer = build_problem_response(HTTPStatus.TOO_MANY_REQUESTS, detail)
        answer.headers["Retry-After"] = str(error.wait or 60)
        return answer


def _note_refusal(request: HttpRequest) -> None:
    """Record in the audit log that a key asked for an object its owner cannot see."""
    key, match = getattr(request, "auth", None), request.resolver_match
    if isinstance(key, AccessToken) and match:
        audit_log.record_action(
            "api.refused",
            by=key.user,
            on=key,
            page=match.view_name,
            keys={name: str(value) for name, value in match.kwargs.items()},
        )

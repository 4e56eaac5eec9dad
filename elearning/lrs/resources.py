"""What every resource of the store does: versions, credentials, headers, errors."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from elearning.lrs import consistency, credentials, keys
from elearning.lrs.calls import Call
from elearning.lrs.errors import (
    CredentialError,
    LrsError,
    RateError,
    RequestError,
    ScopeError,
)
from elearning.lrs.models import Scope
from elearning.lrs.spec.flaws import SpecError
from elearning.lrs.spec.versions import Version

_VERSION_HEADER = "X-Experience-API-Version"
_THROUGH_HEADER = "X-Experience-API-Consistent-Through"

type Answer = Callable[[Call], HttpResponse]
type _View = Callable[..., HttpResponse]


def resource(methods: Mapping[str, Answer], *, is_consistent: bool = False) -> _View:
    """Return the view of a resource from an answer for each method.

    Asks for the version header and a credential before the answer is called. HEAD is
    GET without the body, whatever server stands in front. The address passes
    ``spoken``, the version of its mount: in it a request without a version is answered.
    """

    def view(request: HttpRequest, spoken: Version) -> HttpResponse:
        through = consistency.through() if is_consistent else None
        version = spoken
        try:
            version = _version(request)
            response = _answer(request, methods, version)
        except LrsError as error:
            response = _refusal(error)
        return _finish(request, response, version, through)

    return csrf_exempt(login_not_required(view))


def open_resource(answer: Callable[[], HttpResponse]) -> _View:
    """Return the view of a resource that anybody may read, without version or key."""

    def view(request: HttpRequest, spoken: Version) -> HttpResponse:
        is_known = request.method in {"GET", "HEAD"}
        response = answer() if is_known else _not_known(["GET"])
        return _finish(request, response, spoken, None)

    return csrf_exempt(login_not_required(view))


def scoped(*scopes: Scope) -> Callable[[Answer], Answer]:
    """Demand one of ``scopes`` of the credential."""

    def decorate(answer: Answer) -> Answer:
        @wraps(answer)
        def inner(call: Call) -> HttpResponse:
            if not call.credential.has_scope(Scope.ALL, *scopes):
                raise ScopeError("This credential does not open this.")
            return answer(call)

        return inner

    return decorate


def _answer(
    request: HttpRequest, methods: Mapping[str, Answer], version: Version
) -> HttpResponse:
    method = "GET" if request.method == "HEAD" else request.method or ""
    if method not in methods:
        return _not_known(methods)
    header = request.headers.get("Authorization", "")
    call = Call(
        method=method,
        path=request.path,
        version=version,
        credential=credentials.identify(header, at=timezone.now()),
        parameters=request.GET.dict(),
        headers=request.headers,
        content_type=request.content_type or "",
        body=request.body,
    )
    return methods[method](call)


def _version(request: HttpRequest) -> Version:
    try:
        return Version.of(request.headers.get(_VERSION_HEADER))
    except SpecError as flaw:
        raise RequestError(
            f"{_VERSION_HEADER}: {flaw.message}",
            requirement=f"xAPI 1.0.3, {flaw.requirement}",
        ) from None


def _not_known(methods: Mapping[str, Answer] | list[str]) -> HttpResponse:
    response = _refusal(RequestError("This resource does not know this method."))
    response.status_code = 405
    response["Allow"] = ", ".join(
        [*methods, "HEAD"] if "GET" in methods else [*methods]
    )
    return response


def _refusal(error: LrsError) -> HttpResponse:
    response = JsonResponse(error.body, status=error.status)
    if isinstance(error, CredentialError):
        response["WWW-Authenticate"] = 'Basic realm="xAPI", charset="UTF-8"'
    if isinstance(error, RateError):
        response["Retry-After"] = str(error.seconds)
    return response


def _finish(
    request: HttpRequest,
    response: HttpResponse,
    version: Version,
    through: datetime | None,
) -> HttpResponse:
    response[_VERSION_HEADER] = version
    if through is not None:
        response[_THROUGH_HEADER] = keys.written(through)
    if request.method == "HEAD":
        response["Content-Length"] = str(len(response.content))
        response.content = b""
    return response

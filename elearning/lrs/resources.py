"""What every resource of the store does: versions, credentials, headers, errors."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from elearning.lrs import consistency, credentials, keys
from elearning.lrs.errors import CredentialError, LrsError, RequestError, ScopeError
from elearning.lrs.models import Credential, Scope
from elearning.lrs.spec import values
from elearning.lrs.spec.flaws import SpecError

VERSION = "1.0.3"
_VERSION_HEADER = "X-Experience-API-Version"
_THROUGH_HEADER = "X-Experience-API-Consistent-Through"

type _View = Callable[..., HttpResponse]


def resource(
    methods: dict[str, _View], *, is_consistent: bool = False, is_open: bool = False
) -> _View:
    """Return the view of a resource from a view for each method.

    A closed one asks for the version header and a credential, which is passed to the
    view. HEAD is GET without the body, whatever server stands in front.
    """

    def view(request: HttpRequest) -> HttpResponse:
        through = consistency.through() if is_consistent else None
        try:
            response = _answer(request, methods, is_open=is_open)
        except LrsError as error:
            response = _refusal(error)
        return _finish(request, response, through)

    return csrf_exempt(login_not_required(view))


def scoped(*scopes: Scope) -> Callable[[_View], _View]:
    """Demand one of ``scopes`` of the credential."""

    def decorate(view: _View) -> _View:
        @wraps(view)
        def inner(request: HttpRequest, credential: Credential) -> HttpResponse:
            if not credential.has_scope(Scope.ALL, *scopes):
                raise ScopeError("This credential does not open this.")
            return view(request, credential)

        return inner

    return decorate


def _answer(
    request: HttpRequest, methods: dict[str, _View], *, is_open: bool
) -> HttpResponse:
    method = "GET" if request.method == "HEAD" else request.method
    if method not in methods:
        allowed = [*methods, "HEAD"] if "GET" in methods else [*methods]
        response = _refusal(RequestError("This resource does not know this method."))
        response.status_code = 405
        response["Allow"] = ", ".join(allowed)
        return response
    if is_open:
        return methods[method](request)
    _demand_version(request)
    header = request.headers.get("Authorization", "")
    return methods[method](request, credentials.identify(header, at=timezone.now()))


def _demand_version(request: HttpRequest) -> None:
    version = request.headers.get(_VERSION_HEADER)
    try:
        values.version(version)
    except SpecError:
        raise RequestError(
            f"Name the version in {_VERSION_HEADER}: {VERSION}.",
            requirement="xAPI 1.0.3, Part 3, 3.3",
        ) from None


def _refusal(error: LrsError) -> HttpResponse:
    response = JsonResponse(error.body, status=error.status)
    if isinstance(error, CredentialError):
        response["WWW-Authenticate"] = 'Basic realm="xAPI", charset="UTF-8"'
    return response


def _finish(
    request: HttpRequest, response: HttpResponse, through: datetime | None
) -> HttpResponse:
    response[_VERSION_HEADER] = VERSION
    if through is not None:
        response[_THROUGH_HEADER] = keys.written(through)
    if request.method == "HEAD":
        response["Content-Length"] = str(len(response.content))
        response.content = b""
    return response

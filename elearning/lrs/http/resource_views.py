"""Shared behaviour of all resources: versions, credentials, headers and errors."""

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.core.signals import got_request_exception
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from elearning.lrs import statement_keys
from elearning.lrs.access import xapi_credentials
from elearning.lrs.errors import (
    InvalidCredentialError,
    LrsError,
    MethodError,
    NotFoundError,
    RateError,
    RequestError,
    ScopeError,
    StoreFailureError,
)
from elearning.lrs.http import alternate_syntax, cors, request_body
from elearning.lrs.http.authenticated_request import AuthenticatedRequest
from elearning.lrs.http.incoming_request import (
    VERSION_HEADER,
    IncomingRequest,
    parse_query_string,
    require_version,
)
from elearning.lrs.models import CredentialScope
from elearning.lrs.spec.xapi_versions import XapiVersion
from elearning.lrs.statements import consistency

_THROUGH_HEADER = "X-Experience-API-Consistent-Through"
_WITH_BODY = frozenset({"POST", "PUT"})

type Answer = Callable[[AuthenticatedRequest], HttpResponseBase]
type _View = Callable[..., HttpResponseBase]

logger = logging.getLogger(__name__)


def build_resource_view(
    methods: Mapping[str, Answer], *, is_consistent: bool = False
) -> _View:
    """Return the view of a resource from a handler for each method.

    The version header and credential are checked before a handler is called. HEAD is
    GET without the body, whatever the server in front does. The URL passes ``spoken``,
    the version of its mount, which is used for a request without a version. Every
    response names its version and, if ``is_consistent``, the time up to which it is
    consistent.
    """

    def view(request: HttpRequest, spoken: XapiVersion) -> HttpResponseBase:
        exchange = _Exchange(request, methods, is_consistent, _named(request, spoken))
        return exchange.response()

    return csrf_exempt(login_not_required(view))


def build_public_view(answer: Callable[[XapiVersion], HttpResponse]) -> _View:
    """Return the view of a resource that is public, without version or credential.

    ``answer`` gets the version of the mount.
    """

    def view(request: HttpRequest, spoken: XapiVersion) -> HttpResponseBase:
        if request.method == "OPTIONS":
            response = _offer(["GET"])
        elif request.method in {"GET", "HEAD"}:
            response = answer(spoken)
        else:
            response = _refusal(MethodError(["GET"]))
        return _finished(request, response, _named(request, spoken), ["GET"])

    return csrf_exempt(login_not_required(view))


def build_not_found_view() -> _View:
    """Return the view of all other URLs of a mount."""

    def view(request: HttpRequest, spoken: XapiVersion) -> HttpResponseBase:
        response = _refusal(NotFoundError("There is no resource at this address."))
        return _finished(request, response, _named(request, spoken), [])

    return csrf_exempt(login_not_required(view))


def require_scope(*scopes: CredentialScope) -> Callable[[Answer], Answer]:
    """Require one of ``scopes`` of the credential."""

    def decorate(answer: Answer) -> Answer:
        @wraps(answer)
        def inner(call: AuthenticatedRequest) -> HttpResponseBase:
            if not call.credential.has_scope(CredentialScope.ALL, *scopes):
                raise ScopeError("This credential does not open this.")
            return answer(call)

        return inner

    return decorate


@dataclass
class _Exchange:
    """A request and its response; ``version`` is the best known so far."""

    request: HttpRequest
    methods: Mapping[str, Answer]
    is_consistent: bool
    version: XapiVersion

    def response(self) -> HttpResponseBase:
        through = None
        try:
            if self.is_consistent:
                through = statement_keys.format_timestamp(
                    consistency.compute_consistent_through()
                )
            response = self._answer()
        except LrsError as error:
            response = _refusal(error)
        except RecursionError:
            response = _refusal(RequestError("The JSON is nested too deeply."))
        except Exception as fault:  # noqa: BLE001 — even then a client gets its headers
            response = _failure(self.request, fault)
        if through:
            response[_THROUGH_HEADER] = through
        return _finished(self.request, response, self.version, self.methods)

    def _answer(self) -> HttpResponseBase:
        if self.request.method == "OPTIONS":
            return _offer(self.methods)
        incoming = _incoming(self.request)
        self.version = incoming.version
        if incoming.method not in self.methods:
            raise MethodError(self.methods)
        return self.methods[incoming.method](self._call(incoming))

    def _call(self, incoming: IncomingRequest) -> AuthenticatedRequest:
        header = incoming.headers.get("Authorization", "")
        credential = xapi_credentials.require_credential(header, at=timezone.now())
        body = incoming.body
        if body is None:  # the body is read only after authentication
            has_body = incoming.method in _WITH_BODY
            body = request_body.read_body(self.request) if has_body else b""
        return AuthenticatedRequest(
            method=incoming.method,
            path=self.request.path,
            version=incoming.version,
            credential=credential,
            parameters=incoming.parameters,
            headers=incoming.headers,
            body=body,
        )


def _incoming(request: HttpRequest) -> IncomingRequest:
    parameters = parse_query_string(request)
    if "method" in parameters:
        if request.method != "POST":
            raise RequestError("Only a POST may name another method.")
        return alternate_syntax.unwrap_request(request, parameters)
    method = "GET" if request.method == "HEAD" else request.method or ""
    return IncomingRequest(
        method, require_version(request.headers), parameters, request.headers
    )


def _named(request: HttpRequest, spoken: XapiVersion) -> XapiVersion:
    """Return the version named by a request, or ``spoken`` without one."""
    try:
        return require_version(request.headers)
    except RequestError:
        return spoken


def _allowed(methods: Iterable[str]) -> list[str]:
    return [*methods, *(["HEAD"] if "GET" in methods else []), "OPTIONS"]


def _offer(methods: Iterable[str]) -> HttpResponse:
    return HttpResponse(status=204, headers={"Allow": ", ".join(_allowed(methods))})


def _refusal(error: LrsError) -> HttpResponse:
    response = JsonResponse(error.body, status=error.status)
    if isinstance(error, InvalidCredentialError):
        response["WWW-Authenticate"] = 'Basic realm="xAPI", charset="UTF-8"'
    if isinstance(error, RateError):
        response["Retry-After"] = str(error.seconds)
    if isinstance(error, MethodError):
        response["Allow"] = ", ".join(_allowed(error.allowed))
    return response


def _failure(request: HttpRequest, fault: Exception) -> HttpResponse:
    """Respond to an internal error, and report it as Django does."""
    got_request_exception.send(sender=None, request=request)
    logger.error("%s %s failed", request.method, request.path, exc_info=fault)
    return _refusal(StoreFailureError("The store failed; what happened is in its log."))


def _finished(
    request: HttpRequest,
    response: HttpResponseBase,
    version: XapiVersion,
    methods: Iterable[str],
) -> HttpResponseBase:
    request_body.discard_body(request)
    response[VERSION_HEADER] = version
    cors.allow_origin(request, response)
    if request.method == "OPTIONS":
        cors.allow_methods(response, _allowed(methods))
    return _headless(response) if request.method == "HEAD" else response


def _headless(response: HttpResponseBase) -> HttpResponseBase:
    """Keep only the headers of a response; the length is that of the GET response."""
    bare = HttpResponse(status=response.status_code, headers=response.headers)
    if isinstance(response, HttpResponse):
        bare["Content-Length"] = str(len(response.content))
    return bare

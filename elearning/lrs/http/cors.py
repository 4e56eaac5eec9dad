"""CORS: access to the store for pages of other sites.

By default there is none. The setting ``XAPI_ALLOWED_ORIGINS`` lists origins, or is
``*``, which is safe here: requests are authenticated by a header that a page must know,
never by a cookie.
"""

from collections.abc import Iterable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

_REQUEST_HEADERS = (
    "Accept-Language, Authorization, Content-Type, If-Match, If-None-Match, "
    "X-Experience-API-Version"
)
_RESPONSE_HEADERS = (
    "ETag, Last-Modified, Retry-After, WWW-Authenticate, "
    "X-Experience-API-Consistent-Through, X-Experience-API-Version"
)
_SECONDS_KEPT = 24 * 60 * 60


def allow_origin(request: HttpRequest, response: HttpResponseBase) -> None:
    """Let a page of an allowed origin read ``response``."""
    allowed: list[str] = settings.XAPI_ALLOWED_ORIGINS
    if not allowed:
        return
    patch_vary_headers(response, ["Origin"])
    origin = request.headers.get("Origin", "")
    if origin and (origin in allowed or "*" in allowed):
        response["Access-Control-Allow-Origin"] = origin
        response["Access-Control-Expose-Headers"] = _RESPONSE_HEADERS


def allow_methods(response: HttpResponseBase, methods: Iterable[str]) -> None:
    """Add to a preflight response what an allowed page may send."""
    if "Access-Control-Allow-Origin" in response:
        response["Access-Control-Allow-Methods"] = ", ".join(methods)
        response["Access-Control-Allow-Headers"] = _REQUEST_HEADERS
        response["Access-Control-Max-Age"] = str(_SECONDS_KEPT)

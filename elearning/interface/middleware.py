"""Middleware for compression, language and caching of all responses."""

import re
import secrets
from typing import TYPE_CHECKING, cast

import brotli
from django.conf import settings
from django.middleware.gzip import GZipMiddleware
from django.middleware.locale import LocaleMiddleware
from django.utils.cache import add_never_cache_headers, patch_vary_headers

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

#: Paths whose responses shared computers may cache.
_CACHEABLE = ("/static/",)
_BROTLI = re.compile(r"\bbr\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))")
#: Brotli quality, about the work of gzip; a window of 256 KB, as large as pages are,
#: which needs less memory than the usual 4 MB; and the length below which compression
#: gains nothing.
_QUALITY, _WINDOW, _SHORT = 5, 18, 200
#: The header of a metadata block whose length takes one byte: not last, reserved bit 0.
_METADATA = 0b01_0_11_0


class CompressedPagesMiddleware(GZipMiddleware):
    """Compress pages; a lesson shrinks to a quarter.

    Only pages are compressed, so that media keep byte ranges and exports are streamed.
    Brotli, if the browser supports it, is a tenth smaller than Django’s gzip for the
    same work. Both add random length (against the BREACH attack).
    """

    def process_response(
        self, request: "HttpRequest", response: "HttpResponseBase"
    ) -> "HttpResponseBase":
        if not _is_page(response):
            return response
        patch_vary_headers(response, ("Accept-Encoding",))
        if not response.streaming and _takes_brotli(request):
            _compress(cast("HttpResponse", response), self.max_random_bytes)
        answer: HttpResponseBase = super().process_response(request, response)
        return answer


class LanguageMiddleware(LocaleMiddleware):
    """Take the language from the path, the cookie or the browser, and store it.

    A preview in the studio has a path too, but does not change the stored language.
    """

    def process_response(
        self, request: "HttpRequest", response: "HttpResponseBase"
    ) -> "HttpResponseBase":
        if not _is_page(response):  # other systems are not redirected
            return response
        answer: HttpResponseBase = super().process_response(request, response)
        language = request.path_info.split("/")[1]
        known = dict(settings.LANGUAGES)
        if (
            language in known
            and not getattr(request, "is_dummy", False)
            and request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) != language
        ):
            answer.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                language,
                max_age=60 * 60 * 24 * 365,
                secure=settings.LANGUAGE_COOKIE_SECURE,
                httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
                samesite="Lax",
            )
        return answer


class PrivatePagesMiddleware:
    """Forbid storing pages, so that Back shows nothing once a session has ended.

    A response marked public by its view is the same for everybody: it gets no cookie
    and does not vary by cookie, even if the session was read.
    """

    def __init__(self, get_response: "Callable[[HttpRequest], HttpResponse]") -> None:
        self.get_response = get_response

    def __call__(self, request: "HttpRequest") -> "HttpResponse":
        response = self.get_response(request)
        if not request.path.startswith(_CACHEABLE) and "Cache-Control" not in response:
            add_never_cache_headers(response)
        if "public" in response.get("Cache-Control", ""):
            _forget_cookies(response)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), microphone=(), geolocation=()"
        )
        return response


def _forget_cookies(response: "HttpResponse") -> None:
    response.cookies.clear()
    kept = [name.strip() for name in response.get("Vary", "").split(",")]
    response.headers["Vary"] = ", ".join(n for n in kept if n.lower() != "cookie")
    if not response.headers["Vary"]:
        del response.headers["Vary"]


def _takes_brotli(request: "HttpRequest") -> bool:
    return bool(_BROTLI.search(request.headers.get("Accept-Encoding", "")))


def _compress(response: "HttpResponse", max_random_bytes: int) -> None:
    """Compress a page with Brotli, as Django’s middleware does with gzip."""
    is_short = len(response.content) < _SHORT
    if is_short or response.has_header("Content-Encoding"):
        return
    response.content = compress_with_brotli(response.content, max_random_bytes)
    response.headers["Content-Length"] = str(len(response.content))
    response.headers["Content-Encoding"] = "br"
    etag = response.get("ETag", "")
    if etag.startswith('"'):
        response.headers["ETag"] = f"W/{etag}"


def compress_with_brotli(content: bytes, max_random_bytes: int) -> bytes:
    """Compress ``content``, with up to ``max_random_bytes`` of padding.

    The padding is in a metadata block (RFC 7932, section 9.2), which decoders skip.
    """
    compressor = brotli.Compressor(quality=_QUALITY, lgwin=_WINDOW)
    compressed = compressor.process(content) + compressor.flush()
    length = secrets.randbelow(max_random_bytes) + 1
    head = _METADATA | (length - 1) << 6
    padding = head.to_bytes(2, "little") + bytes(length)
    return bytes(compressed + padding + compressor.finish())


def _is_page(response: "HttpResponseBase") -> bool:
    return response.get("Content-Type", "").startswith("text/html")

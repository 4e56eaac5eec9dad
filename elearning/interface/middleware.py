"""What every answer of the platform carries."""

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

#: Answers that no shared computer needs to forget.
_CACHEABLE = ("/static/",)
_BROTLI = re.compile(r"\bbr\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))")
#: As much work as gzip; a window of 256 KB, as large as pages are, needs less memory than the
#: usual 4 MB; below the last length nothing is gained.
_QUALITY, _WINDOW, _SHORT = 5, 18, 200
#: The head of a metadata block whose length takes one byte: not the last, reserved bit 0.
_METADATA = 0b01_0_11_0


class CompressedPagesMiddleware(GZipMiddleware):
    """Compress pages on their way: a lesson weighs a quarter on a slow line.

    Nothing but pages, so that media keep their byte ranges and exports their stream. With
    Brotli where the browser knows it, a tenth lighter than Django's gzip at the same work.
    Both add chance to the length of what they compress (the BREACH attack).
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
    """Take the language from the address, else the cookie, else the browser; keep it.

    What the studio previews has an address too, but nobody has gone there.
    """

    def process_response(
        self, request: "HttpRequest", response: "HttpResponseBase"
    ) -> "HttpResponseBase":
        if not _is_page(response):  # other systems are not led to another address
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

    An answer that a view calls public is the same for everybody who asks: whatever was
    looked up about a session on its way, no cookie goes with it and none chooses it.
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
    """Compress a page with Brotli, as Django's middleware would with gzip."""
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
    """Compress ``content``, with up to ``max_random_bytes`` that mean nothing.

    They stand in a metadata block (RFC 7932, section 9.2), which decoders skip.
    """
    compressor = brotli.Compressor(quality=_QUALITY, lgwin=_WINDOW)
    compressed = compressor.process(content) + compressor.flush()
    length = secrets.randbelow(max_random_bytes) + 1
    head = _METADATA | (length - 1) << 6
    padding = head.to_bytes(2, "little") + bytes(length)
    return bytes(compressed + padding + compressor.finish())


def _is_page(response: "HttpResponseBase") -> bool:
    return response.get("Content-Type", "").startswith("text/html")

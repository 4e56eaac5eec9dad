"""Concurrency control by ETag, If-Match and If-None-Match.

xAPI 1.0.3, Part Three, 3.1; xAPI 2.0, 4.1.4; RFC 9110, 13.1.
"""

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from django.utils.http import parse_etags

from elearning.lrs.errors import ConflictError, PreconditionError, RequestError
from elearning.lrs.spec.xapi_versions import XapiVersion

if TYPE_CHECKING:
    from elearning.lrs.http.authenticated_request import AuthenticatedRequest

RULE = "xAPI 1.0.3, Part 3, 3.1; xAPI 2.0, 4.1.4"


def compute_etag(content: bytes) -> str:
    """Return the SHA-1 of ``content`` in hex; headers put it in quotes."""
    return hashlib.sha1(content, usedforsecurity=False).hexdigest()


@dataclass(frozen=True)
class Preconditions:
    """The preconditions of a request for changing a document."""

    if_match: str = ""
    if_none_match: str = ""

    @classmethod
    def of(cls, call: "AuthenticatedRequest") -> Self:
        return cls(
            if_match=call.headers.get("If-Match", ""),
            if_none_match=call.headers.get("If-None-Match", ""),
        )

    def __bool__(self) -> bool:
        return bool(self.if_match or self.if_none_match)

    def demand(self, etag: str | None) -> None:
        """Raise ``PreconditionError`` unless a document with ``etag`` may be changed.

        ``None`` stands for a missing document.
        """
        if self.if_match and not _names(self.if_match, etag):
            raise PreconditionError(
                "If-Match does not name the document as it is now: get it again.",
                requirement=RULE,
            )
        if self.if_none_match and _names(self.if_none_match, etag):
            raise PreconditionError(
                "If-None-Match forbids this: the document is here already.",
                requirement=RULE,
            )

    def demand_for_put(
        self, etag: str | None, version: XapiVersion, *, is_state: bool
    ) -> None:
        """As ``demand``, and raise if a PUT lacks required preconditions.

        An existing document is not overwritten without them (``ConflictError``), except
        state in 1.0.3. A new profile needs a header in 1.0.3 (``RequestError``).
        """
        self.demand(etag)
        if self or (is_state and version == XapiVersion.ONE):
            return
        if etag is not None:
            raise ConflictError(
                "This document is here already. Check what it says now, then send its "
                "ETag in If-Match to replace it.",
                requirement=RULE,
            )
        if version == XapiVersion.ONE:
            raise RequestError(
                "Put a profile with If-Match, or with If-None-Match: * if it is new.",
                requirement=RULE,
            )


def _names(header: str, etag: str | None) -> bool:
    """Tell whether ``header`` matches ``etag``, or any existing document.

    Weak tags count as strong ones: proxies weaken ours when they compress, but the
    content still matches its SHA-1.
    """
    if etag is None:
        return False
    tags = [tag.removeprefix("W/") for tag in parse_etags(header)]
    return tags == ["*"] or f'"{etag}"' in tags

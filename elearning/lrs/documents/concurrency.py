"""Changes that rest on what somebody has seen: ETag, If-Match and If-None-Match.

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
    """Return the SHA-1 of ``content`` in hexadecimal, which headers put in quotes."""
    return hashlib.sha1(content, usedforsecurity=False).hexdigest()


@dataclass(frozen=True)
class Preconditions:
    """What a request asks of a document before it changes it."""

    if_match: str = ""
    if_none_match: str = ""

    @classmethod
    def of(cls, call: "AuthenticatedRequest") -> Self:
        """Return the preconditions that a call came with."""
        return cls(
            if_match=call.headers.get("If-Match", ""),
            if_none_match=call.headers.get("If-None-Match", ""),
        )

    def __bool__(self) -> bool:
        return bool(self.if_match or self.if_none_match)

    def demand(self, etag: str | None) -> None:
        """Raise ``PreconditionError`` unless a document with ``etag`` may be changed.

        ``None`` stands for a document that is not there.
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
        """Raise besides if a PUT had to come with preconditions and came with none.

        A document that is here is not overwritten blindly (``ConflictError``), but
        state is in 1.0.3. A new profile needs a header in 1.0.3 (``RequestError``).
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
    """Tell whether ``header`` names ``etag``, or anything that is there.

    A weak tag counts as a strong one: proxies weaken ours when they compress, and the
    content is still what its SHA-1 says.
    """
    if etag is None:
        return False
    tags = [tag.removeprefix("W/") for tag in parse_etags(header)]
    return tags == ["*"] or f'"{etag}"' in tags

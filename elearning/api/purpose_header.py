"""The ``Purpose`` header: why personal data are read, for the audit log."""

from typing import Annotated
from urllib.parse import unquote

from django.utils.translation import gettext as _
from ninja import Header

from elearning.api.problem_details import RequestRefusedError

_MOST = 200

PurposeHeader = Annotated[
    str | None,
    Header(
        alias="Purpose",
        description=(
            "What the answer is for; percent-encoded where it is not in Latin letters. "
            "It is written to the audit log."
        ),
    ),
]


def require_purpose(header: str | None) -> str:
    """Return the purpose as text; raises ``RequestRefusedError`` if none is given."""
    words = unquote(header or "").strip()[:_MOST]
    if not words:
        raise RequestRefusedError(
            _(
                "State in the “Purpose” header what the response is for; this is "
                "recorded in the audit log."
            )
        )
    return words

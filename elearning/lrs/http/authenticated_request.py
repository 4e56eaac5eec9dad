"""A request to the store, as its resources see it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.http import parse_header_parameters

from elearning.lrs.errors import RequestError
from elearning.lrs.models import Credential
from elearning.lrs.spec.xapi_versions import XapiVersion


@dataclass(frozen=True)
class AuthenticatedRequest:
    """A request with a known version and credential.

    The alternate syntax of 1.0.3 (Part Three, 1.3) is already unwrapped. ``path`` is
    that of the resource, relative to the mount; ``headers`` are case-insensitive.
    """

    method: str
    path: str
    version: XapiVersion
    credential: Credential
    parameters: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes

    @property
    def content_type(self) -> str:
        """The content type in lower case, without parameters."""
        return self._content()[0]

    @property
    def content_parameters(self) -> Mapping[str, str]:
        """The parameters of the content type, such as ``charset`` and ``boundary``."""
        return self._content()[1]

    def _content(self) -> tuple[str, dict[str, str]]:
        try:
            return parse_header_parameters(self.headers.get("Content-Type", ""))
        except ValueError:
            raise RequestError("This is no Content-Type.") from None

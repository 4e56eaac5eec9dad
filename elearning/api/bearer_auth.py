"""Authentication by a key in the header ``Authorization: Bearer …`` (RFC 6750)."""

from typing import cast

from django.http import HttpRequest
from ninja.security import HttpBearer

from elearning.accounts.models import User
from elearning.api import access_keys
from elearning.api.models import AccessScope, AccessToken


class AccessKeyRequest(HttpRequest):
    """A request authenticated by a key; it acts as the key’s owner."""

    user: User
    auth: AccessToken


class Bearer(HttpBearer):
    """Authentication by a usable key that has ``scope``."""

    openapi_bearerFormat = "elk_…"  # noqa: N815 — OpenAPI’s name

    def __init__(self, scope: AccessScope) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> AccessToken | None:
        """Return the key and set the request’s user to its owner; ``None`` refuses."""
        found = access_keys.find_access_key(token)
        if found is None or not found.opens(self.scope):
            return None
        cast("AccessKeyRequest", request).user = found.user
        return found

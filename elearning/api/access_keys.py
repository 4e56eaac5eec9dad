"""Creation, lookup and revocation of keys for other systems."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from elearning.accounts.roles import Role
from elearning.api.errors import TokenError
from elearning.api.models import AccessScope, AccessToken
from elearning.audit import audit_log

if TYPE_CHECKING:
    from elearning.accounts.models import User

#: Roles whose holders may let another system act for them.
HOLDERS = (Role.FACILITY_HR, Role.MINISTRY_HR)
#: The maximum lifetime of a key.
LONGEST = timedelta(days=366)
#: A prefix by which file scanners recognise a leaked key.
_PREFIX = "elk_"


def create_access_key(
    *, by: "User", name: str, scopes: Iterable[str], expires_on: date
) -> tuple[AccessToken, str]:
    """Return a new key of ``by`` with its text, which is not stored and not shown again.

    Raises ``TokenError`` if ``by`` is not a personnel officer, if there is no scope,
    and if ``expires_on`` is in the past or more than a year away.
    """
    now = timezone.now()
    wanted = sorted({AccessScope(scope).value for scope in scopes})
    if not by.has_role(*HOLDERS):
        raise TokenError(_("Only personnel officers have access keys."))
    if not wanted:
        raise TokenError(_("Choose at least one thing that the key gives access to."))
    if not timezone.localdate() <= expires_on <= timezone.localdate() + LONGEST:
        raise TokenError(_("Choose a last day between today and a year from now."))
    text = _PREFIX + secrets.token_urlsafe(32)
    with transaction.atomic():
        token = AccessToken.objects.create(
            user=by,
            name=name.strip(),
            scopes=wanted,
            digest=_digest(text),
            hint=text[-4:],
            created_at=now,
            expires_on=expires_on,
        )
        audit_log.record_action(
            "api.key_made", by=by, on=token, scopes=wanted, expires_on=expires_on
        )
    return token, text


def revoke_access_key(token: AccessToken, *, by: "User") -> None:
    """Revoke ``token``; safe to repeat."""
    with transaction.atomic():
        rows = AccessToken.objects.filter(pk=token.pk, ended_at=None)
        if rows.update(ended_at=timezone.now()):
            audit_log.record_action("api.key_ended", by=by, on=token)


def find_access_key(text: str) -> AccessToken | None:
    """Return the usable key with this text, and record the day of its use.

    Its owner must still be a personnel officer.
    """
    today = timezone.localdate()
    rows = AccessToken.objects.usable(today).select_related("user")
    token = rows.filter(digest=_digest(text)).first()
    if token is None or not token.user.has_role(*HOLDERS):
        return None
    if token.used_on != today:
        AccessToken.objects.filter(pk=token.pk).update(used_on=today)
    return token


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()

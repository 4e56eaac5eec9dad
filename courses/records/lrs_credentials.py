"""Credentials of other systems for the record store: creation and revocation, audited."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Case, F, When
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.records.errors import LrsCredentialError
from elearning.audit import audit_log
from elearning.lrs.access import xapi_credentials as store
from elearning.lrs.access.xapi_credentials import CreatedCredential
from elearning.lrs.models import Credential, CredentialScope

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from elearning.accounts.models import User

#: The highest rate that can be set: a thousand requests a second.
HIGHEST_RATE = 60_000
#: The permissions of each scope, in words for whoever creates a key; the narrowest
#: first.
EXPLAINED = [
    (
        CredentialScope.WRITE.value,
        gettext_lazy("Write statements: report what people learn elsewhere"),
    ),
    (
        CredentialScope.READ_MINE.value,
        gettext_lazy("Read the statements it wrote itself"),
    ),
    (
        CredentialScope.READ.value,
        gettext_lazy("Read everyone's statements, under pseudonyms"),
    ),
    (
        CredentialScope.STATE.value,
        gettext_lazy("Store how far someone has got in an activity (state)"),
    ),
    (
        CredentialScope.PROFILE.value,
        gettext_lazy("Store settings of activities and people (profiles)"),
    ),
    (
        CredentialScope.ALL_READ.value,
        gettext_lazy("Read everything: statements, state and profiles"),
    ),
    (CredentialScope.ALL.value, gettext_lazy("Everything: full read and write access")),
]


def create_credential(
    label: str,
    scopes: Iterable[CredentialScope],
    *,
    rate: int | None = None,
    expires_at: datetime | None = None,
    by: "User | None",
) -> CreatedCredential:
    """Create a credential; its secret is only in the return value.

    Raises ``LrsCredentialError`` if a valid one has this label: two systems could be
    mistaken for each other, and a form sent twice would create two keys.
    """
    at = timezone.now()
    with transaction.atomic():
        if Credential.objects.valid(at).filter(label=label).exists():
            raise LrsCredentialError(
                _(
                    "There is already a valid key with this name. Choose another "
                    "name, or revoke that key if you have just created it and did "
                    "not see its secret."
                )
            )
        made = store.create_credential(label, scopes, rate=rate, expires_at=expires_at)
        audit_log.record_action(
            "records.credential_created",
            by=by,
            on=made.credential,
            scopes=made.credential.scopes,
            rate=rate,
            expires_at=expires_at,
        )
    return made


def revoke_credential(
    credential: Credential, *, reason: str, by: "User | None"
) -> None:
    """Revoke a credential; repeating changes nothing."""
    with transaction.atomic():
        if credential.revoked_at is None:
            at = timezone.now()
            store.revoke_credential(credential, at=at)
            credential.revoked_at = at
            audit_log.record_action(
                "records.credential_revoked", by=by, on=credential, reason=reason
            )


def list_credentials() -> "QuerySet[Credential]":
    """Return the credentials of other systems: valid, expired, then revoked ones."""
    is_over = Case(When(expires_at__lte=timezone.now(), then=1), default=0)
    return Credential.objects.order_by(
        F("revoked_at").desc(nulls_first=True), is_over, "-created_at"
    )


def can_read_answers(credential: Credential) -> bool:
    """Return whether a key can read exam answers, and so what is right."""
    return credential.has_scope(
        CredentialScope.ALL, CredentialScope.ALL_READ, CredentialScope.READ
    )


def explain_scopes(scopes: Iterable[str]) -> list[str]:
    """Return the permissions of ``scopes`` in words, the narrowest first."""
    held = set(scopes)
    return [str(words) for scope, words in EXPLAINED if scope in held]

"""One-time codes: how somebody gets her first password, or a new one, without e-mail.

A code carries 140 random bits (ASVS 6.5.2 asks for 128), is stored as a hash, works
once and for ``ACTIVATION_LIFETIME``. A new code withdraws the one before.
"""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from elearning.accounts.errors import ActivationError
from elearning.accounts.models import Activation, User
from elearning.audit import audit_log

#: Crockford's alphabet: no letter that a tired eye takes for another.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 28
_LOOKALIKES = str.maketrans("OIL", "011", " -–—\t")


def issue_code(user: User, *, by: User | None, at: datetime | None = None) -> str:
    """Return a new code for ``user``, in groups of four; it is not stored and not shown again."""
    now = at or timezone.now()
    code = "".join(secrets.choice(_ALPHABET) for _place in range(_LENGTH))
    with transaction.atomic():
        withdraw_codes(user, at=now)
        activation = Activation.objects.create(
            user=user,
            digest=_digest(code),
            created_at=now,
            created_by=by,
            expires_at=now + settings.ACTIVATION_LIFETIME,
        )
        audit_log.record_action(
            "accounts.code_issued", by=by, on=activation, user=user.pk
        )
    return "-".join(code[start : start + 4] for start in range(0, _LENGTH, 4))


def lock_users(users: Iterable[int]) -> None:
    """Let nobody else give these users codes or roles until the transaction ends."""
    held = User.objects.select_for_update(no_key=True).filter(pk__in=list(users))
    list(held.order_by("pk").values_list("pk"))


def withdraw_codes(user: User, *, at: datetime | None = None) -> None:
    """Have no code of ``user`` open anything any more: what they may do has changed.

    It waits for a code that somebody is issuing at this moment.
    """
    now = at or timezone.now()
    with transaction.atomic():
        lock_users([user.pk])
        user.activations.usable(now).update(withdrawn_at=now)


def get_activation(code: str, *, at: datetime | None = None) -> Activation:
    """Return the activation that ``code`` opens.

    Raises ``ActivationError``, in the same words, for a code that is unknown, used,
    withdrawn or too old, and for an account that was closed.
    """
    usable = Activation.objects.usable(at or timezone.now()).filter(
        user__is_active=True
    )
    try:
        return usable.select_related("user").get(digest=_digest(code))
    except Activation.DoesNotExist:
        raise ActivationError(
            _(
                "This code does not open an account. Check each group of the letter, "
                "or ask your personnel officer for a new code."
            )
        ) from None


def redeem_code(code: str, password: str, *, at: datetime | None = None) -> User:
    """Set ``password`` for whoever ``code`` was made for, and return them.

    Raises ``ActivationError`` as ``get_activation`` does and Django's ``ValidationError`` for a
    weak password; in both cases the code stays as it was.
    """
    now = at or timezone.now()
    activation = get_activation(code, at=now)
    user = activation.user
    validate_password(password, user)
    user.set_password(password)  # takes long, and nobody waits for it
    with transaction.atomic():
        lock_users([user.pk])
        activation.refresh_from_db(fields=["used_at"])
        if activation.used_at:
            raise ActivationError(_("This code has just been used. Sign in instead."))
        activation = get_activation(code, at=now)
        activation.used_at = now
        activation.save(update_fields=["used_at"])
        user.save(update_fields=["password"])
        audit_log.record_action("accounts.activated", by=user, on=activation)
    return user


def _digest(code: str) -> str:
    plain = code.upper().translate(_LOOKALIKES)
    return hashlib.sha256(plain.encode()).hexdigest()

"""One-time codes, by which people set their first or a new password without e-mail.

A code carries 140 random bits (ASVS 6.5.2 asks for 128), is stored as a hash, and works
once within ``ACTIVATION_LIFETIME``. A new code withdraws the previous one.
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

#: Crockford’s alphabet, without letters that are easily confused.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 28
_LOOKALIKES = str.maketrans("OIL", "011", " -–—\t")


def issue_code(user: User, *, by: User | None, at: datetime | None = None) -> str:
    """Return a new code for ``user``, in groups of four; it is not stored or shown again."""
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
    """Lock these users against new codes and roles until the transaction ends."""
    held = User.objects.select_for_update(no_key=True).filter(pk__in=list(users))
    list(held.order_by("pk").values_list("pk"))


def withdraw_codes(user: User, *, at: datetime | None = None) -> None:
    """Withdraw all codes of ``user``, whose rights have changed.

    It waits for a code that is being issued at this moment.
    """
    now = at or timezone.now()
    with transaction.atomic():
        lock_users([user.pk])
        user.activations.usable(now).update(withdrawn_at=now)


def get_activation(code: str, *, at: datetime | None = None) -> Activation:
    """Return the activation of ``code``.

    Raises ``ActivationError``, with the same text, for a code that is unknown, used,
    withdrawn or expired, and for a closed account.
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
    """Set ``password`` for the user of ``code``, and return the user.

    Raises ``ActivationError`` as ``get_activation`` does and Django’s
    ``ValidationError`` for a weak password; in both cases the code stays usable.
    """
    now = at or timezone.now()
    activation = get_activation(code, at=now)
    user = activation.user
    validate_password(password, user)
    user.set_password(password)  # slow, so done before anything is locked
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

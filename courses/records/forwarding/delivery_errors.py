"""Errors of other stores, explained with what to do about them."""

from http import HTTPStatus
from ssl import SSLCertVerificationError

from django.utils.translation import gettext as _


class DeliveryError(Exception):
    """A store accepts nothing at present; sending is tried again later.

    ``said`` is stored in a row: a code or status, then details.
    ``explain_delivery_error`` parses it.
    """

    def __init__(self, code: object, detail: object = "") -> None:
        self.said = f"{code} {detail}".strip()
        super().__init__(self.said)

    @classmethod
    def of(cls, error: Exception) -> "DeliveryError":
        """Return a failed connection as a ``DeliveryError``."""
        if isinstance(error, DeliveryError):
            return error
        is_untrusted = isinstance(error, SSLCertVerificationError)
        code = "certificate" if is_untrusted else "away"
        return cls(code, str(error) or type(error).__name__)


def explain_delivery_error(said: str) -> str:
    """Return what is wrong with a store, and what to do, in the reader’s language."""
    code, _space, detail = said.partition(" ")
    if code.isdecimal():
        return _of_status(int(code))
    texts = {
        "away": _(
            "The store cannot be reached (%(detail)s). "
            "Check its address and the network; it is tried again by itself."
        ),
        "certificate": _(
            "The certificate of the store is not trusted (%(detail)s). "
            "Have its operator renew it, or let this server trust who signed it."
        ),
        "key": _("The key and secret are missing on this server. Enter them again."),
        "lost": _(
            "The store says that it took statements, but does not have them "
            "(%(detail)s). Ask its operator."
        ),
        "unlisted": _(
            "Nothing is sent to this address. Whoever runs the server lists it under "
            "LRS_TARGETS first."
        ),
        "stranger": _(
            "What answers at this address is no Learning Record Store. "
            "Give its address up to “statements”."
        ),
    }
    return texts[code] % {"detail": detail} if code in texts else said


def _of_status(status: int) -> str:
    if status == HTTPStatus.UNAUTHORIZED:
        return _("The store does not accept the key and secret. Enter them again.")
    if status == HTTPStatus.FORBIDDEN:
        return _(
            "The key may not write statements there. "
            "Ask the operator of the store to let it write and read them."
        )
    if status == HTTPStatus.TOO_MANY_REQUESTS or status >= 500:
        text = _(
            "The store has trouble of its own (%(status)s). "
            "It is tried again by itself; ask its operator if that lasts."
        )
    else:
        text = _(
            "The store answered %(status)s. "
            "Check the address: it is given up to “statements”."
        )
    return text % {"status": status}

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
            "The store cannot be reached (%(detail)s). Check its address and "
            "the network; the platform will try again automatically."
        ),
        "certificate": _(
            "The certificate of the store is not trusted (%(detail)s). Ask "
            "its operator to renew it, or make this server trust whoever "
            "signed it."
        ),
        "key": _("The key and secret are missing on this server. Enter them again."),
        "lost": _(
            "The store says that it accepted statements, but does not have "
            "them (%(detail)s). Ask its operator."
        ),
        "unlisted": _(
            "Nothing is sent to this address. The person who runs the server "
            "must list it under LRS_TARGETS first."
        ),
        "stranger": _(
            "The system at this address is not a Learning Record Store. "
            "Enter its address up to “statements”."
        ),
    }
    return texts[code] % {"detail": detail} if code in texts else said


def _of_status(status: int) -> str:
    if status == HTTPStatus.UNAUTHORIZED:
        return _("The store does not accept the key and secret. Enter them again.")
    if status == HTTPStatus.FORBIDDEN:
        return _(
            "The key is not allowed to write statements there. Ask the "
            "operator of the store to allow it to write and read them."
        )
    if status == HTTPStatus.TOO_MANY_REQUESTS or status >= 500:
        text = _(
            "The store has a problem of its own (%(status)s). The platform "
            "will try again automatically; if it continues, ask the store's "
            "operator."
        )
    else:
        text = _(
            "The store answered %(status)s. Check the address: enter it up "
            "to “statements”."
        )
    return text % {"status": status}

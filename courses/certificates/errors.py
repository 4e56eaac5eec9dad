"""Errors of certificates."""

from courses.errors import CourseError


class CertificateError(CourseError):
    """A certificate cannot be revoked or replaced, or not by this person."""


class PrintingError(Exception):
    """A certificate PDF could not be typeset; the certificate itself is not affected."""


class UnusableKeyError(Exception):
    """A key is missing, revoked, or readable by others; nothing was signed."""


class QrClaimError(Exception):
    """A QR code that this service does not vouch for.

    ``word`` is the reason for machines: ``too_long``, ``truncated``, ``unreadable``,
    ``version``, ``algorithm``, ``unknown_key``, ``revoked_key`` or ``altered``.
    """

    def __init__(self, word: str, sentence: str) -> None:
        super().__init__(sentence)
        self.word = word


class CredentialVerificationError(Exception):
    """A digital credential that this service does not vouch for.

    ``word`` is the reason for machines: ``too_large``, ``unreadable``, ``other_form``,
    ``other_issuer``, ``unknown_key``, ``revoked_key`` or ``altered``.
    """

    def __init__(self, word: str, sentence: str) -> None:
        super().__init__(sentence)
        self.word = word


class DesignError(Exception):
    """A design, or a decision about one, cannot be stored; says why and what to do."""


class FileRefusedError(Exception):
    """An uploaded file that proves nothing; ``word`` is the reason for machines."""

    def __init__(self, word: str, sentence: str) -> None:
        super().__init__(sentence)
        self.word = word

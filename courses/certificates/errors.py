"""Errors of certificates."""

from courses.errors import CourseError


class CertificateError(CourseError):
    """A certificate cannot be revoked or replaced, or not by this person."""


class PrintingError(Exception):
    """A certificate PDF could not be typeset; the certificate itself is not affected."""


class UnusableKeyError(Exception):
    """A key is missing, revoked, or readable by others; nothing was signed."""


class DesignError(Exception):
    """A design, or a decision about one, cannot be stored; says why and what to do."""


class VerificationRefusedError(Exception):
    """Something that proves nothing; ``word`` is the reason for machines."""

    def __init__(self, word: str, sentence: str) -> None:
        super().__init__(sentence)
        self.word = word


class QrClaimError(VerificationRefusedError):
    """A QR code that this service does not vouch for.

    ``word`` is ``too_long``, ``truncated``, ``unreadable``, ``version``, ``algorithm``,
    ``unknown_key``, ``revoked_key``, ``altered``, ``not_registered`` or
    ``altered_register``.
    """


class FileRefusedError(VerificationRefusedError):
    """An uploaded file that proves nothing."""

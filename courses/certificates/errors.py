"""What certificates refuse."""

from courses.errors import CourseError


class CertificateError(CourseError):
    """A certificate cannot be revoked or replaced: not by this person, or not this one."""


class PrintingError(Exception):
    """A certificate could not be set as a PDF; the certificate itself is safe."""


class UnusableKeyError(Exception):
    """A key is missing, revoked, or lies where others can read it; nothing was signed."""


class QrClaimError(Exception):
    """A square code that this service does not vouch for.

    ``word`` says why for machines: ``find_field_fault``, ``truncated``,
    ``unreadable``, ``version``, ``algorithm``, ``unknown_key``, ``revoked_key`` or
    ``altered``.
    """

    def __init__(self, word: str, sentence: str) -> None:
        super().__init__(sentence)
        self.word = word


class CredentialVerificationError(Exception):
    """A digital credential that this service does not vouch for.

    ``word`` says why for machines: ``too_large``, ``unreadable``, ``other_form``,
    ``other_issuer``, ``unknown_key``, ``revoked_key`` or ``altered``.
    """

    def __init__(self, word: str, sentence: str) -> None:
        super().__init__(sentence)
        self.word = word


class DesignError(Exception):
    """A design, or a decision about one, cannot be kept; says why and what to do."""


class FileRefusedError(Exception):
    """A file handed in to be verified that proves nothing; ``word`` says why for machines."""

    def __init__(self, word: str, sentence: str) -> None:
        super().__init__(sentence)
        self.word = word

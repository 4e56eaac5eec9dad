"""Errors of the store, with their HTTP status."""

from collections.abc import Iterable

from elearning.lrs.spec.errors import SpecError


class LrsError(Exception):
    """An error for another system: plain English, with its location and rule."""

    status = 400

    def __init__(self, message: str, *, path: str = "$", requirement: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.path = path
        self.requirement = requirement

    @property
    def body(self) -> dict[str, str]:
        return {
            "message": self.message,
            "path": self.path,
            "requirement": self.requirement,
        }


class RequestError(LrsError):
    """A malformed request."""


class StatementError(LrsError):
    """A statement that violates the specification."""

    @classmethod
    def of(cls, flaw: SpecError) -> "StatementError":
        return cls(flaw.message, path=flaw.path, requirement=flaw.rule)


class InvalidCredentialError(LrsError):
    """No credential, or an invalid one."""

    status = 401


class ScopeError(LrsError):
    """A credential without the required scope."""

    status = 403


class NotFoundError(LrsError):
    """The requested object does not exist."""

    status = 404


class ConflictError(LrsError):
    """An id that already belongs to a different statement."""

    status = 409


class MethodError(LrsError):
    """A method that the resource does not support; ``allowed`` lists the supported ones."""

    status = 405

    def __init__(self, allowed: Iterable[str]) -> None:
        super().__init__("This resource does not know this method.")
        self.allowed = list(allowed)


class TooLargeError(LrsError):
    """A body that is too large."""

    status = 413

    def __init__(self, limit: int) -> None:
        super().__init__(f"The body is too large: at most {limit} bytes are taken.")


class PreconditionError(LrsError):
    """A document does not match the preconditions of the request."""

    status = 412


class RateError(LrsError):
    """A credential exceeded its rate; ``seconds`` until the next request."""

    status = 429

    def __init__(self, message: str, *, seconds: int) -> None:
        super().__init__(message)
        self.seconds = seconds


class StoreFailureError(LrsError):
    """An internal error of the store; details are only in its log."""

    status = 500

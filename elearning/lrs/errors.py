"""What the store refuses; each error knows its answer in HTTP."""

from collections.abc import Iterable

from elearning.lrs.spec.errors import SpecError


class LrsError(Exception):
    """A refusal, said to another system: plain English, with where and by which rule."""

    status = 400

    def __init__(self, message: str, *, path: str = "$", requirement: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.path = path
        self.requirement = requirement

    @property
    def body(self) -> dict[str, str]:
        """The refusal as JSON."""
        return {
            "message": self.message,
            "path": self.path,
            "requirement": self.requirement,
        }


class RequestError(LrsError):
    """A request that cannot be understood."""


class StatementError(LrsError):
    """A statement that breaks the specification."""

    @classmethod
    def of(cls, flaw: SpecError) -> "StatementError":
        """Return ``flaw`` as a refusal."""
        return cls(flaw.message, path=flaw.path, requirement=flaw.rule)


class InvalidCredentialError(LrsError):
    """No credential, or one that opens nothing."""

    status = 401


class ScopeError(LrsError):
    """A credential that does not open this."""

    status = 403


class NotFoundError(LrsError):
    """Something that is not here."""

    status = 404


class ConflictError(LrsError):
    """An id that already belongs to a different statement."""

    status = 409


class MethodError(LrsError):
    """A method that the resource does not have; ``allowed`` are those it has."""

    status = 405

    def __init__(self, allowed: Iterable[str]) -> None:
        super().__init__("This resource does not know this method.")
        self.allowed = list(allowed)


class TooLargeError(LrsError):
    """A body of more bytes than are taken."""

    status = 413

    def __init__(self, limit: int) -> None:
        super().__init__(f"The body is too large: at most {limit} bytes are taken.")


class PreconditionError(LrsError):
    """A document that is not as whoever wants to change it thinks."""

    status = 412


class RateError(LrsError):
    """A credential that asks more often than it may; ``seconds`` until it may again."""

    status = 429

    def __init__(self, message: str, *, seconds: int) -> None:
        super().__init__(message)
        self.seconds = seconds


class StoreFailureError(LrsError):
    """A fault of the store itself; what happened is in its log alone."""

    status = 500

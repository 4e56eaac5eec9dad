"""What the register of documents refuses, in whole sentences."""

from courses.errors import ReleaseError


class ProvisionError(Exception):
    """A refusal that says what is wrong and what to do next."""


class DocumentReleaseError(ReleaseError, ProvisionError):
    """A document cannot be released; ``reasons`` lists everything that is missing."""


class ClauseWeightError(ProvisionError):
    """A change was not weighed; ``faults`` says, by the number of a clause, what lacks."""

    def __init__(self, faults: dict[str, str]) -> None:
        super().__init__(" ".join(f"{n}: {text}" for n, text in faults.items()))
        self.faults = faults

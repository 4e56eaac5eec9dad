"""Errors of the register of documents."""


class ProvisionError(Exception):
    """A refusal whose message says what is wrong and what to do next."""


class ClauseWeightError(ProvisionError):
    """Changes without a valid weight; ``faults`` says what is missing, by clause number."""

    def __init__(self, faults: dict[str, str]) -> None:
        super().__init__(" ".join(f"{n}: {text}" for n, text in faults.items()))
        self.faults = faults

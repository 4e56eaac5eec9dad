"""What the register of documents refuses, in whole sentences."""


class ProvisionError(Exception):
    """A refusal that says what is wrong and what to do next."""


class DocumentReleaseError(ProvisionError):
    """A document cannot be released; ``reasons`` lists everything that is missing."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons

"""Findings of quality checks: place, severity, rule, and advice."""

from dataclasses import asdict, dataclass
from enum import StrEnum


class FindingSeverity(StrEnum):
    """How grave a finding is: only an error blocks a change."""

    ERROR = "error"
    WARNING = "warning"
    NOT_MADE = "not made"


@dataclass(frozen=True, order=True)
class QualityFinding:
    """One problem that somebody should fix."""

    file: str
    line: int
    rule: str
    text: str
    advice: str
    severity: FindingSeverity = FindingSeverity.ERROR

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.severity} {self.rule}: {self.text} {self.advice}"

    def as_facts(self) -> dict[str, str | int]:
        return asdict(self)

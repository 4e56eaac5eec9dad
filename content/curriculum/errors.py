"""Faults of bundles, each with file, line and reason, reported together."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, order=True)
class BundleFault:
    """One fault in a file."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}"


class BundleError(Exception):
    """The bundles are refused; ``faults`` lists everything wrong with them."""

    def __init__(self, faults: list[BundleFault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults


class ApprovalsError(Exception):
    """Approvals in the bundles were requested on an installation where they have no effect."""


class FaultCollector:
    """Collects faults; file names are relative to ``root``."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.found: list[BundleFault] = []

    def add(self, path: Path, line: int, reason: str) -> None:
        name = (
            str(path.relative_to(self.root)) if self.root in path.parents else str(path)
        )
        self.found.append(BundleFault(name, line, reason))

    def demand_none(self) -> None:
        """Raise ``BundleError`` if anything was found."""
        if self.found:
            raise BundleError(sorted(set(self.found)))

"""What is wrong with a bundle: file, line and reason, all of it at once."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, order=True)
class BundleFault:
    """One thing that is wrong with a file."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}"


class BundleError(Exception):
    """The bundles are refused; ``faults`` lists everything that is wrong with them."""

    def __init__(self, faults: list[BundleFault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults


class ApprovalsError(Exception):
    """The approvals in the bundles are asked for where they count for nothing."""


class FaultCollector:
    """The faults found so far; file names are shown from ``root`` on."""

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

"""The input of the checks: bundles, their texts, and the interface translations."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from content.curriculum.bundle_contents import BundleLibrary, CourseBundle
from content.curriculum.bundle_reader import read_library
from content.curriculum.quality.bundle_texts import (
    BundleText,
    iter_bundle_texts,
    iter_catalogue_texts,
)
from content.curriculum.quality.quality_findings import FindingSeverity, QualityFinding


@dataclass
class CheckedLibrary:
    """A library of bundles with all its texts; ``catalogues`` are folders of .po files."""

    root: Path
    library: BundleLibrary
    catalogues: list[Path] = field(default_factory=list)

    @cached_property
    def texts(self) -> list[BundleText]:
        """Every text of the bundles."""
        return list(iter_bundle_texts(self.root))

    @cached_property
    def interface(self) -> list[BundleText]:
        """Every translation of the interface."""
        return [one for path in self.catalogues for one in iter_catalogue_texts(path)]

    def in_language(self, *languages: str) -> Iterator[BundleText]:
        """Yield the texts of the bundles in these languages."""
        return (text for text in self.texts if text.language in languages)

    def name(self, path: Path) -> str:
        """Return the name of a file for use in findings."""
        for root in (self.root, *(folder.parent for folder in self.catalogues)):
            if path.is_relative_to(root):
                return str(path.relative_to(root))
        return str(path)

    def at(
        self,
        path: Path,
        line: int,
        rule: str,
        text: str,
        advice: str,
        severity: FindingSeverity = FindingSeverity.ERROR,
    ) -> QualityFinding:
        return QualityFinding(self.name(path), line, rule, text, advice, severity)

    def on(
        self,
        text: BundleText,
        rule: str,
        words: str,
        advice: str,
        severity: FindingSeverity = FindingSeverity.ERROR,
    ) -> QualityFinding:
        """Return a finding about a text."""
        return self.at(text.path, text.line, rule, words, advice, severity)

    def completeness(self, course: CourseBundle) -> FindingSeverity:
        """Return the severity of a gap in ``course``: only a warning if it is a draft."""
        return FindingSeverity.WARNING if course.is_draft else FindingSeverity.ERROR


def read_checked_library(
    root: Path, catalogues: list[Path] | None = None
) -> CheckedLibrary:
    """Return the input of the checks; raises ``BundleError`` if a bundle cannot be read."""
    return CheckedLibrary(root, read_library(root), catalogues or [])

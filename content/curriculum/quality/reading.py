"""What the checks look at: the bundles, their texts and the interface's translations."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from content.curriculum.bundles import read_library
from content.curriculum.contents import CourseBundle, Library
from content.curriculum.quality.findings import Finding, Severity
from content.curriculum.quality.texts import Text, texts_of_catalogues, texts_under


@dataclass
class Reading:
    """A library of bundles with every text in it; ``catalogues`` are folders of .po files."""

    root: Path
    library: Library
    catalogues: list[Path] = field(default_factory=list)

    @cached_property
    def texts(self) -> list[Text]:
        """Every text of the bundles."""
        return list(texts_under(self.root))

    @cached_property
    def interface(self) -> list[Text]:
        """Every translation of the interface."""
        return [one for path in self.catalogues for one in texts_of_catalogues(path)]

    def in_language(self, *languages: str) -> Iterator[Text]:
        """Yield the texts of the bundles in these languages."""
        return (text for text in self.texts if text.language in languages)

    def name(self, path: Path) -> str:
        """Return how a file is called in a finding."""
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
        severity: Severity = Severity.ERROR,
    ) -> Finding:
        return Finding(self.name(path), line, rule, text, advice, severity)

    def on(
        self,
        text: Text,
        rule: str,
        words: str,
        advice: str,
        severity: Severity = Severity.ERROR,
    ) -> Finding:
        """Return a finding about a text."""
        return self.at(text.path, text.line, rule, words, advice, severity)

    def completeness(self, course: CourseBundle) -> Severity:
        """Return how grave it is that ``course`` lacks something: a draft may."""
        return Severity.WARNING if course.is_draft else Severity.ERROR


def read(root: Path, catalogues: list[Path] | None = None) -> Reading:
    """Return what the checks look at; raises ``BundleError`` for bundles that do not read."""
    return Reading(root, read_library(root), catalogues or [])

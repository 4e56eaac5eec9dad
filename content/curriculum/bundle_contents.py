"""Data classes for the contents of bundles."""

from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from content.curriculum.bundle_approvals import (
    BundleApproval,
    hash_part_files,
    list_unapproved_parts,
)
from content.curriculum.bundle_cases import FILE, BundleCase
from content.curriculum.bundle_figures import BundleFigure
from content.curriculum.bundle_questions import BundleQuestion
from content.curriculum.document_reader import DocumentFile
from content.curriculum.fact_notes import FactNote
from content.curriculum.framework_reader import FrameworkFile
from content.curriculum.lesson_reader import LessonFile
from content.curriculum.link_resolver import LinkResolver
from content.curriculum.scenario_reader import ScenarioFile
from content.glossary.term_import import BundleTerm


@dataclass
class BundleModule:
    """A module: a title and its lessons."""

    name: str
    titles: dict[str, str]
    lessons: list[str]
    line: int


@dataclass
class CourseBundle:
    """A course with all contents of its folder."""

    folder: Path
    code: str = ""
    slug: str = ""
    titles: dict[str, str] = field(default_factory=dict)
    public_titles: dict[str, str] = field(default_factory=dict)
    summaries: dict[str, str] = field(default_factory=dict)
    audiences: dict[str, str] = field(default_factory=dict)
    hours: Decimal = Decimal(0)
    validity_months: int = 0
    outcomes: dict[int, dict[str, str]] = field(default_factory=dict)
    modules: list[BundleModule] = field(default_factory=list)
    exam: dict[str, Any] | None = None
    lessons: dict[str, dict[str, LessonFile]] = field(default_factory=dict)
    scenarios: dict[str, ScenarioFile] = field(default_factory=dict)
    questions: list[BundleQuestion] = field(default_factory=list)
    cases: list[BundleCase] = field(default_factory=list)
    approvals: dict[str, BundleApproval] = field(default_factory=dict)
    facts: list[FactNote] = field(default_factory=list)
    figures: dict[str, BundleFigure] = field(default_factory=dict)
    #: The body of each lesson as blocks, by name and language; filled by the check.
    bodies: dict[tuple[str, str], str] = field(default_factory=dict)
    is_draft: bool = False
    #: Whether ``course.yaml`` takes anything from other bundles.
    is_composed: bool = False
    #: The bundles from which this one takes parts, by name, and the names of those
    #: parts.
    taken: "dict[str, tuple[CourseBundle, set[str]]]" = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.folder.name

    def is_own(self, path: Path) -> bool:
        """Tell whether a file belongs to this bundle and was not taken from another."""
        return path.parent == self.folder

    def hashes(self) -> dict[str, str]:
        """Return the content hash of each of its own parts, by the name used in approvals."""
        parts: dict[str, list[Path]] = {"course": [self.folder / "course.yaml"]}
        for stem in self.own_stems():
            parts[stem] = sorted(self.folder.glob(f"{stem}.*"))
            parts[stem] += self._figures_of(stem)
        if questions := self.own_questions():
            parts["questions"] = [self.folder / "questions.yaml"]
            if (self.folder / FILE).exists():
                parts["questions"].append(self.folder / FILE)
            pictures = {one.picture.path for one in questions if one.picture}
            parts["questions"] += pictures
        return {part: hash_part_files(paths) for part, paths in sorted(parts.items())}

    def _figures_of(self, stem: str) -> list[Path]:
        """Return the files of the figures in a lesson; they count as part of the lesson."""
        names = {
            part.title
            for lesson in self.lessons.get(stem, {}).values()
            for part in lesson.shown
        }
        shown = [one for name, one in self.figures.items() if name in names]
        return [path for figure in shown for path in figure.paths]

    def own_stems(self) -> list[str]:
        """Return the names of the lessons and scenarios whose text is in this bundle."""
        lessons = {
            stem: next(iter(files.values())).path
            for stem, files in self.lessons.items()
        }
        scenarios = {stem: one.path for stem, one in self.scenarios.items()}
        return [
            stem for stem, path in (lessons | scenarios).items() if self.is_own(path)
        ]

    def own_questions(self) -> list[BundleQuestion]:
        return [one for one in self.questions if self.is_own(one.path)]

    def uncovered(self) -> list[str]:
        """Return the parts whose content is not approved; parts taken are named ``c2/l1``.

        The approvals of the source cover the parts taken from it.
        """
        found = list_unapproved_parts(self.approvals, self.hashes())
        for name, (source, parts) in self.taken.items():
            hashes = {
                part: digest
                for part, digest in source.hashes().items()
                if part in parts
            }
            found += [
                f"{name}/{part}"
                for part in list_unapproved_parts(source.approvals, hashes)
            ]
        return found


@dataclass
class GuidelineBundle:
    """A guideline with its approvals."""

    folder: Path
    document: DocumentFile
    approvals: dict[str, BundleApproval]
    facts: list[FactNote] = field(default_factory=list)

    def hashes(self) -> dict[str, str]:
        paths = [p for p in self.folder.iterdir() if p.suffix == ".md"]
        paths.append(self.folder / "guideline.yaml")
        return {self.document.code: hash_part_files(paths)}


@dataclass
class BundleLibrary:
    """All bundles in a folder."""

    instruments: list[DocumentFile] = field(default_factory=list)
    guidelines: list[GuidelineBundle] = field(default_factory=list)
    courses: list[CourseBundle] = field(default_factory=list)
    glossary: list[BundleTerm] = field(default_factory=list)
    framework: FrameworkFile = field(default_factory=FrameworkFile)

    @property
    def documents(self) -> list[DocumentFile]:
        return [*self.instruments, *(bundle.document for bundle in self.guidelines)]

    @property
    def citations(self) -> set[str]:
        return set().union(*(document.citations for document in self.documents))

    def addresses(self, bundle: CourseBundle) -> LinkResolver:
        """Return the resolver of links in the lessons of ``bundle``."""
        lessons = [*bundle.lessons, *bundle.scenarios]
        left = {
            stem
            for source, _parts in bundle.taken.values()
            for stem in (*source.lessons, *source.scenarios)
        }
        return LinkResolver(bundle.slug, lessons, self.documents, left)

"""What bundles contain, once they are read."""

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
    """A module: a title over lessons."""

    name: str
    titles: dict[str, str]
    lessons: list[str]
    line: int


@dataclass
class CourseBundle:
    """A course with everything in its folder."""

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
    #: The body of each lesson as blocks, by its name and language, once it was checked.
    bodies: dict[tuple[str, str], str] = field(default_factory=dict)
    is_draft: bool = False
    #: Whether its ``course.yaml`` takes anything from elsewhere.
    is_composed: bool = False
    #: What it takes: other bundles by name, and which parts of each.
    taken: "dict[str, tuple[CourseBundle, set[str]]]" = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.folder.name

    def is_own(self, path: Path) -> bool:
        """Tell whether a file is of this bundle, and nothing taken from another."""
        return path.parent == self.folder

    def hashes(self) -> dict[str, str]:
        """Return the content hash of every part of its own, by the name approvals use."""
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
        """Return the files of the figures that a lesson shows: they are part of it."""
        names = {
            part.title
            for lesson in self.lessons.get(stem, {}).values()
            for part in lesson.shown
        }
        shown = [one for name, one in self.figures.items() if name in names]
        return [path for figure in shown for path in figure.paths]

    def own_stems(self) -> list[str]:
        """Return the lessons and scenarios whose text stands here."""
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
        """Return the parts whose present content is not approved, taken ones as ``c2/l1``.

        What is taken is covered by the approvals of its source.
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
    """All bundles of a folder."""

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
        """Return what finds the links in the lessons of ``bundle``."""
        lessons = [*bundle.lessons, *bundle.scenarios]
        left = {
            stem
            for source, _parts in bundle.taken.values()
            for stem in (*source.lessons, *source.scenarios)
        }
        return LinkResolver(bundle.slug, lessons, self.documents, left)

"""Read all bundles and check them against each other, before anything is loaded."""

from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from content.curriculum.addresses import Addresses
from content.curriculum.approvals import Approval, content_hash, read_approvals
from content.curriculum.bank_files import Question, read_questions
from content.curriculum.document_files import (
    DocumentFile,
    read_guideline,
    read_instrument,
)
from content.curriculum.errors import Faults
from content.curriculum.lessons import LessonFile, read_lesson
from content.curriculum.rendering import LessonRenderer, scenario_body
from content.curriculum.scenarios import ScenarioFile, read_scenario
from content.curriculum.yaml_items import Item, read_yaml
from elearning.languages import CODES

DEFAULT = Path(__file__).parent / "bundles"
COURSE_KEYS = (
    "code",
    "slug",
    "title",
    "public_title",
    "summary",
    "audience",
    "hours",
    "validity_months",
    "outcomes",
    "modules",
    "exam",
)
EXAM_NUMBERS = ("questions", "minutes", "pass_mark", "attempts")


@dataclass
class Module:
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
    modules: list[Module] = field(default_factory=list)
    exam: dict[str, Any] | None = None
    lessons: dict[str, dict[str, LessonFile]] = field(default_factory=dict)
    scenarios: dict[str, ScenarioFile] = field(default_factory=dict)
    questions: list[Question] = field(default_factory=list)
    approvals: dict[str, Approval] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.folder.name

    def hashes(self) -> dict[str, str]:
        """Return the content hash of every part, by the name approvals use."""
        parts: dict[str, list[Path]] = {"course": [self.folder / "course.yaml"]}
        for stem in [*self.lessons, *self.scenarios]:
            parts[stem] = sorted(self.folder.glob(f"{stem}.*"))
        if self.questions:
            parts["questions"] = [self.folder / "questions.yaml"]
        return {part: content_hash(paths) for part, paths in sorted(parts.items())}


@dataclass
class GuidelineBundle:
    """A guideline with its approvals."""

    folder: Path
    document: DocumentFile
    approvals: dict[str, Approval]

    def hashes(self) -> dict[str, str]:
        paths = [p for p in self.folder.iterdir() if p.suffix == ".md"]
        paths.append(self.folder / "guideline.yaml")
        return {self.document.code: content_hash(paths)}


@dataclass
class Library:
    """All bundles of a folder."""

    instruments: list[DocumentFile] = field(default_factory=list)
    guidelines: list[GuidelineBundle] = field(default_factory=list)
    courses: list[CourseBundle] = field(default_factory=list)

    @property
    def documents(self) -> list[DocumentFile]:
        return [*self.instruments, *(bundle.document for bundle in self.guidelines)]

    @property
    def citations(self) -> set[str]:
        return set().union(*(document.citations for document in self.documents))

    def addresses(self, bundle: CourseBundle) -> Addresses:
        """Return what finds the links in the lessons of ``bundle``."""
        lessons = [*bundle.lessons, *bundle.scenarios]
        return Addresses(bundle.slug, lessons, self.documents)


def read_library(root: Path) -> Library:
    """Return everything under ``root``; raises ``BundleError`` listing every fault."""
    faults = Faults(root)
    library = Library()
    for path in sorted((root / "instruments").glob("*.yaml")):
        if document := read_instrument(path, faults):
            library.instruments.append(document)
    for folder in _folders(root / "guidelines"):
        if document := read_guideline(folder, faults):
            approvals = read_approvals(folder, faults)
            library.guidelines.append(GuidelineBundle(folder, document, approvals))
    for folder in _folders(root / "courses"):
        if bundle := read_course(folder, faults):
            library.courses.append(bundle)
    _check_citations(library, faults)
    faults.demand_none()
    for course in library.courses:
        _check_texts(course, library.addresses(course), faults)
    faults.demand_none()
    return library


def read_course(folder: Path, faults: Faults) -> CourseBundle | None:
    """Return the course in ``folder`` with its lessons and questions."""
    top = read_yaml(folder / "course.yaml", faults)
    if top is None:
        return None
    top.only(*COURSE_KEYS)
    bundle = CourseBundle(
        folder=folder,
        code=top.text("code"),
        slug=top.name("slug"),
        titles=top.texts("title"),
        public_titles=top.texts("public_title"),
        summaries=top.texts("summary"),
        audiences=top.texts("audience"),
        hours=_hours(top),
        validity_months=top.integer("validity_months"),
        modules=[_module(item) for item in top.list_of("modules")],
    )
    for item in top.list_of("outcomes"):
        item.only("number", "text")
        bundle.outcomes[item.integer("number")] = item.texts("text")
    if exam := top.find("exam"):
        bundle.exam = _exam(exam)
    _read_parts(bundle, faults)
    _check_course(bundle, top, faults)
    return bundle


def _folders(root: Path) -> list[Path]:
    return sorted(p for p in root.iterdir() if p.is_dir()) if root.is_dir() else []


def _hours(top: Item) -> Decimal:
    try:
        return Decimal(top.text("hours"))
    except InvalidOperation:
        top.fail("“hours” must be a number.")
        return Decimal(0)


def _module(item: Item) -> Module:
    item.only("code", "title", "lessons")
    return Module(
        item.name("code"), item.texts("title"), item.strings("lessons"), item.line
    )


def _exam(item: Item) -> dict[str, Any]:
    item.only("title", *EXAM_NUMBERS, "waiting_hours")
    exam: dict[str, Any] = {name: item.integer(name) for name in EXAM_NUMBERS}
    exam["titles"] = item.texts("title")
    exam["waiting_hours"] = item.integers("waiting_hours")
    if len(exam["waiting_hours"]) < exam["attempts"] - 1:
        item.fail("“waiting_hours” needs a number before each further attempt.")
    return exam


def _read_parts(bundle: CourseBundle, faults: Faults) -> None:
    folder = bundle.folder
    for path in sorted(folder.iterdir()):
        stem, _dot, language = path.stem.partition(".")
        if path.suffix == ".md" and language in CODES:
            if lesson := read_lesson(path, faults):
                bundle.lessons.setdefault(stem, {})[language] = lesson
        elif path.name == "questions.yaml":
            bundle.questions = read_questions(path, faults)
        elif path.suffix == ".yaml" and path.name not in (
            "course.yaml",
            "approvals.yaml",
        ):
            if scenario := read_scenario(path, faults):
                bundle.scenarios[stem] = scenario
        elif path.name not in ("course.yaml", "approvals.yaml"):
            faults.add(path, 1, "This file belongs to no part of the format.")
    bundle.approvals = read_approvals(folder, faults)


def _check_course(bundle: CourseBundle, top: Item, faults: Faults) -> None:
    listed = [stem for module in bundle.modules for stem in module.lessons]
    there = {*bundle.lessons, *bundle.scenarios}
    for module in bundle.modules:
        for stem in module.lessons:
            if stem not in there:
                faults.add(top.path, module.line, f"Lesson {stem} has no file.")
            if listed.count(stem) > 1:
                faults.add(top.path, module.line, f"Lesson {stem} is listed twice.")
    for stem in sorted(there - set(listed)):
        top.fail(f"No module lists {stem}.")
    for stem, lesson in bundle.lessons.items():
        _check_languages(bundle, stem, lesson, faults)
    for scenario in bundle.scenarios.values():
        _check_outcomes(bundle, scenario.path, scenario.outcomes, faults)
    for question in bundle.questions:
        if question.outcome not in bundle.outcomes:
            path = bundle.folder / "questions.yaml"
            reason = f"The course has no outcome {question.outcome}."
            faults.add(path, question.line, reason)
    usable = sum(question.is_releasable for question in bundle.questions)
    if bundle.exam and usable < bundle.exam["questions"]:
        top.fail(f"The exam asks more questions than the bank has ({usable}).")


def _check_languages(
    bundle: CourseBundle, stem: str, files: dict[str, LessonFile], faults: Faults
) -> None:
    for code in CODES:
        if code not in files:
            path = next(iter(files.values())).path
            faults.add(path, 1, f"The lesson is missing in {code}.")
    first = files.get(CODES[0])
    for lesson in files.values():
        _check_outcomes(bundle, lesson.path, lesson.outcomes, faults)
        if first is None or lesson is first:
            continue
        ours = [part.shape for part in lesson.parts]
        theirs = [part.shape for part in first.parts]
        if ours != theirs:
            line = _first_difference(lesson, theirs)
            reason = f"The blocks differ from {first.path.name}."
            faults.add(lesson.path, line, reason)
        if (lesson.minutes, lesson.outcomes) != (first.minutes, first.outcomes):
            faults.add(
                lesson.path, 1, f"Minutes or outcomes differ from {first.path.name}."
            )
        if lesson.cites != first.cites:
            reason = f"The citations differ from {first.path.name}."
            faults.add(lesson.path, lesson.cites_line, reason)


def _first_difference(lesson: LessonFile, theirs: list[Any]) -> int:
    for index, part in enumerate(lesson.parts):
        if index >= len(theirs) or part.shape != theirs[index]:
            return part.line
    return lesson.parts[-1].line


def _check_outcomes(
    bundle: CourseBundle, path: Path, outcomes: list[int], faults: Faults
) -> None:
    for number in outcomes:
        if number not in bundle.outcomes:
            faults.add(path, 1, f"The course has no outcome {number}.")


def _check_citations(library: Library, faults: Faults) -> None:
    known = library.citations

    def demand(path: Path, line: int, codes: list[str]) -> None:
        for code in codes:
            if code not in known:
                faults.add(path, line, f"“{code}” names no provision of the bundles.")

    for bundle in library.guidelines:
        for path, line, code in bundle.document.cite_lines:
            demand(path, line, [code])
    for course in library.courses:
        for files in course.lessons.values():
            for lesson in files.values():
                demand(lesson.path, lesson.cites_line, lesson.cites)
                for part in lesson.parts:
                    if part.kind == "quote":
                        demand(lesson.path, part.line, [part.title])
        for scenario in course.scenarios.values():
            demand(scenario.path, 1, scenario.cites)
            for node in scenario.nodes:
                demand(scenario.path, node.line, node.cites)
        for question in course.questions:
            demand(course.folder / "questions.yaml", question.line, question.cites)


def _check_texts(bundle: CourseBundle, addresses: Addresses, faults: Faults) -> None:
    """Turn every text into rich text once, to find what is not allowed in it."""
    for stem, files in bundle.lessons.items():
        for lesson in files.values():
            LessonRenderer(bundle.name, stem, lesson, faults, addresses.find).body()
    for stem, scenario in bundle.scenarios.items():
        for code in CODES:
            scenario_body(bundle.name, stem, scenario, code, faults)

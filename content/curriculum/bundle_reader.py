"""Reader for all bundles; it checks them against each other before anything is loaded."""

import hashlib
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from django.utils import translation

from content.curriculum import bundle_approvals, bundle_cases, fact_notes
from content.curriculum import bundle_figures as drawn
from content.curriculum.bank_reader import read_questions
from content.curriculum.bundle_approvals import read_approvals
from content.curriculum.bundle_contents import (
    BundleLibrary,
    CourseBundle,
    GuidelineBundle,
)
from content.curriculum.bundle_regions import FOLDER
from content.curriculum.bundle_validation import (
    check_citations,
    check_course,
    check_texts,
)
from content.curriculum.course_composition import compose_course
from content.curriculum.document_reader import read_guideline, read_instrument
from content.curriculum.errors import FaultCollector
from content.curriculum.fact_notes import check_document_facts, read_facts
from content.curriculum.framework_reader import read_framework
from content.curriculum.glossary_reader import read_glossary
from content.curriculum.guideline_order import sort_guidelines
from content.curriculum.lesson_reader import read_lesson
from content.curriculum.scenario_reader import read_scenario
from content.curriculum.yaml_items import YamlItem, read_yaml
from courses.assessment.paper_blueprint import Blueprint, Difficulty
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
    "questions",
    "exam",
    "draft",
)
#: Files of the question bank: the field of the bundle for each, and its reader.
_BANK: dict[str, tuple[str, Callable[[Path, FaultCollector], Any]]] = {
    "questions.yaml": ("questions", read_questions),
    bundle_cases.FILE: ("cases", bundle_cases.read_cases),
}
#: Files with readers of their own.
_APART = ("course.yaml", bundle_approvals.FILE, fact_notes.FILE)
EXAM_NUMBERS = ("questions", "minutes", "pass_mark", "attempts")
EXAM_RULES = ("invigilated", "trials", "full_bank", "open_questions", "blueprint")


def read_library(root: Path) -> BundleLibrary:
    """Return all bundles under ``root``; raises ``BundleError`` with every fault."""
    faults = FaultCollector(root)
    library = BundleLibrary()
    for path in sorted((root / "instruments").glob("*.yaml")):
        if document := read_instrument(path, faults):
            library.instruments.append(document)
    for folder in _folders(root / "guidelines"):
        if document := read_guideline(folder, faults):
            notes = read_facts(folder, faults, of_course=False)
            check_document_facts(document, notes, faults)
            given = read_approvals(folder, faults)
            library.guidelines.append(GuidelineBundle(folder, document, given, notes))
    library.guidelines = sort_guidelines(library.guidelines, faults)
    library.courses = _read_courses(root, faults)
    library.glossary = read_glossary(root, faults)
    library.framework = read_framework(root, faults)
    check_citations(library, faults)
    faults.demand_none()
    for course in library.courses:
        check_texts(course, library.addresses(course), faults)
    faults.demand_none()
    return library


def hash_library(root: Path) -> str:
    """Return the SHA-256 (hex) of all files under ``root``, with their names."""
    whole = hashlib.sha256()
    for path in sorted(one for one in root.rglob("*") if one.is_file()):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        whole.update(f"{path.relative_to(root)} {content}\n".encode())
    return whole.hexdigest()


def _read_courses(root: Path, faults: FaultCollector) -> list[CourseBundle]:
    """Return the courses; composed courses are checked after the ones they take from."""
    tops: dict[str, YamlItem] = {}
    courses: dict[str, CourseBundle] = {}
    for folder in _folders(root / "courses"):
        if top := read_yaml(folder / "course.yaml", faults):
            tops[folder.name] = top
            courses[folder.name] = read_course_bundle(folder, top, faults)
    for bundle in sorted(courses.values(), key=lambda one: one.is_composed):
        compose_course(bundle, tops[bundle.name], courses)
        check_course(bundle, tops[bundle.name], faults)
    return list(courses.values())


def read_course_bundle(
    folder: Path, top: YamlItem, faults: FaultCollector
) -> CourseBundle:
    """Return the course in ``folder`` with its own lessons and questions."""
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
        is_draft=top.boolean("draft"),
        is_composed=any(
            item.find("take") or any("/" in one for one in _listed(item))
            for part in ("outcomes", "modules", "questions")
            for item in top.list_of(part, needed=False)
        ),
    )
    if exam := top.find("exam"):
        bundle.exam = _exam(exam)
    _read_parts(bundle, faults)
    return bundle


def _folders(root: Path) -> list[Path]:
    return sorted(p for p in root.iterdir() if p.is_dir()) if root.is_dir() else []


def _hours(top: YamlItem) -> Decimal:
    try:
        return Decimal(top.text("hours"))
    except InvalidOperation:
        top.fail("“hours” must be a number.")
        return Decimal(0)


def _listed(item: YamlItem) -> list[str]:
    return item.strings("lessons", needed=False)


def _exam(item: YamlItem) -> dict[str, Any]:
    item.only("title", *EXAM_NUMBERS, "waiting_hours", *EXAM_RULES)
    exam: dict[str, Any] = {name: item.integer(name) for name in EXAM_NUMBERS}
    exam["titles"] = item.texts("title")
    exam["waiting_hours"] = item.integers("waiting_hours")
    exam["invigilated"] = item.boolean("invigilated")
    exam["open_questions"] = item.integer("open_questions", 0)
    if not 0 <= exam["open_questions"] <= exam["questions"]:
        item.fail("“open_questions” is a number from 0 to that of the questions.")
    if len(exam["waiting_hours"]) < exam["attempts"] - 1:
        item.fail("“waiting_hours” needs a number before each further attempt.")
    exam["trials"] = item.integer("trials", default=2)
    exam["full_bank"] = item.boolean("full_bank")
    exam["blueprint"] = _blueprint(item.find("blueprint"), exam["questions"])
    return exam


def _blueprint(item: YamlItem | None, questions: int) -> Blueprint:
    """Return the blueprint of the exam; an impossible blueprint is a fault."""
    if item is None:
        return Blueprint()
    item.only("outcomes", "difficulty", "must_pass", "list")
    has_must_pass = item.find("must_pass") is not None
    plan = Blueprint(
        {int(name): n for name, n in _numbers(item, "outcomes") if name.isdigit()},
        dict(_numbers(item, "difficulty")),
        item.integer("must_pass") if has_must_pass else None,
        tuple(code.lower() for code in item.strings("list", needed=False)),
    )
    if not set(plan.mix) <= set(Difficulty):
        item.fail("“difficulty” has easy, medium and hard.")
    with translation.override("en"):
        for text in plan.faults(questions).values():
            item.fail(text)
    return plan


def _numbers(item: YamlItem, name: str) -> list[tuple[str, int]]:
    found = item.find(name)
    if found is None:
        return []
    return [(key, found.integer(key)) for key in found.names()]


def _read_parts(bundle: CourseBundle, faults: FaultCollector) -> None:
    folder = bundle.folder
    for path in sorted(folder.iterdir()):
        stem, _dot, language = path.stem.partition(".")
        if path.suffix == ".md" and language in CODES:
            if lesson := read_lesson(path, faults):
                bundle.lessons.setdefault(stem, {})[language] = lesson
        elif path.name in _BANK:
            name, read = _BANK[path.name]
            setattr(bundle, name, read(path, faults))
        elif path.suffix == ".yaml" and path.name not in _APART:
            if scenario := read_scenario(path, faults):
                bundle.scenarios[stem] = scenario
        elif path.name not in (*_APART, FOLDER, drawn.FOLDER):
            faults.add(path, 1, "This file belongs to no part of the format.")
    _read_figures(bundle, faults)
    bundle.approvals = read_approvals(folder, faults)
    bundle.facts = read_facts(folder, faults, of_course=True)


def _read_figures(bundle: CourseBundle, faults: FaultCollector) -> None:
    bundle.figures = drawn.read_figures(bundle.folder, faults)
    for files in bundle.lessons.values():
        for lesson in files.values():
            lesson.figures = bundle.figures

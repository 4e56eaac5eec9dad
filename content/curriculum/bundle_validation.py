"""Checks of the parts of a course against each other."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.utils import translation

from content.curriculum import bundle_figures as drawn
from content.curriculum.block_builder import LessonBodyBuilder, build_scenario_body
from content.curriculum.bundle_contents import BundleLibrary, CourseBundle
from content.curriculum.bundle_regions import FOLDER
from content.curriculum.errors import FaultCollector
from content.curriculum.fact_notes import check_course_facts
from content.curriculum.lesson_reader import LessonFile
from content.curriculum.link_resolver import LinkResolver
from content.curriculum.yaml_items import YamlItem
from courses.assessment.kinds import MARKED_BY_PEOPLE
from courses.assessment.paper_blueprint import Blueprint
from elearning.languages import CODES


def check_course(bundle: CourseBundle, top: YamlItem, faults: FaultCollector) -> None:
    """Add faults where modules, lessons, outcomes and exam of a course do not fit together."""
    _check_modules(bundle, top, faults)
    _check_own(bundle, faults)
    _check_pictures(bundle, faults)
    _check_figures(bundle, faults)
    check_course_facts(bundle, faults)
    usable = _usable(bundle)
    if bundle.exam and usable < bundle.exam["questions"]:
        top.fail(f"The exam asks more questions than the bank has ({usable}).")
    if bundle.exam:
        _check_blueprint(bundle, bundle.exam["blueprint"], top)


def _check_own(bundle: CourseBundle, faults: FaultCollector) -> None:
    """Check the bundle’s own parts; parts taken from others are checked in their source."""
    own = set(bundle.own_stems())
    for stem, lesson in bundle.lessons.items():
        if stem in own:
            _check_languages(bundle, stem, lesson, faults)
    for stem, scenario in bundle.scenarios.items():
        if stem in own:
            _check_outcomes(bundle, scenario.path, scenario.outcomes, faults)
    for question in bundle.own_questions():
        if question.outcome not in bundle.outcomes:
            reason = f"The course has no outcome {question.outcome}."
            faults.add(question.path, question.line, reason)
        if question.case and question.case not in {one.code for one in bundle.cases}:
            reason = f"There is no case {question.case}."
            faults.add(question.path, question.line, reason)


def _check_pictures(bundle: CourseBundle, faults: FaultCollector) -> None:
    shown = {one.picture.path for one in bundle.questions if one.picture}
    for path in sorted((bundle.folder / FOLDER).glob("*")):
        if path not in shown:
            faults.add(path, 1, "No question shows this picture.")


def _check_figures(bundle: CourseBundle, faults: FaultCollector) -> None:
    shown = set()
    for stem in bundle.lessons.keys() & set(bundle.own_stems()):
        for lesson in bundle.lessons[stem].values():
            for part in lesson.shown:
                shown.add(part.title)
                if part.title not in bundle.figures:
                    reason = f"There is no figure {drawn.FOLDER}/{part.title}.svg."
                    faults.add(lesson.path, part.line, reason)
    for name in sorted(bundle.figures.keys() - shown):
        faults.add(bundle.figures[name].path, 1, "No lesson shows this figure.")


def _check_blueprint(bundle: CourseBundle, plan: Blueprint, top: YamlItem) -> None:
    for number in sorted(set(plan.outcomes) - set(bundle.outcomes)):
        top.fail(f"The exam asks outcome {number}, which the course does not have.")
    usable = {one.code.lower() for one in bundle.questions if one.is_for_exams}
    for code in plan.listed:
        if code not in usable:
            top.fail(f"The exam lists {code.upper()}, which the bank does not have.")


def _check_modules(bundle: CourseBundle, top: YamlItem, faults: FaultCollector) -> None:
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


def _check_languages(
    bundle: CourseBundle,
    stem: str,
    files: dict[str, LessonFile],
    faults: FaultCollector,
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
    bundle: CourseBundle, path: Path, outcomes: list[int], faults: FaultCollector
) -> None:
    for number in outcomes:
        if number not in bundle.outcomes:
            faults.add(path, 1, f"The course has no outcome {number}.")


def check_citations(library: BundleLibrary, faults: FaultCollector) -> None:
    """Add a fault for every citation that names no provision of the bundles."""
    known = library.citations
    for path, line, code in _citations(library):
        if code not in known:
            faults.add(path, line, f"“{code}” names no provision of the bundles.")


def _citations(library: BundleLibrary) -> Iterator[tuple[Path, int, str]]:
    """Yield every citation with its path and line."""
    for guideline in library.guidelines:
        yield from guideline.document.cite_lines
    for course in library.courses:
        own = set(course.own_stems())
        for stem in course.lessons.keys() & own:
            for lesson in course.lessons[stem].values():
                yield from ((lesson.path, lesson.cites_line, c) for c in lesson.cites)
                quotes = (part for part in lesson.parts if part.kind == "quote")
                yield from ((lesson.path, part.line, part.title) for part in quotes)
        for stem in course.scenarios.keys() & own:
            scenario = course.scenarios[stem]
            yield from ((scenario.path, 1, code) for code in scenario.cites)
            for node in scenario.nodes:
                yield from ((scenario.path, node.line, code) for code in node.cites)
        for question in course.own_questions():
            yield from ((question.path, question.line, code) for code in question.cites)


def check_texts(
    bundle: CourseBundle, addresses: LinkResolver, faults: FaultCollector
) -> None:
    """Convert every text to rich text, adding a fault for forbidden markup; store the result."""
    for code in CODES:
        with translation.override(
            code
        ):  # links lead to pages in the language of the text
            for stem, files in bundle.lessons.items():
                if lesson := files.get(code):
                    renderer = LessonBodyBuilder(
                        bundle.name, stem, lesson, faults, addresses.find
                    )
                    bundle.bodies[stem, code] = renderer.body()
            for stem, scenario in bundle.scenarios.items():
                body = build_scenario_body(bundle.name, stem, scenario, code, faults)
                bundle.bodies[stem, code] = body


def _usable(bundle: CourseBundle) -> int:
    """Return the number of questions available to the exam.

    Questions marked by people count up to the number of open questions in the exam.
    """
    asked = [one.type for one in bundle.questions if one.is_for_exams]
    by_people = sum(name in MARKED_BY_PEOPLE for name in asked)
    wanted = bundle.exam["open_questions"] if bundle.exam else 0
    return len(asked) - max(0, by_people - wanted)

"""Check that lessons cite provisions, and that lessons cover guidelines and safeguards."""

from collections.abc import Iterator

from content.curriculum.bundle_contents import CourseBundle
from content.curriculum.quality.bundle_texts import list_link_targets
from content.curriculum.quality.checked_library import CheckedLibrary
from content.curriculum.quality.quality_findings import FindingSeverity, QualityFinding
from elearning.languages import CODES


def check_citation_coverage(reading: CheckedLibrary) -> Iterator[QualityFinding]:
    """Yield lessons without citations, and guidelines and safeguards no lesson cites."""
    taught: set[str] = set()
    for course in reading.library.courses:
        taught |= _cited(course)
        for files in course.lessons.values():
            for lesson in files.values():
                if not lesson.cites:
                    text = "The lesson cites no provision."
                    advice = "Name what it rests on under “cites”."
                    yield reading.at(lesson.path, 1, "links.lesson", text, advice)
        for scenario in course.scenarios.values():
            if not scenario.all_cites:
                text = "The scenario cites no provision."
                advice = "Name what it rests on under “cites”."
                yield reading.at(scenario.path, 1, "links.lesson", text, advice)
    yield from _untaught(reading, taught)


def _cited(course: CourseBundle) -> set[str]:
    """Return what lessons and scenarios of a course cite, in fields and in links."""
    lessons = [one for files in course.lessons.values() for one in files.values()]
    quoted = {
        part.title for one in lessons for part in one.parts if part.kind == "quote"
    }
    cited = {code for one in lessons for code in one.cites}
    played = {code for one in course.scenarios.values() for code in one.all_cites}
    linked = {
        address.removeprefix("clause:")
        for one in lessons
        for part in one.parts
        for address in list_link_targets(part.text)
    }
    return quoted | cited | played | linked


def _untaught(reading: CheckedLibrary, taught: set[str]) -> Iterator[QualityFinding]:
    is_open = any(course.is_draft for course in reading.library.courses)
    severity = FindingSeverity.WARNING if is_open else FindingSeverity.ERROR
    for bundle in reading.library.guidelines:
        document = bundle.document
        text = next(
            (document.body[code] for code in CODES if code in document.body), None
        )
        if text is None:
            continue
        if not document.citations & taught:
            told = f"No lesson cites {document.code}."
            advice = "Cite its clauses in the lessons that teach them."
            yield reading.at(
                document.path, 1, "links.guideline", told, advice, severity
            )
            continue
        for section in text["sections"]:
            for clause in section["clauses"]:
                code = f"{document.code} {clause['number']}"
                if clause["safeguard"] and code not in taught:
                    told = f"No lesson cites the safeguard {code}."
                    advice = "Cite it in the lesson that teaches it."
                    yield reading.at(
                        document.path, 1, "links.safeguard", told, advice, severity
                    )

"""The pages of a course stored on devices, the same for everybody, in one language.

They are the pages of ``content.views`` rendered without a request: no person, no token,
no menu.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse, translate_url
from django.utils.translation import gettext as _

from content.glossary.term_links import PageGlossary
from content.learner_view import (
    build_lesson_url,
    group_citations_by_document,
    list_course_facts,
)
from content.offline.bundle.edition_material import EditionMaterial
from courses.assessment.practice import self_check_questions
from courses.models import EditionEntry, Unit
from elearning.languages import CODES, OWN_NAMES, get_current_language, pick_text

LESSON, COURSE, PRACTICE = "lesson", "course", "practice"


@dataclass(frozen=True)
class DevicePage:
    """One page: the URL it replaces, and its HTML."""

    path: str
    kind: str
    name: str
    title: str
    unit: str
    html: str


def iter_device_pages(material: EditionMaterial) -> Iterator[DevicePage]:
    """Yield the pages of an edition, the outline first; none contains personal data."""
    kept = _addresses(material)
    yield _outline(material, kept)
    for entry in material.entries:
        yield _lesson(material, entry, kept)
    if material.questions:
        yield _practice(material, kept)


def build_practice_url(material: EditionMaterial) -> str:
    """Return the URL of practice on a device; empty if there are no questions."""
    slug = material.course.slug
    return reverse("device:practice", args=[slug]) if material.questions else ""


def _addresses(material: EditionMaterial) -> list[str]:
    practice = build_practice_url(material)
    lessons = [build_lesson_url(material.course, entry) for entry in material.entries]
    course = material.course.get_absolute_url()
    return [course, *lessons, *([practice] if practice else [])]


def _outline(material: EditionMaterial, kept: list[str]) -> DevicePage:
    course, front = material.course, material.front
    text = front.version.text() if front else None
    title = text.title if text else course.title
    details = text.details if text else {}
    lesson_cites = [
        code
        for entry in material.entries
        for code in entry.version.text().details.get("cites", ())
    ]
    codes = list(dict.fromkeys(details.get("cites") or lesson_cites))
    minutes = [entry.version.text().minutes for entry in material.entries]
    context = {
        "course": course,
        "title": title,
        "front": text,
        "fallback": text.language
        if text and text.language != get_current_language()
        else "",
        "facts": list_course_facts(course, material.entries, material.exam),
        "outline": _steps(material, None),
        "outcomes": [
            pick_text(one.texts)[0] for one in course.outcomes.order_by("number")
        ],
        "audience": details.get("audience", ""),
        "legal_basis": group_citations_by_document(material.citations(codes).values()),
        "continue_url": kept[1] if material.entries else kept[0],
        "practice": build_practice_url(material),
        "has_exam": material.exam is not None,
        "total": len(material.entries),
        "reader": {
            "is_under_way": True,
            "enrolment": {"last_seen_at": None},
            "lessons": material.entries,
            "lessons_done": 0,
            "minutes_left": sum(minutes),
        },
    }
    facts = {
        "course": course.slug,
        "kept": kept,
        "has_exam": material.exam is not None,
        "lessons": [
            {"unit": entry.version.unit.slug, "path": path, "minutes": length}
            for entry, path, length in zip(
                material.entries, kept[1:], minutes, strict=False
            )
        ],
    }
    return _page(COURSE, kept[0], title, context, facts)


def _lesson(
    material: EditionMaterial, entry: EditionEntry, kept: list[str]
) -> DevicePage:
    lesson, number = material.lessons[entry.pk], material.entries.index(entry)
    path, unit = build_lesson_url(material.course, entry), entry.version.unit
    scenario, following = lesson.scenario, _neighbour(material, number + 1)
    context = {
        "course": material.course,
        "lesson": lesson,
        "questions": lesson.questions,
        "citations": material.citations(lesson.all_cites),
        "safeguarded": material.approvals.get(entry.version.digest),
        "fallback": lesson.language
        if lesson.language != get_current_language()
        else "",
        "glossary": PageGlossary(lesson.language, material.terms),
        "number": number + 1,
        "total": len(material.entries),
        "notes": {},
        "answers_to": path,
        "may_finish": True,
        "previous": _neighbour(material, number - 1),
        "following": following,
        "outline": _steps(material, unit.pk),
        "breadcrumbs": [(kept[0], _title(material))],
        "reader": {"practice_url": build_practice_url(material)},
    }
    facts = {
        "course": material.course.slug,
        "unit": unit.slug,
        "kept": kept,
        "scenario": scenario.id if scenario else "",
        "next": following["url"] if following else kept[0],
    }
    return _page(LESSON, path, lesson.title, context, facts)


def _practice(material: EditionMaterial, kept: list[str]) -> DevicePage:
    asked = [
        {
            "name": str(question.version.unit.key),
            "prefix": f"{question.version.unit.key}-",
            "question": question,
            "check": self_check_questions.build_self_check(
                str(question.version.unit.key), question, {}, cited=material.cited
            ),
        }
        for question in material.questions
    ]
    context = {
        "questions": asked,
        "citations": material.cited,
        "breadcrumbs": [(kept[0], _title(material))],
    }
    facts = {"course": material.course.slug, "kept": kept}
    return _page(PRACTICE, build_practice_url(material), _("Practise"), context, facts)


def _page(
    kind: str, path: str, title: str, context: dict[str, Any], facts: dict[str, Any]
) -> DevicePage:
    """Return a page rendered without a request, so it cannot contain personal data.

    ``facts`` are data for its scripts.
    """
    unit = facts.get("unit", "")
    data = {"language": get_current_language(), "unit": unit, "words": _words()} | facts
    html = render_to_string(
        f"offline/pages/{kind}.html",
        {
            **context,
            "data": data,
            "is_kept": True,
            "home_url": reverse("device:home"),
            "language_links": _languages(path),
        },
    )
    return DevicePage(path, kind, unit or kind, title, unit, html)


def _words() -> dict[str, str]:
    """Return the messages of the page scripts."""
    return {
        "none": _("Give an answer first."),
        "choice": _("Choose an answer first."),
        "number": _("Write the answer as a number, in digits: 15 or 15.5."),
        "long": _("This answer is too long. Write at most 250 characters."),
        "foreign": _(
            "This answer does not belong to the question. Load the page again, then "
            "answer."
        ),
        "lost": _(
            "This could not be kept on this device. Free some space on it, then try "
            "again."
        ),
        "again": _("Check again"),
        "continue": _("Continue"),
        "done": _("Go on"),
    }


def _languages(path: str) -> list[dict[str, Any]]:
    return [
        {
            "code": code,
            "name": OWN_NAMES[code],
            "url": translate_url(path, code),
            "current": code == get_current_language(),
        }
        for code in CODES
    ]


def _title(material: EditionMaterial) -> str:
    front = material.front
    return front.version.title if front else material.course.title


def _neighbour(material: EditionMaterial, number: int) -> dict[str, str] | None:
    if not 0 <= number < len(material.entries):
        return None
    entry = material.entries[number]
    return {
        "url": build_lesson_url(material.course, entry),
        "title": entry.version.title,
    }


def _steps(material: EditionMaterial, here: int | None) -> list[dict[str, Any]]:
    """Return the outline for the component ``steps``; the exam has no link."""
    items: list[dict[str, Any]] = []
    groups: dict[int, list[dict[str, Any]]] = {}
    for entry in material.edition.outline:
        unit, text = entry.version.unit, entry.version.text()
        if unit.kind == Unit.Kind.MODULE:
            groups[entry.pk] = []
            items.append({"label": text.title, "children": groups[entry.pk]})
        elif unit.kind in Unit.STEPS:
            is_lesson = unit.kind == Unit.Kind.LESSON
            item = {
                "label": text.title,
                "url": build_lesson_url(material.course, entry) if is_lesson else "",
                "current": unit.pk == here,
                "minutes": text.minutes,
                "icon": _icon(entry),
                "note": "" if is_lesson else _("needs a connection"),
            }
            groups.get(entry.parent_id or 0, items).append(item)
    return [item for item in items if item.get("children", True)]


def _icon(entry: EditionEntry) -> str:
    if entry.version.unit.kind == Unit.Kind.EXAM:
        return "exam"
    has_scenario = entry.version.text().details.get("has_scenario")
    return "scenario" if has_scenario else "lesson"

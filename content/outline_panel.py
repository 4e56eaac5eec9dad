"""The outline of a course, cached beside a lesson for readers with equal progress."""

import hashlib
from typing import Any
from uuid import uuid4

from django.core.cache import caches
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from content.learner_view import CourseReader, build_lesson_url
from courses.models import EditionEntry, Unit
from elearning.languages import get_current_language

_ICONS: dict[str, str] = {Unit.Kind.LESSON: "lesson", Unit.Kind.EXAM: "exam"}
#: How long an outline is cached, in seconds.
_SECONDS = 24 * 60 * 60
#: A placeholder in a cached outline for the key of the enrolment, which the exam link
#: contains. Nobody can write it into a title: it is different in each process.
_ENROLMENT = str(uuid4())


def render_outline_panel(reader: CourseReader, here: int) -> SafeString:
    """Return the course outline for ``reader``, who has opened the unit ``here``."""
    if reader.enrolment is None:
        return _made(reader, here)
    key = str(reader.enrolment.key)
    html: Any = caches["template_fragments"].get_or_set(
        _kept_by(reader, here),
        lambda: _made(reader, here).replace(key, _ENROLMENT),
        _SECONDS,
    )
    return mark_safe(html.replace(_ENROLMENT, key))  # noqa: S308 — finished HTML


def _made(reader: CourseReader, here: int) -> SafeString:
    items = build_outline_items(reader, here)
    return render_to_string("content/aside.html", {"items": items})


def _kept_by(reader: CourseReader, here: int) -> str:
    """Return the cache key: equal keys mean equal outlines."""
    far = sorted(
        (unit, bool(row.finished_at), row.is_credited)
        for unit, row in reader.progress.items()
    )
    edition = reader.edition
    state = (
        edition.pk,
        edition.released_at,
        reader.course.slug,
        get_current_language(),
        here,
        far,
    )
    return f"aside:{hashlib.sha256(repr(state).encode()).hexdigest()}"


def build_outline_items(
    reader: CourseReader, here: int | None = None
) -> list[dict[str, Any]]:
    """Return the outline for the component ``steps``; ``here`` is the unit being read."""
    items: list[dict[str, Any]] = []
    groups: dict[int, dict[str, Any]] = {}
    for entry in reader.edition.outline:
        unit = entry.version.unit
        if unit.kind == Unit.Kind.COURSE:
            continue
        if unit.kind == Unit.Kind.MODULE:
            groups[entry.pk] = {"label": entry.version.title, "children": []}
            items.append(groups[entry.pk])
            continue
        group = groups.get(entry.parent_id or 0)
        into = group["children"] if group else items
        into.append(_item(reader, entry, here))
    return [item for item in items if item.get("children", True)]


def _item(
    reader: CourseReader, entry: EditionEntry, here: int | None
) -> dict[str, Any]:
    unit = entry.version.unit
    text = entry.version.text()
    is_on = reader.enrolment is not None
    lesson = (
        build_lesson_url(reader.course, entry) if unit.kind == Unit.Kind.LESSON else ""
    )
    return {
        "label": text.title,
        "url": (reader.step_url(entry) if unit.kind == Unit.Kind.EXAM else lesson)
        if is_on
        else "",
        "done": unit.pk in reader.finished,
        "current": unit.pk == here,
        "icon": "scenario" if text.details.get("has_scenario") else _ICONS[unit.kind],
        "minutes": text.minutes,
        "note": _note(reader, entry, is_front=here is None),
    }


def _note(reader: CourseReader, entry: EditionEntry, *, is_front: bool) -> str:
    """Return the note beside a unit: that it was credited, else its weight."""
    text = entry.version.text()
    row = reader.progress.get(entry.version.unit_id)
    if row is not None and row.is_credited:
        return _("credited")
    return _weight(text.weight) if is_front and text.size else ""


def _weight(size: int) -> str:
    return _("%(size)d KB") % {"size": max(1, round(size / 1024))}

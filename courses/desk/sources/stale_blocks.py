"""Lessons and pages made stale by a changed clause, as rows of a list."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from courses import version_texts
from courses.models import Unit, UnitVersion
from courses.provisions.models import ClauseChange
from elearning.languages import get_current_language


@dataclass(frozen=True)
class StaleBlock:
    """A block that rests on changed clauses; without an id, the whole lesson.

    ``edit_url`` leads to it in the studio, if it is written there.
    """

    id: str
    name: str
    changes: Sequence[ClauseChange]
    still_right_url: str
    edit_url: str = ""


@dataclass(frozen=True)
class StaleLesson:
    """A lesson and its stale blocks, in the order of the lesson."""

    version: UnitVersion
    blocks: Sequence[StaleBlock]

    @property
    def url(self) -> str:
        """Return the address of the published lesson, or of another page’s release."""
        slug = self.version.unit.course.slug
        if self.version.unit.kind == Unit.Kind.LESSON:
            return reverse("content:version", args=[slug, self.version.pk])
        return reverse("desk:release-course", args=[slug])


def build_stale_lessons(
    found: dict[int, dict[str, list[ClauseChange]]],
) -> list[StaleLesson]:
    """Return a row for each version of ``found``, in its order.

    The number of queries is constant.
    """
    rows = UnitVersion.objects.select_related("unit__course").prefetch_related("texts")
    known = rows.in_bulk(found)
    versions, language = [known[key] for key in found], get_current_language()
    source = version_texts.get_text_source()
    said, editors = (
        source.list_blocks(versions, language),
        source.list_editor_urls(versions, language),
    )
    return [
        StaleLesson(
            version,
            _blocks(version, found[version.pk], said, editors.get(version.pk, "")),
        )
        for version in versions
    ]


def _blocks(
    version: UnitVersion,
    found: dict[str, list[ClauseChange]],
    said: dict[int, list[version_texts.VersionBlock]],
    editor: str,
) -> list[StaleBlock]:
    names = {one.id: one.name for one in said[version.pk]}
    order = ["", *names]
    return [
        StaleBlock(
            block,
            names.get(block) or _whole(version),
            changes,
            get_still_right_url(version, block),
            f"{editor}{version_texts.get_text_source().build_block_anchor(block)}"
            if editor
            else "",
        )
        for block, changes in sorted(
            found.items(),
            key=lambda one: order.index(one[0]) if one[0] in order else len(order),
        )
    ]


def _whole(version: UnitVersion) -> str:
    is_lesson = version.unit.kind == Unit.Kind.LESSON
    return _("The whole lesson") if is_lesson else _("The whole page")


def get_still_right_url(version: UnitVersion, block: str) -> str:
    """Return the address where a trainer confirms a block, or the whole lesson."""
    url = reverse("desk:still-right", args=[version.unit.key])
    return f"{url}?{urlencode({'block': block})}" if block else url

"""Panels of page weights in the studio, for texts and for the lessons of a course."""

from functools import cached_property
from typing import Any

from django.conf import settings
from wagtail.admin.panels import Panel

from courses.models import Unit, UnitText, UnitVersion
from courses.page_weight import PageWeight
from elearning.languages import CODES, OWN_NAMES


class CourseWeightPanel(Panel):
    """Lists the published lessons of a course with their weight in each language."""

    class BoundPanel(Panel.BoundPanel):
        """The panel on the page of one course."""

        template_name = "content/studio/weights.html"

        def is_shown(self) -> bool:
            """Hide the panel until the page belongs to a course."""
            return bool(self.instance.pk and self.instance.unit_course)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            page = self.instance
            context["languages"] = [OWN_NAMES[code] for code in CODES]
            context["lessons"] = list_lesson_weights(page.unit_course, page.language)
            return context


class TextWeightPanel(Panel):
    """Lists the weight of a text in each published language."""

    class BoundPanel(Panel.BoundPanel):
        """The panel in the editor of one text."""

        template_name = "content/studio/own_weights.html"

        def is_shown(self) -> bool:
            """Hide the panel until a language is published."""
            return bool(self.instance.pk and self._sizes)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            budget = settings.PAGE_BUDGET_KB
            context["weights"] = [
                (code, OWN_NAMES[code], PageWeight(self._sizes[code], budget))
                for code in CODES
                if code in self._sizes
            ]
            return context

        @cached_property
        def _sizes(self) -> dict[str, int]:
            sizes: dict[str, int] = self.instance.noted_weights()
            return sizes


def list_lesson_weights(
    course: Any, language: str
) -> list[tuple[str, list[PageWeight | None]]]:
    """Return each published lesson, titled in ``language``, with its weight per language."""
    newest = (
        UnitVersion.objects.filter(unit__course=course, unit__kind=Unit.Kind.LESSON)
        .newest()
        .select_related("unit")
        .prefetch_related("texts")
        .order_by("unit__slug")
    )
    rows = []
    for version in newest:
        texts = {text.language: text for text in version.texts.all()}
        title = (texts.get(language) or next(iter(texts.values()))).title
        sizes = [texts.get(code) for code in CODES]
        rows.append((title, [_weight(one) for one in sizes]))
    return rows


def _weight(text: UnitText | None) -> PageWeight | None:
    return PageWeight(text.weight, settings.PAGE_BUDGET_KB) if text else None

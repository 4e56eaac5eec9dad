"""Panel of other lessons with the same text, above the fields of a lesson."""

from typing import Any

from wagtail.admin.panels import Panel


class SharedLessonPanel(Panel):
    """Lists the lessons of other courses with the same title and summary, if any."""

    class BoundPanel(Panel.BoundPanel):
        """The panel over the fields of one lesson."""

        template_name = "content/studio/shared.html"

        def is_shown(self) -> bool:
            """Hide the panel if the lesson is in one course only."""
            return bool(self.instance.pk and self._others())

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            said = self.instance.words()
            context["others"] = [(one, one.words() == said) for one in self._others()]
            return context

        def _others(self) -> list[Any]:
            """Return the other lessons, at most ten; two queries for each."""
            page = self.instance
            same = type(page).objects.filter(
                title=page.title, summary=page.summary, locale=page.locale_id
            )
            others = same.exclude(translation_key=page.translation_key).order_by("path")
            return [one for one in others[:10] if one.unit_course]

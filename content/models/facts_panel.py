"""Panel of facts to verify, above the fields of a text."""

from functools import cached_property
from typing import Any

from wagtail.admin.panels import Panel

from content.publishing.models import Fact


class FactsPanel(Panel):
    """Lists the facts to verify in a text; hidden if there are none."""

    class BoundPanel(Panel.BoundPanel):
        """The panel over the fields of one text."""

        template_name = "content/studio/facts.html"

        def is_shown(self) -> bool:
            """Hide the panel if no fact is open."""
            return bool(self.instance.pk and self._facts)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            context["facts"] = [one for many in self._facts.values() for one in many]
            return context

        @cached_property
        def _facts(self) -> dict[str, list[Fact]]:
            return Fact.objects.under(self.instance.translation_key)

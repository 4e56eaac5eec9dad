"""What of a text has yet to be verified, above its fields in the studio."""

from functools import cached_property
from typing import Any

from wagtail.admin.panels import Panel

from content.publishing.models import Fact


class FactsPanel(Panel):
    """Lists the facts to verify in a text; left out where there are none."""

    class BoundPanel(Panel.BoundPanel):
        """The panel over the fields of one text."""

        template_name = "content/studio/facts.html"

        def is_shown(self) -> bool:
            """Leave it out where nothing is open."""
            return bool(self.instance.pk and self._facts)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            context["facts"] = [one for many in self._facts.values() for one in many]
            return context

        @cached_property
        def _facts(self) -> dict[str, list[Fact]]:
            return Fact.objects.under(self.instance.translation_key)

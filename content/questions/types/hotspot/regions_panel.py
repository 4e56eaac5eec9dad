"""Editor panel for drawing regions; without JavaScript, coordinates are typed."""

from typing import Any

from django.core.files.storage import default_storage
from wagtail.admin.panels import Panel

from content.questions.question_pictures import store_picture


class RegionsPanel(Panel):
    """The picture of a question, on which its regions are drawn."""

    class BoundPanel(Panel.BoundPanel):
        """The panel on the page of one question."""

        template_name = "content/studio/regions.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            if not self.instance.picture:
                return context
            kept = store_picture(self.instance.picture)
            ratio = kept["height"] / kept["width"]
            url = default_storage.url(kept["file"])
            return context | {"picture": kept | {"url": url, "ratio": f"{ratio:.6f}"}}

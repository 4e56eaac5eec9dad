"""Choose a case in the studio, in the words of whoever chooses."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.widgets import AdminSnippetChooser

from content.questions.remit_viewsets import RemitChooserViewSet


class CaseChooser(AdminSnippetChooser):
    """The field that a case is chosen in.

    The studio's own joins its words once, in the language that the server starts in.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.choose_one_text = _("Choose a case")
        self.choose_another_text = _("Choose another case")
        self.link_to_chosen_text = _("Edit this case")


class CaseChooserViewSet(RemitChooserViewSet):
    """The field, and the window that it opens."""

    base_widget_class = CaseChooser
    page_title = _("Choose a case")

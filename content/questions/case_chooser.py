"""Chooser for cases in the studio, with labels in the user’s language."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.widgets import AdminSnippetChooser

from content.questions.remit_viewsets import RemitChooserViewSet


class CaseChooser(AdminSnippetChooser):
    """Form widget for choosing a case.

    Wagtail’s own widget builds its labels once, in the language of the server’s start.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.choose_one_text = _("Choose a case")
        self.choose_another_text = _("Choose another case")
        self.link_to_chosen_text = _("Edit this case")


class CaseChooserViewSet(RemitChooserViewSet):
    """Views of the case chooser: the field and its modal window."""

    base_widget_class = CaseChooser
    page_title = _("Choose a case")

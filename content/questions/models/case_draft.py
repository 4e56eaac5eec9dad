"""Cases: a text shared by several questions; one row per language."""

from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.search import index

from content.privacy.forms import PRIVACY_PANEL
from content.publishing.models import Weighed
from content.questions.models.bank_draft import (
    ADDRESS,
    THIS_CHANGE,
    BankDraft,
    BankQuerySet,
    build_unique_code_constraint,
)

#: Studio pages of a case that show its questions with their keys.
_PREVIEWS = frozenset({"preview_on_edit", "revisions_view"})


class CaseQuerySet(BankQuerySet):
    """Cases of the bank."""


class CaseQuestionsPanel(Panel):
    """The questions of a case in order, with links."""

    class BoundPanel(Panel.BoundPanel):
        """The panel on the page of one case."""

        template_name = "content/studio/case_questions.html"

        def is_shown(self) -> bool:
            """Return whether the case is saved: before that, it cannot have questions."""
            return bool(self.instance.pk)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            return context | {"questions": self.instance.questions()}


class CaseDraft(Weighed, BankDraft):
    """A case in one language, as a draft.

    A case is no unit: its text is frozen in each version of its questions.
    """

    code = models.SlugField(
        _("code"), max_length=32, help_text=_("The same in every language: C1-K01.")
    )
    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(
        _("text"),
        help_text=_(
            "What happened, in plain paragraphs. Make it up: no real "
            "prisoner, no real officer. All its questions are asked "
            "together, below this text."
        ),
    )
    objects = CaseQuerySet.as_manager()

    panels = [
        ADDRESS,
        FieldPanel("title"),
        FieldPanel("text"),
        CaseQuestionsPanel(heading=_("Questions of this case")),
        THIS_CHANGE,
        PRIVACY_PANEL,
    ]
    search_fields = [
        index.SearchField("title"),
        index.SearchField("code"),
        index.AutocompleteField("title"),
        index.AutocompleteField("code"),
        index.FilterField("course"),
        index.FilterField("locale"),
    ]

    class Meta(BankDraft.Meta):
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        constraints = [
            build_unique_code_constraint(
                "case_code_in_course",
                _("This course already has a case with this code."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.code}. {self.title} ({self.language})"

    @property
    def words(self) -> dict[str, str]:
        """The text that versions of its questions keep."""
        return {"title": self.title, "text": self.text}

    def questions(self) -> Any:
        questions = apps.get_model("questions", "QuestionDraft")  # it knows us
        return questions.objects.filter(
            case__translation_key=self.translation_key, locale=self.locale_id
        ).order_by("case_place", "code")

    def keys_on(self, page: str) -> list[UUID]:
        """Return its questions, whose answers a preview of it shows."""
        if page not in _PREVIEWS:
            return []
        return list(self.questions().values_list("translation_key", flat=True))

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "content/previews/case.html"

    def get_preview_context(
        self, request: HttpRequest, mode_name: str
    ) -> dict[str, Any]:
        context: dict[str, Any] = super().get_preview_context(request, mode_name)
        questions = self.questions().select_related("locale", "outcome")
        return context | {"case": self, "questions": questions}

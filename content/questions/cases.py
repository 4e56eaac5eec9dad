"""Cases: one text that several questions are about, one row a language."""

from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, Panel
from wagtail.models import (
    DraftStateMixin,
    PreviewableMixin,
    RevisionMixin,
    TranslatableMixin,
)
from wagtail.search import index

from content.publishing.manifest import paused
from content.publishing.models import Weighed
from content.publishing.noting import hold, note_again
from content.publishing.previews import framed_by_the_studio
from courses.models import Course

if TYPE_CHECKING:
    from django.http import HttpRequest
    from wagtail.models import Revision


class CaseQuerySet(models.QuerySet["CaseDraft"]):
    """Cases of the bank."""

    def live(self) -> Self:
        return self.filter(live=True)


class QuestionsPanel(Panel):
    """The questions of a case, in their order, each with the way to it."""

    class BoundPanel(Panel.BoundPanel):
        """The panel on the page of one case."""

        template_name = "content/studio/case_questions.html"

        def is_shown(self) -> bool:
            """Leave it out until the case is saved: nothing can belong to it before."""
            return bool(self.instance.pk)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            return context | {"questions": self.instance.questions()}


class CaseDraft(
    Weighed,
    DraftStateMixin,
    RevisionMixin,
    PreviewableMixin,
    TranslatableMixin,
    index.Indexed,
    models.Model,
):
    """One case in one language, as its authors are writing it.

    It is no unit: its text is frozen in each version of its questions.
    """

    course = models.ForeignKey(
        Course, models.PROTECT, related_name="+", verbose_name=_("course")
    )
    code = models.SlugField(
        _("code"), max_length=32, help_text=_("The same in every language: C1-K01.")
    )
    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(
        _("text"),
        help_text=_(
            "What happened, in plain paragraphs. Invent it: no real prisoner, no real "
            "officer. All its questions are asked together, below this text."
        ),
    )
    _revisions = GenericRelation(
        "wagtailcore.Revision",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="case_draft",
        for_concrete_model=False,
    )

    objects = CaseQuerySet.as_manager()

    panels = [
        FieldRowPanel([FieldPanel("course"), FieldPanel("code")]),
        FieldPanel("title"),
        FieldPanel("text"),
        QuestionsPanel(heading=_("Questions of this case")),
        MultiFieldPanel(
            [FieldPanel("change_weight"), FieldPanel("change_reason")],
            heading=_("This change"),
        ),
    ]
    search_fields = [
        index.SearchField("title"),
        index.SearchField("code"),
        index.AutocompleteField("title"),
        index.AutocompleteField("code"),
        index.FilterField("course"),
        index.FilterField("locale"),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        ordering = ["code", "locale"]
        constraints = [
            models.UniqueConstraint(
                fields=["course", "code", "locale"],
                name="case_code_in_course",
                violation_error_message=_("This course has a case of this code."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.code}. {self.title} ({self.language})"

    @property
    def revisions(self) -> Any:
        return self._revisions

    @property
    def language(self) -> str:
        return str(self.locale.language_code)

    @property
    def words(self) -> dict[str, str]:
        """What a version of a question keeps of it."""
        return {"title": self.title, "text": self.text}

    def questions(self) -> Any:
        """Return its questions in its own language, in their order."""
        questions = apps.get_model("questions", "QuestionDraft")  # it knows us
        return questions.objects.filter(
            case__translation_key=self.translation_key, locale=self.locale_id
        ).order_by("case_place", "code")

    serve_preview = framed_by_the_studio(PreviewableMixin.serve_preview)

    def get_preview_template(self, request: "HttpRequest", mode_name: str) -> str:
        return "content/previews/case.html"

    def get_preview_context(
        self, request: "HttpRequest", mode_name: str
    ) -> dict[str, Any]:
        context: dict[str, Any] = super().get_preview_context(request, mode_name)
        questions = self.questions().select_related("locale", "outcome")
        return context | {"case": self, "questions": questions}


def renew(case: CaseDraft, revision: "Revision") -> None:
    """Make new versions of the live questions of ``case``, which was just published.

    Only of those in its own language; publishing the same text again changes nothing.
    """
    with transaction.atomic(), paused():
        hold(revision)
        for question in case.questions().live().select_related("live_revision"):
            note_again(question, case, by=revision.user)

"""Base of the questions and cases in the bank."""

from typing import Any, Self
from uuid import UUID

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.http import HttpRequest
from django.template.response import SimpleTemplateResponse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import (
    DraftStateMixin,
    PreviewableMixin,
    RevisionMixin,
    TranslatableMixin,
)
from wagtail.search import index

from content.privacy.finding_justification import PrivacyCheckedMixin
from content.privacy.forms import PrivacyCheckedForm
from content.publishing.forms import ChangeWeightForm
from content.publishing.revision_authorship import AuthoredMixin
from content.publishing.studio_previews import LearnerPreviewMixin, framed_by_the_studio
from courses.models import Course

#: The place of a draft: the first panel of every editor.
ADDRESS = FieldRowPanel([FieldPanel("course"), FieldPanel("code")])
#: The extent of a change and its reason: the last panel.
THIS_CHANGE = MultiFieldPanel(
    [FieldPanel("change_weight"), FieldPanel("change_reason")],
    heading=_("This change"),
)


def build_unique_code_constraint(name: str, message: Any) -> models.UniqueConstraint:
    """Return a constraint that a code is unique in a course and language."""
    return models.UniqueConstraint(
        fields=["course", "code", "locale"],
        name=name,
        violation_error_message=message,
    )


class BankQuerySet(models.QuerySet[Any]):
    """Rows of the bank."""

    def visible_to(self, user: Any) -> Self:
        """Keep those of courses in the remit of ``user``: questions reveal their keys."""
        theirs = Course.objects.in_remit_of(user)
        return self.filter(course__in=theirs.values("pk"))

    def live(self) -> Self:
        return self.filter(live=True)


class BankDraftForm(PrivacyCheckedForm, ChangeWeightForm):
    """The editor form of the bank; its choices are limited to the user’s remit."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        theirs = Course.objects.in_remit_of(self.for_user) if self.for_user else None
        if theirs is None:
            return
        if "course" in fields:
            fields["course"].queryset = theirs.order_by("code")
        for name in ("outcome", "case"):
            if name in fields:
                rows = fields[name].queryset
                fields[name].queryset = rows.filter(course__in=theirs.values("pk"))


class BankDraft(
    PrivacyCheckedMixin,
    AuthoredMixin,
    LearnerPreviewMixin,
    DraftStateMixin,
    RevisionMixin,
    PreviewableMixin,
    TranslatableMixin,
    index.Indexed,
    models.Model,
):
    """A question or case of the bank in one language, as a draft."""

    base_form_class = BankDraftForm

    course = models.ForeignKey(
        Course, models.PROTECT, related_name="+", verbose_name=_("course")
    )
    _revisions = GenericRelation(
        "wagtailcore.Revision",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="%(class)s",
        for_concrete_model=False,
    )

    class Meta(TranslatableMixin.Meta):
        abstract = True
        ordering = ["code", "locale"]

    def keys_on(self, page: str) -> list[UUID]:
        """Return the questions whose keys the studio page named ``page`` shows."""
        return []

    @property
    def revisions(self) -> Any:
        return self._revisions

    @property
    def language(self) -> str:
        return str(self.locale.language_code)

    @framed_by_the_studio
    def serve_preview(
        self, request: HttpRequest, mode_name: str
    ) -> SimpleTemplateResponse:
        """Show the draft as readers will see it, entirely in its own language."""
        with translation.override(self.language):
            answer: SimpleTemplateResponse = super().serve_preview(request, mode_name)
            return answer.render()

"""Guidelines as translatable things, for submissions and notices to translators."""

from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model

from courses.provisions.models import Document, DocumentVersion
from courses.release import submitted_translations
from courses.release.submitted_translations import LaggingText
from elearning.accounts.roles import Role

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from elearning.accounts.models import User


class TranslatableDocument:
    """A guideline; all trainers may read its translations."""

    listed = "kind=guideline"

    def __init__(self, document: Document) -> None:
        self.row, self.code, self.key = document, document.code, document.code

    @property
    def naming(self) -> dict[str, Any]:
        return {"subject": self.code}

    def hold(self) -> None:
        Document.objects.select_for_update().get(pk=self.row.pk)

    def readers(self) -> "QuerySet[User]":
        return get_user_model().objects.filter(
            is_active=True, groups__name=Role.TRAINER
        )


def notify_document_translators(version: DocumentVersion) -> int:
    """Notify the authors of lagging texts of a guideline; see ``submitted_translations``."""
    lagging = (
        LaggingText(language, text["reference"], tuple(text.get("authors", ())))
        for language, text in version.body.items()
        if text.get("behind")
    )
    thing = TranslatableDocument(version.document)
    return submitted_translations.notify_translators(
        thing, lagging, but=version.published_by_id
    )

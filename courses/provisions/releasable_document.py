"""Guidelines as releasable things, for planned releases and language exceptions."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from courses.provisions import document_release, guideline_approval
from courses.provisions.models import Document, DocumentEdition
from courses.release import releasables
from courses.release.releasables import LanguageGap, Releasable
from elearning.accounts.roles import Role

if TYPE_CHECKING:
    from elearning.accounts.models import User


class ReleasableDocument:
    """A guideline and its newest version."""

    refused = "provisions.release_refused"

    def __init__(self, document: Document) -> None:
        self.row, self.code, self.title = document, document.code, document.title
        self.url = f"/desk/release/guidelines/{document.slug}/"

    @property
    def naming(self) -> dict[str, Any]:
        return {"subject": self.code}

    def hold(self) -> None:
        Document.objects.select_for_update().get(pk=self.row.pk)

    def look_again(self, seen: str) -> None:
        guideline_approval.lock_and_check_unchanged(self.row, seen)

    def missing(self) -> list[str]:
        return guideline_approval.list_guideline_obstacles(
            guideline_approval.get_newest_version(self.row)
        )

    def gaps(self) -> list[LanguageGap]:
        version = guideline_approval.get_newest_version(self.row)
        differs = document_release.list_document_language_gaps(version)
        is_open = differs and not document_release.has_language_exception(self.row)
        return [LanguageGap(self.title)] if is_open else []

    def may_be_released_by(self, user: "User") -> bool:
        return user.has_role(Role.SAFEGUARD_REVIEWER, Role.TRAINER)

    def material_faults(self, material: str) -> list[str]:
        return []  # its clauses are weighed one by one

    def release(self, *, by: "User", seen: str, material: str) -> DocumentEdition:
        return guideline_approval.release_guideline(self.row, by=by, seen=seen)


def register() -> None:
    """Register guidelines as releasable; repeating is harmless."""
    releasables.register(
        releasables.ReleasableKind(model=Document, of=ReleasableDocument, named=_named)
    )


def _named(codes: Iterable[str]) -> dict[str, Releasable]:
    rows = Document.objects.guidelines().filter(code__in=codes)
    return {row.code: ReleasableDocument(row) for row in rows}

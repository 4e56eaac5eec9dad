"""Facts to verify in texts, and provisions that nobody has read in the source."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from content.publishing.models import Fact
from courses.provisions.models import Document, DocumentEdition
from elearning.audit import audit_log

if TYPE_CHECKING:
    from elearning.accounts.models import User

#: Marks of a paraphrase that nobody compared with the text: from third hands, from
#: memory.
UNREAD = ("V-", "G")


@dataclass(frozen=True)
class UnreadProvision:
    """A provision whose paraphrase nobody has read in the source."""

    document: Document
    number: str
    title: str
    mark: str

    @property
    def url(self) -> str:
        return self.document.get_absolute_url()


def iter_unread_provisions() -> Iterator[UnreadProvision]:
    """Yield unread provisions in force, document by document; two queries."""
    newest: dict[int, DocumentEdition] = {}
    rows = DocumentEdition.objects.filter(document__kind=Document.Kind.INSTRUMENT)
    for edition in rows.select_related("version", "document").order_by("number"):
        newest[edition.document_id] = edition
    for edition in sorted(newest.values(), key=lambda one: one.document.code):
        text, _language = edition.version.text()
        for section in text.get("sections", ()):
            for clause in section["clauses"]:
                if (mark := clause.get("verified", "")) in UNREAD:
                    title = clause.get("title") or clause.get("label", "")
                    yield UnreadProvision(
                        edition.document, clause["number"], title, mark
                    )


def verify_fact(fact: Fact, finding: str, *, by: "User") -> None:
    """Record that ``by`` checked a fact against its source, and their ``finding``.

    Checking again changes nothing.
    """
    with transaction.atomic():
        kept = Fact.objects.select_for_update().get(pk=fact.pk)
        if kept.checked_at is not None:
            return
        kept.finding = finding
        kept.checked_at, kept.checked_by = timezone.now(), by
        kept.save(update_fields=["finding", "checked_at", "checked_by"])
        audit_log.record_action(
            "publishing.fact_checked", by=by, on=kept, reason=finding
        )

"""Validity of acknowledgements: until the next substantive change.

An edition with editorial changes only needs no new acknowledgement; one with a
substantive change of a clause does. None of this is stored: it follows from editions
and their changes. A guideline on paper has no editions; there a new issue needs new
signatures, once it is recorded.
"""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, Q

from courses.acknowledgements.models import Acknowledgement, PaperIssue
from courses.provisions.models import ClauseChange, Document, DocumentEdition
from elearning.staff.models import StaffMember

#: The latest edition with a substantive change, by document.
Floors = dict[int, DocumentEdition]


def list_substantive_editions(
    documents: Iterable[Document], *, on: date | None = None
) -> Floors:
    """Return, for each of ``documents``, the latest edition with a substantive change.

    That is the first edition if there was none since. Documents on paper have none. As
    of ``on``, by default now. One query.
    """
    changes = ClauseChange.objects.substantive().filter(edition=OuterRef("pk"))
    rows = DocumentEdition.objects.filter(
        Q(Exists(changes)) | Q(number=1), document__in=documents
    )
    if on is not None:
        rows = rows.filter(released_at__date__lte=on)
    return {row.document_id: row for row in rows.order_by("number")}


def list_paper_issue_dates(
    documents: Iterable[Document], *, on: date
) -> dict[int, date]:
    """Return the day of the latest issue of each of ``documents`` on paper; one query."""
    rows = PaperIssue.objects.filter(document__in=documents, issued_on__lte=on)
    return dict(rows.order_by("issued_on").values_list("document", "issued_on"))


def is_acknowledgement_valid(
    row: Acknowledgement, floor: DocumentEdition | None, issued_on: date | None = None
) -> bool:
    """Return whether ``row`` still covers the substance of the document.

    A signature on paper is valid while the document is on paper (no ``floor``) and has
    not been issued anew since.
    """
    if floor is None:
        return row.is_on_paper and (issued_on is None or row.read_on >= issued_on)
    return row.edition is not None and row.edition.number >= floor.number


def find_last_acknowledgement(
    learner: StaffMember, document: Document
) -> Acknowledgement | None:
    """Return the latest acknowledgement of ``document`` by ``learner``."""
    rows = learner.acknowledgements.filter(document=document)
    return rows.select_related("edition").order_by("-read_on", "-pk").first()

"""What an acknowledgement is worth: until the next change in substance.

An edition that changes words only asks nobody anew; one with a clause that was changed in
substance does. Nothing is stored about that: it follows from editions and their changes.
What is kept on paper has none; there a new issue asks anew, once somebody has noted it.
"""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, Q

from courses.acknowledging.models import Acknowledgement, PaperIssue
from courses.provisions.models import ClauseChange, Document, DocumentEdition
from elearning.staff.models import StaffMember

#: The edition since which a document says the same in substance, by document.
Floors = dict[int, DocumentEdition]


def list_substantive_editions(
    documents: Iterable[Document], *, on: date | None = None
) -> Floors:
    """Return, of each of ``documents``, the newest edition that changed its substance.

    That is the first edition where none did since. What is kept on paper has none. As
    known on ``on``, else now. One query.
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
    """Return the day of the last new issue of each of ``documents`` on paper; one query."""
    rows = PaperIssue.objects.filter(document__in=documents, issued_on__lte=on)
    return dict(rows.order_by("issued_on").values_list("document", "issued_on"))


def is_acknowledgement_valid(
    row: Acknowledgement, floor: DocumentEdition | None, issued_on: date | None = None
) -> bool:
    """Tell whether ``row`` is still about what the document says in substance.

    A signature on paper counts as long as the document is on paper (no ``floor``) and was
    not issued anew after it.
    """
    if floor is None:
        return row.is_on_paper and (issued_on is None or row.read_on >= issued_on)
    return row.edition is not None and row.edition.number >= floor.number


def find_last_acknowledgement(
    learner: StaffMember, document: Document
) -> Acknowledgement | None:
    """Return the acknowledgement of ``document`` that ``learner`` gave last."""
    rows = learner.acknowledgements.filter(document=document)
    return rows.select_related("edition").order_by("-read_on", "-pk").first()

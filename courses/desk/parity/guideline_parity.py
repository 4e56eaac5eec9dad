"""Guidelines in the parity table, compared segment by segment like pages."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef

from courses.desk.parity.parity_rows import ParityRow, ParityText, build_parity_cell
from courses.desk.parity.parity_states import ParityState
from courses.models import SubmittedTranslation
from courses.provisions.models import Document, DocumentVersion
from elearning.languages import CODES

#: The value of the kind filter for guidelines only.
KIND = "guideline"


def list_guideline_rows(given: dict[str, Any], asked: Sequence[str]) -> list[ParityRow]:
    """Return a row for each published guideline that passes the filter; three queries.

    A filter by course or by kind of unit excludes them all.
    """
    if given.get("course") or given.get("kind") not in (None, "", KIND):
        return []
    waiting = SubmittedTranslation.objects.waiting().exclude(subject="")
    waits = set(waiting.values_list("subject", "language"))
    found = [_line(document, texts, asked, waits) for document, texts in _texts()]
    state = given.get("state")
    return [
        line
        for line in found
        if not state or any(cell.state == state for cell in line.cells)
    ]


def count_rows_in_state(
    lines: Sequence[ParityRow], language: str, state: ParityState
) -> int:
    """Return how many of ``lines`` are in ``state`` in ``language``."""
    cells = (cell for line in lines for cell in line.cells)
    return sum(cell.language == language and cell.state == state for cell in cells)


def _texts() -> list[tuple[Document, dict[str, ParityText]]]:
    """Return the state of each language of the newest version of each guideline."""
    newer = DocumentVersion.objects.filter(
        document=OuterRef("document"), number__gt=OuterRef("number")
    )
    names = [f"body__{code}__{fact}" for code in CODES for fact in ("behind", "round")]
    newest = DocumentVersion.objects.filter(
        ~Exists(newer), document__kind=Document.Kind.GUIDELINE
    ).values_list("document", *names)
    told = {pk: _by_language(facts) for pk, *facts in newest}
    documents = Document.objects.filter(pk__in=told).order_by("code")
    return [(one, told[one.pk]) for one in documents]


def _by_language(facts: Sequence[int | None]) -> dict[str, ParityText]:
    pairs = zip(CODES, facts[::2], facts[1::2], strict=True)
    return {
        code: ParityText(behind, number)
        for code, behind, number in pairs
        if number is not None
    }


def _line(
    document: Document,
    texts: dict[str, ParityText],
    asked: Sequence[str],
    waits: set[tuple[str, str]],
) -> ParityRow:
    return ParityRow(
        title=document.title,
        code=document.code,
        kind=document.get_kind_display(),
        slug=document.slug,
        cells=tuple(
            build_parity_cell(texts, code, waits=(document.code, code) in waits)
            for code in asked
        ),
        document=document,
    )

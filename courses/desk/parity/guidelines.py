"""Guidelines in the table of languages: compared as a whole, by rounds of edits."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef

from courses.desk.parity.lines import Cell, Line, lags
from courses.desk.parity.states import State
from courses.provisions.models import Document, DocumentVersion
from elearning.languages import CODES

#: The kind of the filter that keeps guidelines alone.
KIND = "guideline"


def guidelines(given: dict[str, Any], asked: Sequence[str]) -> list[Line]:
    """Return a line for each published guideline that the filter takes; one query.

    A course or a kind of unit in the filter leaves them all out.
    """
    if given.get("course") or given.get("kind") not in (None, "", KIND):
        return []
    found = [_line(document, rounds, asked) for document, rounds in _rounds()]
    state = given.get("state")
    return [
        line
        for line in found
        if not state or any(cell.state == state for cell in line.cells)
    ]


def counted(lines: Sequence[Line], language: str, state: State) -> int:
    """Return how many of ``lines`` are in ``state`` in ``language``."""
    cells = (cell for line in lines for cell in line.cells)
    return sum(cell.language == language and cell.state == state for cell in cells)


def _rounds() -> list[tuple[Document, dict[str, int]]]:
    """Return the newest version of each guideline as the rounds of its languages."""
    newer = DocumentVersion.objects.filter(
        document=OuterRef("document"), number__gt=OuterRef("number")
    )
    names = [f"body__{code}__round" for code in CODES]
    newest = DocumentVersion.objects.filter(
        ~Exists(newer), document__kind=Document.Kind.GUIDELINE
    ).values_list("document", *names)
    told = {pk: dict(zip(CODES, rounds, strict=True)) for pk, *rounds in newest}
    documents = Document.objects.filter(pk__in=told).order_by("code")
    return [
        (one, {code: n for code, n in told[one.pk].items() if n is not None})
        for one in documents
    ]


def _line(document: Document, rounds: dict[str, int], asked: Sequence[str]) -> Line:
    newest = max(rounds.values())
    return Line(
        title=document.title,
        code=document.code,
        kind=document.get_kind_display(),
        slug=document.slug,
        cells=tuple(_cell(rounds.get(code), code, newest) for code in asked),
        document=document,
    )


def _cell(found: int | None, language: str, newest: int) -> Cell:
    if found is None:
        return Cell(language, State.MISSING)
    is_late = lags(found, newest, behind=None)
    return Cell(language, State.OUTDATED if is_late else State.EQUAL)

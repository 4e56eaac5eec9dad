"""The paragraph of a question as it was read, and its changes since."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from courses.models import Edition, EditionEntry, Unit, UnitVersion
from courses.provisions import staleness
from courses.version_texts import VersionBlock, get_text_source

if TYPE_CHECKING:
    from courses.enquiries.models import Enquiry
    from courses.provisions.models import ClauseChange


@dataclass(frozen=True)
class EnquiryContext:
    """A question with its paragraph.

    ``block`` is the paragraph as it was read, ``now`` that of the current edition;
    either is ``None`` if there is no such paragraph. ``changes`` are unanswered
    substantive changes of clauses that the paragraph cites.
    """

    enquiry: "Enquiry"
    block: VersionBlock | None
    now: VersionBlock | None
    changes: "Sequence[ClauseChange]" = ()

    @property
    def is_changed(self) -> bool:
        """Whether the paragraph is different today."""
        return bool(self.block and self.now and self.block.words != self.now.words)

    @property
    def is_gone(self) -> bool:
        """Whether today’s lesson has no such paragraph."""
        return self.now is None


def build_enquiry_contexts(enquiries: Iterable["Enquiry"]) -> list[EnquiryContext]:
    """Return ``enquiries``, with prefetched replies, and their paragraphs.

    The number of queries depends on the languages only.
    """
    rows = list(enquiries)
    today = _today({row.version.unit for row in rows})
    words = _words(rows, today)
    changed = staleness.list_changes_by_block({row.version_id for row in rows})
    return [
        EnquiryContext(
            row,
            words.get((row.language, row.version_id, row.block)),
            words.get((row.language, today.get(row.version.unit_id), row.block)),
            changed.get(row.version_id, {}).get(row.block, ()),
        )
        for row in rows
    ]


def render_enquiry_paragraph(enquiry: "Enquiry") -> str:
    """Return the paragraph as HTML, as its reader saw it; empty if it cannot be shown."""
    blocks = get_text_source().render_blocks(enquiry.version, enquiry.language)
    return next((one.html for one in blocks if one.id == enquiry.block), "")


def _today(units: set[Unit]) -> dict[int, int]:
    """Return the version of each unit in its course’s current edition; one query."""
    if not units:
        return {}
    current = Edition.objects.current()
    entries = EditionEntry.objects.filter(edition__in=current, version__unit__in=units)
    return dict(entries.values_list("version__unit", "version"))


def _words(
    rows: list["Enquiry"], today: dict[int, int]
) -> dict[tuple[str, int | None, str], VersionBlock]:
    """Return each paragraph, then and now, by language, version and block."""
    found: dict[tuple[str, int | None, str], VersionBlock] = {}
    newer = UnitVersion.objects.select_related("unit").prefetch_related("texts")
    known = {row.version_id: row.version for row in rows}
    known |= newer.in_bulk(set(today.values()) - set(known))
    for language in {row.language for row in rows}:
        asked = [row.version for row in rows if row.language == language]
        wanted = {one.pk for one in asked} | {
            today[one.unit_id] for one in asked if one.unit_id in today
        }
        said = get_text_source().list_blocks([known[pk] for pk in wanted], language)
        for version, blocks in said.items():
            found |= {(language, version, one.id): one for one in blocks}
    return found

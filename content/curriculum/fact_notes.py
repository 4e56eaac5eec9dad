"""Facts to verify in bundles: notes for editors beside the texts, never in them."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from content.curriculum.bundle_keys import derive_key, derive_text_key
from content.curriculum.errors import FaultCollector
from content.curriculum.yaml_items import read_yaml
from content.publishing.models import Fact
from courses.models import Course
from courses.provisions.models import Document
from elearning.audit import audit_log

if TYPE_CHECKING:
    from content.curriculum.bundle_contents import CourseBundle
    from content.curriculum.document_reader import DocumentFile

FILE = "verify.yaml"
#: The maximum length of a fact or a source in the register, in characters.
LONGEST = 300


@dataclass(frozen=True)
class FactNote:
    """One fact to verify: its text, the block in it, and the source to check against."""

    name: str
    part: str
    block: str
    fact: str
    source: str
    line: int

    @property
    def place(self) -> str:
        return " · ".join(filter(None, [self.part, self.block]))


def read_facts(
    folder: Path, faults: FaultCollector, *, of_course: bool
) -> list[FactNote]:
    """Return the notes for the texts in ``folder``; a missing file is not a fault."""
    path = folder / FILE
    top = read_yaml(path, faults) if path.exists() else None
    notes: list[FactNote] = []
    for item in top.items() if top else ():
        places = ("lesson", "question", "block") if of_course else ("clause",)
        item.only("id", *places, "check", "source")
        asks = item.text("question", "") if of_course else ""
        note = FactNote(
            name=item.name("id"),
            part=asks or (item.text("lesson") if of_course else ""),
            block=item.text("block" if of_course else "clause", ""),
            fact=item.text("check"),
            source=item.text("source"),
            line=item.line,
        )
        if asks and (item.find("lesson") or note.block):
            item.fail("A note is about a lesson or about a question.")
        if len(note.source) > LONGEST:
            item.fail(f"“source” has more than {LONGEST} characters.")
        if note.name in {one.name for one in notes}:
            item.fail(f"The id {note.name} stands twice.")
        notes.append(note)
    return notes


def check_course_facts(bundle: "CourseBundle", faults: FaultCollector) -> None:
    """Add a fault for every note whose text or block the course does not have."""
    asked = {one.code for one in bundle.questions}
    for note in bundle.facts:
        path = bundle.folder / FILE
        names = _blocks(bundle, note.part)
        if note.part not in asked and names is None:
            faults.add(path, note.line, f"There is no {note.part} here.")
        elif names is not None and note.block and note.block not in names:
            reason = f"{note.part} has no block {note.block}."
            faults.add(path, note.line, reason)


def check_document_facts(
    document: "DocumentFile", notes: list[FactNote], faults: FaultCollector
) -> None:
    """Add a fault for every note about a clause that the guideline does not have.

    A note without a clause is about the whole guideline.
    """
    for note in notes:
        if note.block in document.annexes:
            continue
        if note.block and f"{document.code} {note.block}" not in document.citations:
            path = document.path.parent / FILE
            faults.add(path, note.line, f"There is no clause {note.block}.")


def load_course_facts(bundle: "CourseBundle", course: Course) -> None:
    """Store the facts to verify in the texts of a course."""
    asked = {one.code for one in bundle.questions}
    rows = []
    for note in bundle.facts:
        names = ("questions", note.part) if note.part in asked else (note.part,)
        inside = "scenario" if note.part in bundle.scenarios else note.block
        block = derive_text_key(bundle.name, note.part, inside) if note.block else ""
        rows.append(
            _row(
                note, bundle.name, derive_key(bundle.name, *names), block, course=course
            )
        )
    _keep(rows, course)


def load_document_facts(
    file: "DocumentFile", notes: list[FactNote], document: Document
) -> None:
    """Store the facts to verify in a guideline."""
    page = derive_key(file.bundle, file.bundle)
    rows = []
    for note in notes:
        block = derive_text_key(file.slug, file.slug, note.block) if note.block else ""
        rows.append(_row(note, file.bundle, page, block, document=document))
    _keep(rows, document)


def _row(
    note: FactNote, bundle: str, text: UUID, block: str, **of: Course | Document
) -> Fact:
    return Fact(
        key=derive_key(bundle, "verify", note.name),
        text_key=text,
        block=block,
        place=note.place,
        fact=note.fact,
        source=note.source,
        **of,
    )


def _keep(rows: Iterable[Fact], of: Course | Document) -> None:
    """Save new facts, and delete unchecked ones that the bundle no longer names.

    A checked fact stays checked while its note is unchanged.
    """
    same = Fact.objects.filter(**{type(of)._meta.model_name or "": of})
    known = {fact.key: fact for fact in same}
    changed = 0
    for row in rows:
        old = known.pop(row.key, None)
        if old is not None and _said(old) == _said(row):
            continue
        row.pk = old.pk if old else None
        row.save(force_update=old is not None)
        changed += 1
    gone = [fact.pk for fact in known.values() if fact.checked_at is None]
    if gone:
        Fact.objects.filter(pk__in=gone).delete()
    if changed or gone:
        audit_log.record_action(
            "publishing.facts_noted", by=None, on=of, noted=changed, gone=len(gone)
        )


def _said(fact: Fact) -> tuple[str, ...]:
    return (str(fact.text_key), fact.block, fact.place, fact.fact, fact.source)


def _blocks(bundle: "CourseBundle", part: str) -> set[str] | None:
    """Return the names of the blocks of a lesson; ``None`` if there is no such lesson."""
    if scenario := bundle.scenarios.get(part):
        return {"scenario", *(node.name for node in scenario.nodes)}
    files = bundle.lessons.get(part)
    if files is None:
        return None
    return {one.name for file in files.values() for one in file.parts}

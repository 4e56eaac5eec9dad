"""Weights of changed clauses: claimed before the release, stored with the edition."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.models import UnitVersion
from courses.provisions.errors import ClauseWeightError
from courses.provisions.models import (
    ClauseChange,
    ClauseClaim,
    Document,
    DocumentEdition,
    DocumentVersion,
)
from courses.text_diff import normalise_rich_text
from elearning.audit import audit_log

if TYPE_CHECKING:
    from elearning.accounts.models import User

#: The form input for a clause: its weight and the reason.
Word = tuple[str, str]


@dataclass(frozen=True)
class ProposedClauseChange:
    """A changed clause: its number, the kind of change, and the hash of both texts."""

    number: str
    kind: ClauseChange.Kind
    digest: str


def list_clause_changes(version: DocumentVersion) -> list[ProposedClauseChange]:
    """Return the clauses that ``version`` changes in the current edition, in the new order.

    Empty for instruments, which are loaded as they stand, and before the first edition.
    """
    edition = version.document.current_edition
    if edition is None or version.document.kind == Document.Kind.INSTRUMENT:
        return []
    old, new = _clauses(edition.version), _clauses(version)
    return [
        ProposedClauseChange(number, _kind(number, old, new), _digest(number, old, new))
        for number in dict.fromkeys([*new, *old])
        if old.get(number) != new.get(number)
    ]


def list_clause_citations(version: DocumentVersion) -> dict[str, list[str]]:
    """Return the codes that each clause of ``version`` cites in any language, by number."""
    return {
        number: [code for said in texts.values() for code in said.get("cites", ())]
        for number, texts in _clauses(version).items()
    }


def list_weight_proposals(
    found: Sequence[ProposedClauseChange], document: Document
) -> dict[str, ClauseClaim]:
    """Return the newest claim about each change, by clause number; one query."""
    digests = [one.digest for one in found]
    rows = ClauseClaim.objects.filter(clause__document=document, digest__in=digests)
    return {
        row.clause.number: row for row in rows.select_related("clause").order_by("pk")
    }


def propose_clause_weights(
    version: DocumentVersion, said: Mapping[str, Word], *, by: "User | None"
) -> None:
    """Record the weights that ``by`` gives to the changes of ``version``.

    ``said`` maps the number of every changed clause to its weight and reason. If one
    has no weight, or is substantive without a reason, nothing is stored and
    ``ClauseWeightError`` lists all such clauses. Whoever weighs a change counts as an
    author of it.
    """
    found = list_clause_changes(version)
    words = {one.number: _clean(said.get(one.number, ("", ""))) for one in found}
    if faults := {number: f for number, word in words.items() if (f := _fault(word))}:
        raise ClauseWeightError(faults)
    known = list_weight_proposals(found, version.document)
    rows = version.document.clauses.filter(number__in=words)
    clauses = {clause.number: clause for clause in rows}
    with transaction.atomic():
        ClauseClaim.objects.bulk_create(
            ClauseClaim(
                clause=clauses[one.number],
                digest=one.digest,
                weight=words[one.number][0],
                reason=words[one.number][1],
                by=by,
                at=timezone.now(),
            )
            for one in found
            if one.number not in known
            or words[one.number] != (known[one.number].weight, known[one.number].reason)
        )
        weights = {number: weight for number, (weight, _reason) in words.items()}
        audit_log.record_action(
            "provisions.changes_weighed", by=by, on=version, weights=weights
        )


def record_clause_changes(
    edition: DocumentEdition, found: Sequence[ProposedClauseChange]
) -> None:
    """Store the changes of ``edition``, with the weights claimed before its release."""
    known = list_weight_proposals(found, edition.document)
    ClauseChange.objects.bulk_create(
        ClauseChange(
            edition=edition,
            clause=known[one.number].clause,
            kind=one.kind,
            weight=known[one.number].weight,
            reason=known[one.number].reason,
            by_id=known[one.number].by_id,
        )
        for one in found
    )


def _clauses(version: DocumentVersion) -> dict[str, dict[str, Any]]:
    """Return each clause without traces of the editor, by number and language.

    The ids of blocks are left out.
    """
    found: dict[str, dict[str, Any]] = {}
    for language, text in version.body.items():
        for section in text["sections"]:
            for clause in section["clauses"]:
                said = {name: value for name, value in clause.items() if name != "key"}
                said["text"] = normalise_rich_text(clause["text"])
                found.setdefault(clause["number"], {})[language] = said
    return found


def _kind(
    number: str, old: Mapping[str, Any], new: Mapping[str, Any]
) -> ClauseChange.Kind:
    if number not in old:
        return ClauseChange.Kind.NEW
    return ClauseChange.Kind.CHANGED if number in new else ClauseChange.Kind.REMOVED


def _digest(number: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    both = [old.get(number), new.get(number)]
    plain = json.dumps(both, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(plain.encode()).hexdigest()


def _clean(word: Word) -> Word:
    return word[0], " ".join(word[1].split())


def _fault(word: Word) -> str:
    weight, reason = word
    if weight not in UnitVersion.Change.values:
        return _("Choose whether the change is editorial or substantive.")
    if weight == UnitVersion.Change.SUBSTANTIVE and not reason:
        return _("A substantive change needs a reason. Say it in a sentence.")
    return ""

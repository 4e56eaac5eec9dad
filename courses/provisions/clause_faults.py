"""Faults of single clauses that block a release: cycles, weights, lost citations."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from courses.provisions import clause_weights
from courses.provisions.citation_cycles import find_citation_cycle, format_cycle_fault
from courses.provisions.models import (
    Citation,
    ClauseChange,
    ClauseClaim,
    Document,
    DocumentVersion,
)


def list_clause_faults(
    version: DocumentVersion,
    found: Sequence[clause_weights.ProposedClauseChange],
    claims: Mapping[str, ClauseClaim],
) -> list[str]:
    """Return, in whole sentences, what has to be fixed in the clauses of ``version``.

    ``found`` are its changes and ``claims`` the weights claimed for them.
    """
    cites = clause_weights.list_clause_citations(version)
    around = find_citation_cycle(version.document, cites)
    reasons = [format_cycle_fault(around)] if around else []
    if silent := [one.number for one in found if one.number not in claims]:
        reasons.append(
            _("Mark each changed clause as editorial or substantive: %(list)s.")
            % {"list": ", ".join(silent)}
        )
    return reasons + _lost_citations(version.document, found, claims)


def _lost_citations(
    document: Document,
    found: Sequence[clause_weights.ProposedClauseChange],
    claims: Mapping[str, ClauseClaim],
) -> list[str]:
    """Return why a cited clause cannot be removed as an editorial change, if one is."""
    gone = [
        one.number
        for one in found
        if one.kind == ClauseChange.Kind.REMOVED
        and one.number in claims
        and not claims[one.number].is_substantive
    ]
    if not gone:
        return []
    citers: dict[str, list[str]] = {}
    rows = Citation.objects.current().exclude(document_version__document=document)
    for row in rows.filter(
        clause__document=document, clause__number__in=gone
    ).select_related(
        "clause", "unit_version__unit__course", "document_version__document"
    ):
        citers.setdefault(row.clause.number, []).append(row.citer)
    return [
        _(
            "Clause %(number)s has been removed, but these rest on it: "
            "%(list)s. Keep it, or mark the change as substantive."
        )
        % {"number": number, "list": ", ".join(dict.fromkeys(names))}
        for number, names in citers.items()
    ]

"""Release of documents: instruments as loaded, guidelines approved by two people."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from courses.models import Approval, LanguageException
from courses.provisions import clause_weights
from courses.provisions.citation_cycles import find_citation_cycle, format_cycle_fault
from courses.provisions.errors import DocumentReleaseError
from courses.provisions.events import DocumentReleased
from courses.provisions.models import (
    Citation,
    ClauseChange,
    ClauseClaim,
    ClauseText,
    Document,
    DocumentEdition,
    DocumentVersion,
)
from courses.release import gates, page_budget
from courses.release.gates import (
    LanguageTextState,
    ReleaseFinding,
    format_missing_approval,
    list_missing_gates,
)
from courses.release.refusal_audit import record_refusals
from elearning.audit import audit_log

if TYPE_CHECKING:
    from elearning.accounts.models import User


#: A check by an app above, which may block the release of a version.
Check = Callable[[DocumentVersion], list[ReleaseFinding]]

_checks: list[Check] = []


def register(check: Check) -> None:
    """Run ``check`` before every release of a document; repeating is harmless."""
    if check not in _checks:
        _checks.append(check)


def release_document(
    version: DocumentVersion,
    approvals: Iterable[Approval],
    *,
    by: "User | None",
    at: datetime | None = None,
) -> DocumentEdition:
    """Release the next edition of a document from ``version``.

    Raises ``DocumentReleaseError`` listing everything that is missing: a language lags
    or differs; a guideline is not approved at every gate by somebody who wrote none of
    it; a changed clause has no weight; a check of an app above fails; a page is over
    its budget without a waiver; the version is released already.
    """
    document = version.document
    with record_refusals(
        "provisions.release_refused", DocumentReleaseError, by=by, on=document
    ):
        # of two simultaneous releases, the second sees the edition of the first
        Document.objects.select_for_update().get(pk=document.pk)
        document.__dict__.pop("current_edition", None)
        if reasons := list_release_obstacles(version, approvals):
            raise DocumentReleaseError(reasons)
        changes = clause_weights.list_clause_changes(version)
        last = document.editions.order_by("-number").first()
        edition = DocumentEdition.objects.create(
            document=document,
            version=version,
            number=last.number + 1 if last else 1,
            released_at=at or timezone.now(),
            released_by=by,
        )
        _write_clauses(edition)
        clause_weights.record_clause_changes(edition, changes)
        document.__dict__.pop("current_edition", None)
        audit_log.record_action(
            "provisions.edition_released", by=by, on=edition, number=edition.number
        )
        DocumentReleased(edition, by).send()
    return edition


def list_release_obstacles(
    version: DocumentVersion, approvals: Iterable[Approval]
) -> list[str]:
    """Return, in whole sentences, what prevents a release of ``version``.

    Faults come first; an instrument is loaded as it stands and needs no approval.
    """
    document, reasons = version.document, list_document_faults(version)
    if reasons or document.kind == Document.Kind.INSTRUMENT:
        return reasons
    lacking = list_missing_gates(
        list_valid_approvals(version, approvals), list_authors_since_edition(version)
    )
    said = [format_missing_approval(gate, [document.title]) for gate in lacking]
    return [
        *said,
        *(heavy.sentence for heavy in page_budget.list_unwaived_over_budget([version])),
    ]


def list_valid_approvals(
    version: DocumentVersion, approvals: Iterable[Approval]
) -> list[Approval]:
    """Keep the approvals of ``version`` that count for this proposal.

    An approval does not count if it was given before the current edition was released,
    before the text was replaced and later restored, or before its changes were last
    weighed. An approval covers the weights too, so a new weight needs a new approval.
    """
    found = clause_weights.list_clause_changes(version)
    claims = clause_weights.list_weight_proposals(found, version.document).values()
    moments = [_same_since(version), *(one.at for one in claims)]
    current = version.document.current_edition
    moments += [current.released_at] if current else []
    return [
        one
        for one in approvals
        if one.digest == version.digest and one.at >= max(moments)
    ]


def list_document_faults(version: DocumentVersion) -> list[str]:
    """Return, in whole sentences, what has to be fixed before anybody approves."""
    if DocumentEdition.objects.filter(version=version).exists():
        return [_("Nothing has changed since the last edition.")]
    gaps = (
        []
        if has_language_exception(version.document)
        else list_document_language_gaps(version)
    )
    return [*gaps, *_faults_of_clauses(version), *_found(version)]


def has_language_exception(document: Document) -> bool:
    """Return whether the languages of ``document`` may differ today; one query."""
    asked = LanguageException.objects.filter(subject=document.code)
    return asked.in_force(timezone.localdate()).exists()


def list_document_language_gaps(version: DocumentVersion) -> list[str]:
    """Return a sentence for each way in which Kazakh and Russian of ``version`` differ."""
    texts = {
        code: LanguageTextState(text["structure"], text.get("behind"))
        for code, text in version.body.items()
    }
    return gates.list_language_gaps(
        version.document.title, texts, version.languages_outdated
    )


def list_authors_since_edition(version: DocumentVersion) -> set[int]:
    """Return the users who wrote or published anything that is new in ``version``.

    They are the publishers of all versions after the one of the current edition, the
    authors of texts in them that the edition does not have, and those who weighed a
    change.
    """
    current = version.document.current_edition
    released = current.version.number if current else 0
    known = (
        {text["digest"] for text in current.version.body.values()} if current else ()
    )
    people: set[int] = set()
    for row in version.document.versions.filter(
        number__gt=released, number__lte=version.number
    ):
        people |= {row.published_by_id} if row.published_by_id else set()
        for text in row.body.values():
            if text["digest"] not in known:
                people |= set(text.get("authors", ()))
    found = clause_weights.list_clause_changes(version)
    claims = clause_weights.list_weight_proposals(found, version.document)
    return people | {one.by_id for one in claims.values() if one.by_id}


def _same_since(version: DocumentVersion) -> datetime:
    """Return since when consecutive versions have had the same text."""
    at = version.published_at
    earlier = version.document.versions.filter(number__lt=version.number)
    for digest, published_at in earlier.order_by("-number").values_list(
        "digest", "published_at"
    ):
        if digest != version.digest:
            break
        at = published_at
    return at


def _found(version: DocumentVersion) -> list[str]:
    """Return the refusals of the apps above for a guideline; none for instruments."""
    if version.document.kind == Document.Kind.INSTRUMENT:
        return []
    findings = (one for check in _checks for one in check(version))
    return [one.text for one in findings if one.is_refusal]


def _faults_of_clauses(version: DocumentVersion) -> list[str]:
    """Return what has to be fixed in single clauses: cycles, weights, lost citations."""
    cites = clause_weights.list_clause_citations(version)
    around = find_citation_cycle(version.document, cites)
    reasons = [format_cycle_fault(around)] if around else []
    found = clause_weights.list_clause_changes(version)
    claims = clause_weights.list_weight_proposals(found, version.document)
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


def _write_clauses(edition: DocumentEdition) -> None:
    known = {clause.number: clause for clause in edition.document.clauses.all()}
    ClauseText.objects.bulk_create(
        ClauseText(
            clause=known[row["number"]],
            edition=edition,
            language=language,
            label=row.get("label", ""),
            title=row.get("title", ""),
            text=row["text"],
        )
        for language, text in edition.version.body.items()
        for section in text["sections"]
        for row in section["clauses"]
    )

"""The next edition of a document: instruments as loaded, guidelines approved by two people."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.models import Approval, LanguageException
from courses.provisions import clause_weights
from courses.provisions.clause_faults import list_clause_faults
from courses.provisions.events import DocumentReleased
from courses.provisions.models import (
    ClauseClaim,
    ClauseText,
    Document,
    DocumentEdition,
    DocumentVersion,
)
from courses.release import gates
from courses.release.proposed_parts import ProposedPart
from courses.release.releasables import LanguageGap, Releasable
from courses.release.review_subjects import ReviewSubject
from elearning.accounts.roles import Role
from elearning.audit import audit_log

if TYPE_CHECKING:
    from elearning.accounts.models import User


class DocumentProposal(Releasable[DocumentEdition]):
    """A version of a document, by default the newest, compared with its current edition.

    A guideline is approved as a whole. An instrument is loaded as it stands and needs
    no approval.
    """

    model = Document
    outdated = gettext_lazy(
        "This guideline was published again while you were reading it. Look at it "
        "again."
    )

    def __init__(
        self,
        document: Document,
        version: DocumentVersion | None = None,
        approvals: Collection[Approval] | None = None,
    ) -> None:
        """Load the newest version of ``document``, unless a ``version`` is given."""
        super().__init__(document, approvals=approvals)
        self.document = document
        if version is not None:
            vars(self)["version"] = version

    @classmethod
    def list_named(cls, codes: Iterable[str]) -> "list[Releasable[Any]]":
        """Return the guidelines with these codes."""
        return [
            cls(row) for row in Document.objects.guidelines().filter(code__in=codes)
        ]

    @property
    def url(self) -> str:
        return f"/desk/release/guidelines/{self.document.slug}/"

    @property
    def naming(self) -> dict[str, Any]:
        return {"subject": self.code}

    @cached_property
    def version(self) -> DocumentVersion:
        """The version for the next edition."""
        return self.document.versions.latest("number")

    @property
    def seal(self) -> str:
        return self.version.digest

    @cached_property
    def is_changed(self) -> bool:
        return not DocumentEdition.objects.filter(version=self.version).exists()

    @property
    def unready(self) -> list[str]:
        return (
            []
            if self.is_changed
            else [_("Nothing has changed since the last edition.")]
        )

    @property
    def is_instrument(self) -> bool:
        return self.document.kind == Document.Kind.INSTRUMENT

    @property
    def fresh(self) -> list[DocumentVersion]:
        return [] if self.is_instrument else [self.version]

    @cached_property
    def changes(self) -> list[clause_weights.ProposedClauseChange]:
        """The clauses that differ from the current edition."""
        return clause_weights.list_clause_changes(self.version)

    @cached_property
    def claims(self) -> dict[str, ClauseClaim]:
        """The weights claimed for these changes, by clause number."""
        return clause_weights.list_weight_proposals(self.changes, self.document)

    @cached_property
    def parts(self) -> list[ProposedPart]:
        if self.is_instrument or not self.is_changed:
            return []
        return [
            ProposedPart(
                place=self.document.slug,
                title=self.document.title,
                digest=self.version.digest,
                authors=self._list_authors(),
                given=self._list_valid_approvals(),
            )
        ]

    @cached_property
    def gaps(self) -> list[LanguageGap]:
        sentences = list_document_language_gaps(self.version)
        if not sentences or has_language_exception(self.document):
            return []
        return [LanguageGap(self.document.title, sentences)]

    @property
    def own_faults(self) -> list[str]:
        return list_clause_faults(self.version, self.changes, self.claims)

    @cached_property
    def findings(self) -> list[gates.ReleaseFinding]:
        return gates.list_release_findings(self.document, self.fresh)

    def list_review_groups(self) -> Iterator[ReviewSubject]:
        """Yield the guideline as a whole."""
        title = self.document.title
        yield ReviewSubject(self.code, self.code, title, tuple(self.parts), self.url)

    def may_be_released_by(self, user: "User") -> bool:
        return user.has_role(Role.SAFEGUARD_REVIEWER, Role.TRAINER)

    def create_edition(
        self, *, by: "User | None", at: datetime, material: str
    ) -> DocumentEdition:
        last = self.document.editions.order_by("-number").first()
        edition = DocumentEdition.objects.create(
            document=self.document,
            version=self.version,
            number=last.number + 1 if last else 1,
            released_at=at,
            released_by=by,
        )
        _write_clauses(edition)
        clause_weights.record_clause_changes(edition, self.changes)
        return edition

    def announce_edition(
        self, edition: DocumentEdition, *, by: "User | None", material: str
    ) -> None:
        audit_log.record_action(
            "provisions.edition_released", by=by, on=edition, number=edition.number
        )
        DocumentReleased(edition, by).send()

    def _list_authors(self) -> frozenset[int]:
        """Return the users who wrote or published anything that is new.

        They are the publishers of all versions after the one of the current edition,
        the authors of texts in them that the edition does not have, and those who
        weighed a change.
        """
        current = self.document.current_edition
        released = current.version.number if current else 0
        body = current.version.body if current else {}
        known = {text["digest"] for text in body.values()}
        people = {one.by_id for one in self.claims.values()}
        for row in self.document.versions.filter(
            number__gt=released, number__lte=self.version.number
        ):
            people.add(row.published_by_id)
            for text in row.body.values():
                if text["digest"] not in known:
                    people |= set(text.get("authors", ()))
        return frozenset(person for person in people if person)

    def _list_valid_approvals(self) -> list[Approval]:
        """Return the approvals of the version that count for this proposal.

        An approval does not count if it was given before the current edition was
        released, before the text was replaced and later restored, or before its changes
        were last weighed. An approval covers the weights too, so a new weight needs a
        new approval.
        """
        current = self.document.current_edition
        moments = [_same_since(self.version), *(one.at for one in self.claims.values())]
        moments += [current.released_at] if current else []
        given = self.list_approvals([self.version.digest])
        return [one for one in given if one.at >= max(moments)]


def release_document(
    version: DocumentVersion,
    approvals: Collection[Approval],
    *,
    by: "User | None",
    at: datetime | None = None,
) -> DocumentEdition:
    """Release the next edition of a document from ``version``; only ``approvals`` count."""
    proposal = DocumentProposal(version.document, version, approvals)
    return proposal.release(by=by, at=at)


def has_language_exception(document: Document) -> bool:
    """Return whether the languages of ``document`` may differ today; one query."""
    asked = LanguageException.objects.filter(subject=document.code)
    return asked.in_force(timezone.localdate()).exists()


def list_document_language_gaps(version: DocumentVersion) -> list[str]:
    """Return a sentence for each way in which Kazakh and Russian of ``version`` differ."""
    texts = {
        code: gates.LanguageTextState(text["structure"], text.get("behind"))
        for code, text in version.body.items()
    }
    return gates.list_language_gaps(
        version.document.title, texts, version.languages_outdated
    )


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

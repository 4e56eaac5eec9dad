"""Versions of documents: each publication of a language makes one."""

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.models import SubmittedTranslation, UnitVersion
from courses.provisions import citation_index
from courses.provisions.errors import ProvisionError
from courses.provisions.models import (
    Clause,
    Document,
    DocumentSegments,
    DocumentVersion,
)
from courses.translation_parity import (
    Parity,
    compute_next_round,
    compute_published_parity,
)
from elearning.audit import audit_log

if TYPE_CHECKING:
    from elearning.accounts.models import User


@dataclass(frozen=True)
class DocumentPublication:
    """Facts about a publication of one language of a document.

    ``segments`` maps each place to the hash of its segment, and ``made_from`` to that
    of the source it was translated from (``courses.translation_parity``). ``authors``
    are the users who drafted it: none of them may approve it. ``size`` is what its
    readers load, in bytes.
    """

    reference: str = ""
    change: str = UnitVersion.Change.EDITORIAL
    reason: str = ""
    authors: Collection[int] = ()
    size: int = 0
    segments: Mapping[str, str] = field(default_factory=dict)
    made_from: Mapping[str, str] | None = None


def record_document_version(
    document: Document,
    language: str,
    text: dict[str, Any],
    *,
    by: "User | None",
    published: DocumentPublication | None = None,
) -> DocumentVersion:
    """Record a publication of ``text`` of ``document``; return the newest version.

    ``text`` is as ``DocumentVersion.body`` has it, without hashes. Publishing the same
    text again changes nothing. A changed segment makes the other languages lag in that
    segment; without segments, a change starts a new round, and the others lag as a
    whole. Raises ``ProvisionError`` for a document on paper only, whose text must not
    be stored.
    """
    check_text_allowed(document)
    published = published or DocumentPublication()
    made_from = published.made_from
    digest = compute_text_digest(text)
    with transaction.atomic():
        Document.objects.select_for_update().get(pk=document.pk)
        SubmittedTranslation.objects.settle(language, subject=document.code)
        newest = document.versions.order_by("-number").first()
        body = dict(newest.body) if newest else {}
        rounds = {code: said["round"] for code, said in body.items()}
        known = newest.parity if newest else Parity()
        parity, leads = compute_published_parity(
            known, rounds, language, published.segments, made_from
        )
        is_same = language in body and body[language]["digest"] == digest
        if newest and is_same and not (made_from and parity != known):
            return newest
        body[language] = text | {
            "digest": digest,
            "structure": _structure(text),
            "reference": published.reference,
            "round": compute_next_round(rounds, leads=leads),
            "authors": list(published.authors),
            "size": published.size,
        }
        version = _add_version(
            document,
            newest,
            body,
            parity,
            by=by,
            change=published.change,
            reason=published.reason,
        )
        _add_clauses(document, text)
        citation_index.index_document_version(version)
        audit_log.record_action(
            "provisions.version_published", by=by, on=version, language=language
        )
    return version


def check_text_allowed(document: Document) -> None:
    """Raise ``ProvisionError`` for a document on paper only (product rule 9)."""
    if document.distribution == Document.Distribution.REGISTER_ONLY:
        raise ProvisionError(
            _(
                "“%(title)s” is kept on paper only, so its text cannot appear "
                "here. Choose another entry in the register."
            )
            % {"title": document.title}
        )


def confirm_document_language(
    version: DocumentVersion, language: str, *, by: "User | None"
) -> DocumentVersion:
    """Record that ``language`` already says the same as the newest source.

    Returns the new version, whose author is ``by``, or ``version`` itself if the
    language is up to date or if its lagging clauses are not translated at all.
    """
    if language not in version.languages_outdated:
        return version
    with transaction.atomic():
        Document.objects.select_for_update().get(pk=version.document_id)
        newest = max(text["round"] for text in version.body.values())
        body = version.body | {language: version.body[language] | {"round": newest}}
        parity = version.parity
        if parity.knows(language):
            lagging = parity.changed(language)
            parity = parity.confirmed(language)
            if parity.changed(language) == lagging:
                return version
        change = UnitVersion.Change.EDITORIAL
        confirmed = _add_version(
            version.document, version, body, parity, by=by, change=change
        )
        citation_index.index_document_version(confirmed)
        audit_log.record_action(
            "provisions.language_confirmed", by=by, on=confirmed, language=language
        )
    return confirmed


def compute_text_digest(text: dict[str, Any]) -> str:
    """Return the content hash (SHA-256, hex) of one language of a document."""
    plain = json.dumps(text, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(plain.encode()).hexdigest()


def _add_version(
    document: Document,
    before: DocumentVersion | None,
    body: dict[str, dict[str, Any]],
    parity: Parity,
    *,
    by: "User | None",
    change: str,
    reason: str = "",
) -> DocumentVersion:
    for language in parity.texts:
        behind = len(parity.changed(language))
        body[language] = body[language] | {"behind": behind}
    version = DocumentVersion.objects.create(
        document=document,
        number=before.number + 1 if before else 1,
        digest=_digest_of_all(body),
        body=body,
        change=change,
        reason=reason,
        published_at=timezone.now(),
        published_by=by,
    )
    if parity.texts:
        DocumentSegments.objects.create(version=version, **parity.plain())
    return version


def _add_clauses(document: Document, text: dict[str, Any]) -> None:
    """Create a row for every new clause, so that drafts may cite it before release.

    Clauses are identified by number: a renumbered or copied one arrives with the key of
    another clause, and gets a new key.
    """
    known = set(document.clauses.values_list("number", flat=True))
    rows = {
        row["number"]: row["key"]
        for section in text["sections"]
        for row in section["clauses"]
        if row["number"] not in known
    }
    taken = set(Clause.objects.filter(key__in=rows.values()).values_list("key"))
    Clause.objects.bulk_create(
        Clause(
            document=document,
            key=_key_of(document, number) if (UUID(key),) in taken else key,
            number=number,
        )
        for number, key in rows.items()
    )


def _key_of(document: Document, number: str) -> UUID:
    return uuid5(NAMESPACE_URL, f"{document.code} {number}")


def _digest_of_all(body: dict[str, dict[str, Any]]) -> str:
    parts = (f"{language}:{body[language]['digest']}" for language in sorted(body))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _structure(text: dict[str, Any]) -> str:
    shape = [
        [
            section["id"],
            [[c["number"], c.get("safeguard", False)] for c in section["clauses"]],
        ]
        for section in text["sections"]
    ]
    shape += [
        [annex["id"], [[part["id"], part["kind"]] for part in annex["parts"]]]
        for annex in text.get("annexes", ())
    ]
    return hashlib.sha256(json.dumps(shape).encode()).hexdigest()

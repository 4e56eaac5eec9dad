"""Loader of instruments and guidelines into the register and the pages."""

import json
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.utils import translation
from wagtail.models import Page

from content.curriculum.annex_reader import build_annex_blocks
from content.curriculum.bundle_approvals import list_unapproved_parts, record_approvals
from content.curriculum.bundle_contents import GuidelineBundle
from content.curriculum.bundle_keys import derive_key
from content.curriculum.document_reader import DocumentFile
from content.curriculum.fact_notes import load_document_facts
from content.guidelines.models import GuidelineIndex, GuidelinePage
from content.models import HomePage
from courses.errors import ReleaseError
from courses.provisions import clause_weights
from courses.provisions.document_release import DocumentProposal, release_document
from courses.provisions.document_versions import (
    compute_text_digest,
    confirm_document_language,
    record_document_version,
)
from courses.provisions.models import Document, DocumentVersion
from elearning.audit import audit_log
from elearning.languages import pick_text

#: Title of the index of guidelines in each language.
INDEX_TITLES = {
    "kk": "Әдістемелік ұсынымдар",
    "ru": "Методические рекомендации",
    "en": "Methodological guidelines",
}


@dataclass(frozen=True)
class GuidelineLoadResult:
    """The result of loading a guideline: number of new texts, and whether it was released.

    ``released`` is ``None`` if there was nothing to release; ``refusal`` is the reason
    why a version covered by approvals could not be released.
    """

    published: int
    released: bool | None
    refusal: str = ""


def load_instrument(file: DocumentFile) -> int:
    """Record and release an instrument; return the number of new texts."""
    document = save_document(file)
    known = _known(document)
    new = [
        code
        for code, text in file.body.items()
        if compute_text_digest(text) not in known
    ]
    version: DocumentVersion | None = None
    for code in new:
        version = record_document_version(document, code, file.body[code], by=None)
    if version is not None:
        release_document(version, [], by=None)
    return len(new)


def load_guideline(
    bundle: GuidelineBundle, homes: dict[str, HomePage], *, take_approvals: bool
) -> GuidelineLoadResult:
    """Publish a guideline; with ``take_approvals``, release it if the approvals cover it.

    A later edition waits at the release desk, where somebody classifies each changed
    clause. A version that may not be released, such as one over the weight budget of
    its page, waits too.
    """
    file = bundle.document
    document = save_document(file)
    known = _known(document)
    new = 0
    for code, text in file.body.items():
        if compute_text_digest(text) not in known:
            _publish(file, document, code, _index(homes, code))
            new += 1
    load_document_facts(file, bundle.facts, document)
    version = document.versions.order_by("-number").first()
    if version is None or document.editions.filter(version=version).exists():
        return GuidelineLoadResult(new, None)
    is_open = list_unapproved_parts(
        bundle.approvals, bundle.hashes()
    ) or clause_weights.list_clause_changes(version)
    if not take_approvals or is_open or version.published_by_id:
        reason = " ".join(DocumentProposal(document, version).missing)
        audit_log.record_action(
            "provisions.release_refused", by=None, on=document, reason=reason
        )
        return GuidelineLoadResult(new, released=False)
    approval = next(iter(bundle.approvals.values()))
    # an approval covers all languages, even those that needed no change
    for language in sorted(version.languages_outdated):
        version = confirm_document_language(version, language, by=None)
    try:
        release_document(version, record_approvals(approval, [version.digest]), by=None)
    except ReleaseError as error:  # recorded in the audit log; the load continues
        return GuidelineLoadResult(new, released=False, refusal=str(error))
    return GuidelineLoadResult(new, released=True)


def save_document(file: DocumentFile) -> Document:
    """Save the entry in the register."""
    document, _created = Document.objects.update_or_create(
        code=file.code,
        defaults={
            "kind": file.kind,
            "slug": file.slug,
            "shorts": file.shorts,
            "owners": file.owners,
            "links": file.links,
            "read_on": file.read_on,
            "keepers": file.keepers,
            "reference": file.reference,
            "adopted_on": file.adopted_on,
            "distribution": file.distribution,
            "review_months": file.review_months,
            "titles": file.titles,
        },
    )
    return document


def _known(document: Document) -> set[str]:
    bodies = document.versions.values_list("body", flat=True)
    return {text["digest"] for body in bodies for text in body.values()}


def _index(homes: dict[str, HomePage], language: str) -> GuidelineIndex:
    home = homes[language]
    found = GuidelineIndex.objects.child_of(home).first()
    if found is not None:
        return found
    home.refresh_from_db()
    index = GuidelineIndex(
        title=pick_text(INDEX_TITLES, language)[0],
        slug="guidelines",
        locale_id=home.locale_id,
        translation_key=derive_key("guidelines", "index"),
    )
    home.add_child(instance=index)
    index.save_revision().publish()
    return index


def _publish(
    file: DocumentFile, document: Document, language: str, index: GuidelineIndex
) -> None:
    text = file.body[language]
    page_key = derive_key(file.bundle, file.bundle)
    page = GuidelinePage.objects.filter(
        translation_key=page_key, locale=index.locale
    ).first()
    facts: dict[str, Any] = {
        "title": text["title"],
        "summary": text["summary"],
        "lead": text["lead"],
        "body": json.dumps(_blocks(text)),
        "document": document,
    }
    with translation.override(language):
        if page is None:
            page = GuidelinePage(
                slug=file.slug,
                locale=index.locale,
                translation_key=page_key,
                live=False,
                **facts,
            )
            Page.objects.get(pk=index.pk).add_child(instance=page)
        else:
            for name, value in facts.items():
                setattr(page, name, value)
            page.__dict__.pop("text", None)
        revision = page.save_revision(clean=False, log_action=True)
        revision.publish(skip_permission_checks=True)


def _blocks(text: dict[str, Any]) -> list[dict[str, Any]]:
    """Return a text as the blocks of its page: sections, then annexes."""
    sections = [_section(section) for section in text["sections"]]
    forms = (build_annex_blocks(annex) for annex in text.get("annexes", ()))
    return [*sections, *chain.from_iterable(forms)]


def _section(section: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "section",
        "id": section["id"],
        "value": {
            "heading": section["heading"],
            "clauses": [
                {
                    "type": "item",
                    "id": clause["key"],
                    "value": {
                        "number": clause["number"],
                        "text": clause["text"],
                        "safeguard": clause["safeguard"],
                        "cites": ", ".join(clause["cites"]),
                    },
                }
                for clause in section["clauses"]
            ],
        },
    }

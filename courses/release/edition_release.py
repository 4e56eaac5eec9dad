"""Editions of courses as rows, and languages of versions confirmed or taken over."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from courses.events import LanguageConfirmed
from courses.models import (
    Course,
    Edition,
    EditionEntry,
    Unit,
    UnitVersion,
)
from courses.release.edition_manifest import ManifestEntry
from courses.release.unit_versions import (
    create_next_version,
    list_text_facts,
    load_version_parity,
)
from courses.translation_parity import Parity
from elearning.audit import audit_log

if TYPE_CHECKING:
    from elearning.accounts.models import User


def confirm_language(
    version: UnitVersion, language: str, *, by: "User | None"
) -> UnitVersion:
    """Record that ``language`` already says the same as the newest source.

    Returns the new version, or ``version`` itself if the language is up to date, or if
    its lagging items are not translated at all and so cannot be confirmed.
    """
    if language not in version.languages_outdated:
        return version
    with transaction.atomic():
        facts, parity = list_text_facts(version), load_version_parity(version)
        facts[language]["round"] = max(item["round"] for item in facts.values())
        if parity.knows(language):
            lagging = parity.changed(language)
            parity = parity.confirmed(language)
            if parity.changed(language) == lagging:
                return version
        confirmed = create_next_version(version, facts, parity, by=by)
        audit_log.record_action(
            "courses.language_confirmed", by=by, on=confirmed, language=language
        )
        LanguageConfirmed(version, confirmed).send()
    return confirmed


def import_parity(
    version: UnitVersion,
    parity: Parity,
    rounds: dict[str, int],
    *,
    by: "User | None",
) -> UnitVersion:
    """Take over the parity of ``version`` from another platform.

    ``rounds`` are those of languages whose segments ``parity`` does not know. Returns
    the new version, or ``version`` itself if nothing differs.
    """
    with transaction.atomic():
        facts = list_text_facts(version)
        if parity == load_version_parity(version) and not rounds:
            return version
        for language, number in rounds.items():
            facts[language] |= {"round": number, "behind": None}
        taken = create_next_version(version, facts, parity, by=by)
        audit_log.record_action("courses.parity_taken_over", by=by, on=taken)
        LanguageConfirmed(version, taken).send()
    return taken


def create_edition(
    course: Course,
    manifest: Sequence[ManifestEntry],
    *,
    by: "User | None",
    at: datetime,
    material: str,
) -> Edition:
    """Store the next edition of ``course``; only ``EditionProposal`` may, at a release."""
    entries = [item for entry in manifest for item in entry.walk()]
    last = course.editions.aggregate(number=Max("number"))["number"] or 0
    edition = Edition.objects.create(
        course=course,
        number=last + 1,
        released_at=at,
        released_by=by,
        is_substantive=_is_substantive(course, entries),
        material_reason=material,
    )
    _list(edition, manifest)
    return edition


def list_material_faults(
    course: Course, versions: Iterable[UnitVersion], material: str
) -> list[str]:
    """Return why an edition of ``versions`` cannot be called material, if it is."""
    if not material:
        return []
    current = course.current_edition
    if current is None:
        return [_("This is the first edition: nobody holds an older certificate.")]
    listed = set(current.entries.values_list("version", flat=True))
    if not any(
        one.unit.kind == Unit.Kind.LESSON and one.pk not in listed for one in versions
    ):
        return [
            _(
                "No lesson has changed, so holders would have nothing to read. "
                "Release it without requiring an update."
            )
        ]
    return []


def _list(edition: Edition, manifest: Sequence[ManifestEntry]) -> None:
    position = 0

    def add(entry: ManifestEntry, parent: EditionEntry | None) -> None:
        nonlocal position
        position += 1
        row = EditionEntry.objects.create(
            edition=edition, version=entry.version, position=position, parent=parent
        )
        for child in entry.children:
            add(child, row)

    for entry in manifest:
        add(entry, None)


def _is_substantive(course: Course, entries: Sequence[ManifestEntry]) -> bool:
    current = course.current_edition
    if current is None:
        return False
    listed = set(current.entries.values_list("version", flat=True))
    return any(
        entry.version.change == UnitVersion.Change.SUBSTANTIVE
        for entry in entries
        if entry.version.pk not in listed
    )

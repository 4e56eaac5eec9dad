"""Recording of published versions, approvals, and release of editions."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.errors import ReleaseError
from courses.events import EditionReleased, LanguageConfirmed
from courses.models import (
    Approval,
    Course,
    Edition,
    EditionEntry,
    Unit,
    UnitVersion,
)
from courses.release.edition_manifest import ManifestEntry
from courses.release.next_edition import NextEdition
from courses.release.refusal_audit import record_refusals
from courses.release.unit_versions import (
    create_next_version,
    list_text_facts,
    load_version_parity,
)
from courses.translation_parity import Parity
from elearning.audit import audit_log
from elearning.prepared_queries import PreparedQuery, QueryParameter

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


def approve_content(
    digests: Iterable[str],
    *,
    by: "User | None",
    gate: Approval.Gate = Approval.Gate.PEER,
    office: str = "",
    offices: dict[str, str] | None = None,
    author_office: str = "",
) -> list[Approval]:
    """Store approvals of the content with exactly these hashes; return them.

    The audit entry has their number and one hash over them; the approvals themselves
    stay.
    """
    now = timezone.now()
    with transaction.atomic():
        approvals = Approval.objects.bulk_create(
            Approval(
                digest=digest,
                gate=gate,
                by=by,
                office=office,
                offices=offices or {},
                author_office=author_office,
                at=now,
            )
            for digest in digests
        )
        audit_log.record_action(
            "courses.approved",
            by=by,
            gate=gate,
            number=len(approvals),
            digest=_digest_of_all(one.digest for one in approvals),
        )
    return approvals


def list_approvals(digests: Iterable[str]) -> list[Approval]:
    """Return all approvals of content with exactly these hashes."""
    return list(Approval.objects.filter(digest__in=set(digests)))


def find_newest_safeguard_approval(
    digests: Iterable[str] | QuerySet[Any, Any],
) -> Approval | None:
    """Return the newest safeguard approval of any of this content.

    One query; ``digests`` may be a subquery.
    """
    given = Approval.objects.filter(gate=Approval.Gate.SAFEGUARD, digest__in=digests)
    return given.order_by("-at", "-pk").first()


def find_safeguard_approval(digest: str) -> Approval | None:
    """Return the newest safeguard approval of one content; fast, for use on every lesson."""
    found = _safeguards.ask(digest=digest)
    return found[0] if found else None


@PreparedQuery
def _safeguards() -> QuerySet[Approval]:
    given = Approval.objects.filter(
        gate=Approval.Gate.SAFEGUARD,
        digest=QueryParameter("digest", Approval, "digest"),
    )
    return given.order_by("-at", "-pk")[:1]


def release_edition(
    course: Course,
    manifest: Sequence[ManifestEntry],
    approvals: Iterable[Approval],
    *,
    by: "User | None",
    at: datetime | None = None,
    material: str = "",
) -> Edition:
    """Release the next edition of ``course`` from ``manifest``, the only way to learners.

    ``material`` says why holders of older certificates have to know of the changes
    (curriculum R8); without it they are not asked for an update.

    Raises ``ReleaseError`` listing everything that is missing: the manifest is empty or
    equals the current edition; a unit differs in Kazakh and Russian; a version, or the
    whole if it has removals, moves or a relaxed exam, is not approved at every gate by
    somebody other than its authors; a material change has nothing to read.
    """
    entries = [item for entry in manifest for item in entry.walk()]
    with record_refusals("courses.release_refused", ReleaseError, by=by, on=course):
        versions = [entry.version for entry in entries]
        reasons = NextEdition(course, manifest).missing_with(list(approvals))
        reasons += list_material_faults(course, versions, material)
        if reasons:
            raise ReleaseError(reasons)
        Course.objects.select_for_update().get(pk=course.pk)
        last = course.editions.aggregate(number=Max("number"))["number"] or 0
        edition = Edition.objects.create(
            course=course,
            number=last + 1,
            released_at=at or timezone.now(),
            released_by=by,
            is_substantive=_is_substantive(course, entries),
            material_reason=material,
        )
        _list(edition, manifest)
        course.__dict__.pop("current_edition", None)
        audit_log.record_action(
            "courses.edition_released",
            by=by,
            on=edition,
            reason=material,
            number=edition.number,
            material=bool(material),
        )
        EditionReleased(edition, by).send()
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


def _digest_of_all(digests: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(sorted(digests)).encode()).hexdigest()


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

"""Submission of translations to be read before publication, and their return.

Notices go to those who may read a translation, and to translators whose source has
changed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.models import SubmittedTranslation, Unit, UnitVersion
from elearning.audit import audit_log
from elearning.languages import OWN_NAMES
from elearning.notices.models import Notice
from elearning.notices.notice_texts import NoticeText
from elearning.notices.notifications import notify_users, store_notices

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from elearning.accounts.models import User


#: The notices about a submitted translation, and about a changed source.
SUBMITTED = "translation-submitted"
BEHIND = "translation-behind"


class Translatable(Protocol):
    """Something to translate: a unit, or a guideline of an app above.

    ``code`` is the code of the course or guideline, ``key`` is unique, and ``listed``
    is the URL query that finds it in the table of languages.
    """

    code: str
    key: str
    listed: str

    @property
    def naming(self) -> dict[str, Any]:
        """The fields that identify it in a submitted translation."""

    def hold(self) -> None:
        """Lock its row until the transaction ends."""

    def readers(self) -> "QuerySet[User]":
        """Return the users who may read its translations before they are published."""


class TranslatableUnit:
    """A unit of a course."""

    def __init__(self, unit: Unit) -> None:
        self.row, self.code, self.key = unit, unit.course.code, str(unit.key)
        self.listed = f"course={unit.course.code}"

    @property
    def naming(self) -> dict[str, Any]:
        return {"unit": self.row}

    def hold(self) -> None:
        Unit.objects.select_for_update().get(pk=self.row.pk)

    def readers(self) -> "QuerySet[User]":
        return self.row.course.trainers()


@dataclass(frozen=True)
class LaggingText:
    """A text that does not follow its source; ``authors`` wrote it."""

    language: str
    reference: str
    authors: tuple[int, ...]


def submit_translation(
    thing: Translatable, language: str, reference: str, *, by: "User"
) -> SubmittedTranslation:
    """Record that the draft ``reference`` waits to be read; safe to repeat.

    It replaces a waiting draft of the same language, and is settled by the next
    publication of the language. All others who may read it get a notice.
    """
    with transaction.atomic():
        thing.hold()
        now = timezone.now()
        waiting = list_waiting_translations(thing).filter(language=language)
        if same := waiting.filter(reference=reference).first():
            return same
        waiting.update(settled_at=now)
        found = SubmittedTranslation.objects.create(
            **thing.naming, language=language, reference=reference, by=by, at=now
        )
        audit_log.record_action(
            "courses.translation_submitted", by=by, on=found, language=language
        )
        notify_users(
            thing.readers().exclude(pk=by.pk),
            SUBMITTED,
            str(found.pk),
            context=_about(thing, language),
            url=_listed(thing, language, "in-review"),
            at=now,
        )
    return found


def list_waiting_translations(thing: Translatable) -> "QuerySet[SubmittedTranslation]":
    """Return the drafts of ``thing`` that wait to be read, at most one per language."""
    return SubmittedTranslation.objects.waiting().filter(**thing.naming)


def return_translation(found: SubmittedTranslation, *, by: "User") -> None:
    """Record that a translation needs more work; safe to repeat."""
    with transaction.atomic():
        waiting = SubmittedTranslation.objects.waiting().filter(pk=found.pk)
        if waiting.update(settled_at=timezone.now()):
            audit_log.record_action(
                "courses.translation_given_back",
                by=by,
                on=found,
                language=found.language,
            )


def notify_translators(
    thing: Translatable, lagging: Iterable[LaggingText], *, but: int | None
) -> int:
    """Notify the authors of lagging texts of ``thing``; return the number of new notices.

    Each text is notified once until it is translated. ``but`` is the publisher of the
    source, who gets none. The number of queries does not grow with the languages.
    """
    rows = list(lagging)
    people = {pk for one in rows for pk in one.authors} - {but}
    if not people:
        return 0
    users = get_user_model().objects.filter(pk__in=people, is_active=True)
    told, now = set(users.values_list("pk", flat=True)), timezone.now()
    return store_notices(
        Notice(
            user_id=pk,
            kind=BEHIND,
            key=f"{thing.key}:{one.reference}",
            context=_about(thing, one.language),
            url=_listed(thing, one.language, "outdated"),
            created_at=now,
        )
        for one in rows
        for pk in one.authors
        if pk in told
    )


def notify_unit_translators(version: UnitVersion) -> int:
    """Notify the translators of those texts of a unit that lag in ``version``."""
    lagging = (
        LaggingText(
            text.language, text.reference, tuple(text.details.get("authors", ()))
        )
        for text in version.texts.all()
        if text.behind
    )
    thing = TranslatableUnit(version.unit)
    return notify_translators(thing, lagging, but=version.published_by_id)


def render_translation_submitted_notice(context: dict[str, str]) -> NoticeText:
    """Return the notice for those who may read a translation (curriculum R16)."""
    return NoticeText(
        _("A translation of %(code)s is waiting to be checked: %(language)s")
        % {"code": context["code"], "language": OWN_NAMES[context["language"]]},
        _("Check it against its source, then publish or return it."),
    )


def render_translation_outdated_notice(context: dict[str, str]) -> NoticeText:
    """Return the notice for a translator whose source has changed (curriculum R16)."""
    return NoticeText(
        _("The source of your translation has changed: %(code)s, %(language)s")
        % {"code": context["code"], "language": OWN_NAMES[context["language"]]},
        _("The parts to translate are open beside their source."),
    )


def _listed(thing: Translatable, language: str, state: str) -> str:
    """Return the URL of its rows in the table of languages, without a page language."""
    return f"/desk/parity/?{thing.listed}&language={language}&state={state}"


def _about(thing: Translatable, language: str) -> dict[str, str]:
    return {"code": thing.code, "language": language}

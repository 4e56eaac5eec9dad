"""Hand over a translation to be read before it is published, and give it back.

Whoever may read it gets a notice, and so does a translator whose source has changed.
"""

from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.models import SubmittedTranslation, Unit, UnitVersion
from elearning.audit import trail
from elearning.languages import OWN_NAMES
from elearning.notices.sending import notify, notify_all
from elearning.notices.wording import Wording

if TYPE_CHECKING:
    from elearning.accounts.models import User


#: The notices: a translation waits to be read, and a source has changed.
SUBMITTED = "translation-submitted"
BEHIND = "translation-behind"


def submit(
    unit: Unit, language: str, reference: str, *, by: "User"
) -> SubmittedTranslation:
    """Note that the draft ``reference`` waits to be read; safe to repeat.

    A later draft of the same language takes the place of the one that waits. It is
    settled by the next publication of the language (``outline.note_version``). The other
    trainers of the course get a notice.
    """
    with transaction.atomic():
        Unit.objects.select_for_update().get(pk=unit.pk)
        now = timezone.now()
        waiting = SubmittedTranslation.objects.waiting().filter(
            unit=unit, language=language
        )
        if same := waiting.filter(reference=reference).first():
            return same
        waiting.update(settled_at=now)
        found = SubmittedTranslation.objects.create(
            unit=unit, language=language, reference=reference, by=by, at=now
        )
        trail.write("courses.translation_submitted", by=by, on=found, language=language)
        notify_all(
            unit.course.trainers().exclude(pk=by.pk),
            SUBMITTED,
            str(found.pk),
            context=_about(unit, language),
            url=_listed(unit, language, "in-review"),
            at=now,
        )
    return found


def give_back(found: SubmittedTranslation, *, by: "User") -> None:
    """Note that a translation needs more work before it is published; safe to repeat."""
    with transaction.atomic():
        waiting = SubmittedTranslation.objects.waiting().filter(pk=found.pk)
        if waiting.update(settled_at=timezone.now()):
            trail.write(
                "courses.translation_given_back",
                by=by,
                on=found,
                language=found.language,
            )


def tell_translators(version: UnitVersion) -> int:
    """Tell whoever wrote a text that lags in ``version``; return how many notices are new.

    Once for each text: what is said again before she translates it says nothing new.
    Who published the source knows.
    """
    told = 0
    for text in version.texts.all():
        if not text.behind:
            continue
        writers = get_user_model().objects.filter(
            pk__in=text.details.get("authors", ()), is_active=True
        )
        for writer in writers.exclude(pk=version.published_by_id or 0):
            told += notify(
                writer,
                BEHIND,
                f"{version.unit.key}:{text.reference}",
                context=_about(version.unit, text.language),
                url=_listed(version.unit, text.language, "outdated"),
            )
    return told


def say_submitted(context: dict[str, str]) -> Wording:
    """Return the words for whoever may read a translation (curriculum R16)."""
    return Wording(
        _("A translation of %(code)s waits to be read: %(language)s")
        % {"code": context["code"], "language": OWN_NAMES[context["language"]]},
        _("Read it beside its source, then publish it or give it back."),
    )


def say_behind(context: dict[str, str]) -> Wording:
    """Return the words for a translator whose source has changed (curriculum R16)."""
    return Wording(
        _("The source of your translation has changed: %(code)s, %(language)s")
        % {"code": context["code"], "language": OWN_NAMES[context["language"]]},
        _("What has to be translated stands open beside its source."),
    )


def _listed(unit: Unit, language: str, state: str) -> str:
    """Return where the table of languages lists it, without a language of the page."""
    return f"/desk/parity/?course={unit.course.code}&language={language}&state={state}"


def _about(unit: Unit, language: str) -> dict[str, str]:
    return {"code": unit.course.code, "language": language}

"""Translations saved as drafts of a page or question; nothing is published."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.actions.copy_for_translation import ParentNotTranslatedError
from wagtail.models import Locale, Revision

from content.privacy.open_findings import format_open_findings
from content.publishing.models import TranslatedDraft
from content.studio.translations.body_merger import BodyMerger
from content.studio.translations.text_segments import (
    get_stored_body,
    get_stream_block,
    get_translation_layout,
    is_blank,
    iter_text_segments,
)
from content.studio.translations.translation_pairs import TranslationTask, is_page
from courses.errors import TranslationError
from courses.text_diff import normalise_rich_text
from courses.translation_parity import FACTS, Parity
from elearning.audit import audit_log

if TYPE_CHECKING:
    from elearning.accounts.models import User


def save_translation_draft(
    task: TranslationTask,
    words: Mapping[str, str],
    right: Iterable[str],
    *,
    seen: str,
    source: Parity,
    by: "User",
) -> Revision:
    """Save ``words``, by place, as a draft of the translation; return its revision.

    ``right`` are places that need no change. ``seen`` names the draft that was shown,
    and ``source`` is the parity of the version shown beside it: if the source has
    changed since, the words follow the older one. Raises ``TranslationError`` if
    somebody saved meanwhile, if the parent page is missing, or if data of real people
    is found.
    """
    if found := format_open_findings(dict(words), task.subject.key(task.source)):
        raise TranslationError(found)
    with transaction.atomic():
        task.subject.translated.hold()
        task = TranslationTask(task.subject, task.language)
        if task.seen != seen:
            raise TranslationError(
                _(
                    "Someone else saved this translation while you were writing. "
                    "Your text is below, with theirs beside it. Compare them and "
                    "save again."
                ),
                is_late=True,
            )
        before = (
            {one.place: one.value for one in iter_text_segments(task.draft)}
            if task.row
            else {}
        )
        made_from = _made_from(task, words, before, set(right), source)
        row = task.row or _created(task, by)
        draft = row.get_latest_revision_as_object()
        _fill(draft, task, words)
        revision: Revision = draft.save_revision(user=by, clean=False, log_action=True)
        TranslatedDraft.objects.create(revision=revision, made_from=made_from)
        audit_log.record_action(
            "courses.translation_saved",
            by=by,
            on=task.subject.row,
            language=task.language,
            segments=len(made_from),
        )
    return revision


def _made_from(
    task: TranslationTask,
    words: Mapping[str, str],
    before: Mapping[str, str],
    right: set[str],
    parity: Parity,
) -> dict[str, str]:
    """Return the source of each segment that was edited or confirmed."""
    touched = {
        place
        for place, text in words.items()
        if not is_blank(text)
        and (
            place in right
            or normalise_rich_text(text) != normalise_rich_text(before.get(place, ""))
        )
    }
    led = {place for place in touched if parity.leader(place) == task.language}
    made = {
        place: parity.sources[place]
        for place in touched - led
        if place in parity.sources
    }
    blank = {place for place, text in words.items() if is_blank(text)}
    earlier = task.made_from.items()
    return {place: source for place, source in earlier if place not in blank} | made


def _created(task: TranslationTask, by: "User") -> Any:
    """Return a first draft in the language, a copy of its source."""
    locale = Locale.objects.get(language_code=task.language)
    original = type(task.source).objects.get(pk=task.source.pk)
    if not is_page(original):
        row = original.copy_for_translation(locale)
        row.live = False
        row.live_revision = row.latest_revision = None
        row.save()
        return row
    try:
        return original.copy_for_translation(locale)
    except ParentNotTranslatedError as error:
        raise TranslationError(
            _(
                "The page above this one does not exist in this language yet. Translate "
                "that first, then come back."
            )
        ) from error


def _fill(draft: Any, task: TranslationTask, words: Mapping[str, str]) -> None:
    """Write ``words`` into ``draft``, in the structure of the source."""
    makeup, is_first = get_translation_layout(draft), task.row is None
    for place, name in makeup.worded.items():
        if place in words or is_first:
            setattr(draft, name, words.get(place, ""))
    if is_first or f"/{FACTS}" in task.lagging_facts:
        for name in makeup.neutral:
            setattr(draft, name, getattr(task.source, name))
    if makeup.stream:
        sources = task.parity.sources
        made = task.parity.texts.get(task.language, {})
        given_up = frozenset(made.keys() - sources.keys())
        merger = BodyMerger(words, task.lagging_facts, given_up)
        own = [] if is_first else get_stored_body(draft)
        body = merger.body(get_stream_block(draft), get_stored_body(task.source), own)
        setattr(draft, makeup.stream, get_stream_block(draft).to_python(body))

"""Removal of stored question pictures that no version and no draft uses."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import PurePosixPath
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from wagtail.images import get_image_model
from wagtail.images.models import SourceImageIOError

from content.questions import question_pictures
from content.questions.models import QuestionDraft
from courses.assessment.kinds import PICTURED
from courses.assessment.models import QuestionVersion
from courses.models import UnitText
from elearning.audit import audit_log

#: How long a picture is kept after it was last stored.
KEPT_FOR = timedelta(days=7)


def remove_unused_pictures(at: datetime) -> int:
    """Delete the pictures that no version and no draft uses; return how many.

    Safe to repeat and to run beside a publication, which renews the date of its
    pictures.
    """
    unused = {name for name in _kept() if _is_old(name, at)} - _in_versions()
    if unused:
        unused -= _in_drafts()
    gone = sorted(name for name in unused if _is_old(name, at))
    if gone:
        with transaction.atomic():
            audit_log.record_action("questions.pictures_removed", by=None, files=gone)
            for name in gone:
                default_storage.delete(name)
    return len(gone)


def _kept() -> Iterator[str]:
    try:
        _folders, names = default_storage.listdir(question_pictures.FOLDER)
    except FileNotFoundError:
        return
    for name in names:
        yield str(PurePosixPath(question_pictures.FOLDER, name))


def _is_old(name: str, at: datetime) -> bool:
    return default_storage.get_modified_time(name) <= at - KEPT_FOR


def _in_versions() -> set[str]:
    """Return the pictures of all versions, also of those whose languages still differ."""
    shown = QuestionVersion.objects.filter(type__in=PICTURED)
    bodies = shown.values_list("body", flat=True)
    noted = UnitText.objects.filter(details__type__in=PICTURED)
    return _files(text for body in bodies for text in body.values()) | _files(
        details["text"] for details in noted.values_list("details", flat=True)
    )


def _files(texts: Iterable[dict[str, Any]]) -> set[str]:
    return {text["picture"]["file"] for text in texts if text.get("picture")}


def _in_drafts() -> set[str]:
    """Return the pictures of drafts, as saved in the row and in the latest revision."""
    drafts = QuestionDraft.objects.values_list(
        "picture", "latest_revision__content__picture"
    )
    chosen = {key for row in drafts for key in row if key}
    return set(_names(get_image_model().objects.filter(pk__in=chosen)))


def _names(images: Iterable[Any]) -> Iterator[str]:
    for image in images:
        try:
            yield question_pictures.build_picture_name(image)
        except SourceImageIOError:
            continue  # its file is gone, so it cannot be published either

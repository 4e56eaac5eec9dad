"""Access to stored files: learners read what they are shown, authors read everything.

The name of a file in a draft can be guessed, so knowing it grants no access.
"""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from wagtail.models import Page

from content.publishing.models import HeldMedia
from content.questions.question_pictures import FOLDER as QUESTIONS
from courses.assessment.kinds import PICTURED
from courses.assessment.models import Attempt, AttemptItem
from courses.assessment.practice.self_check_questions import list_practice_questions
from courses.models import EditionEntry, Unit
from elearning.accounts.roles import Role

if TYPE_CHECKING:
    from elearning.accounts.models import User

#: Roles that read drafts, in the studio or to approve them.
_MAKERS = (Role.TRAINER, Role.SAFEGUARD_REVIEWER)
#: How many names of files that everybody may read each process remembers.
_REMEMBERED = 4096

#: Editions are permanent, and so are the files they show.
_shown: set[str] = set()


def can_read_file(user: "User", name: str) -> bool:
    """Tell whether ``user``, who is signed in, may read the stored file ``name``.

    Learners may read files shown in lessons of any released edition, current or
    earlier, pictures of practice questions in such an edition, and pictures of
    questions in their own attempts. A file that was shown before takes no query.
    """
    if name in _shown or user.is_superuser or user.has_role(*_MAKERS):
        return True
    folder = name.partition("/")[0]
    if folder == QUESTIONS and _is_asked(_asked_of(user), name):
        return True
    is_shown = _CHECKS.get(folder)
    if is_shown is None or not is_shown(name):
        return False
    if len(_shown) >= _REMEMBERED:
        _shown.clear()
    _shown.add(name)
    return True


def clear_access_cache() -> None:
    """Forget which files are public, after a switch to another database."""
    _shown.clear()


def _shows_picture(name: str) -> bool:
    return _is_released(Q(picture__file=name))


def _shows_rendition(name: str) -> bool:
    return _is_released(Q(picture__renditions__file=name))


def _shows_document(name: str) -> bool:
    return _is_released(Q(document__file=name))


def _shows_recording(name: str) -> bool:
    made = ("film", "sound", "still")
    parts = [Q(**{f"document__recording__{one}": name}) for one in made]
    return _is_released(parts[0] | parts[1] | parts[2])


def _is_released(of_file: Q) -> bool:
    """Tell whether a released edition shows a file outside its questions.

    A question has a copy of its picture: the original may belong to a future exam.
    """
    held = HeldMedia.objects.filter(of_file).values_list(
        "held__revision", "held__revision__object_id"
    )
    references = {str(revision): page for revision, page in held}
    if not references:
        return False
    pages = Page.objects.filter(pk__in=set(references.values()))
    listed = EditionEntry.objects.filter(
        version__unit__key__in=list(pages.values_list("translation_key", flat=True)),
        version__texts__reference__in=references,
    )
    return listed.exclude(version__unit__kind=Unit.Kind.QUESTION).exists()


def _asked_of(user: "User") -> Iterable[dict[str, Any]]:
    theirs = Attempt.every.visible_to(user).values("pk")
    rows = AttemptItem.objects.filter(attempt__in=theirs, question__type__in=PICTURED)
    return rows.values_list("question__body", flat=True)


def _is_practised(name: str) -> bool:
    rows = list_practice_questions().filter(
        type__in=PICTURED, version__entries__isnull=False
    )
    return _is_asked(rows.values_list("body", flat=True), name)


def _is_asked(bodies: Iterable[dict[str, Any]], name: str) -> bool:
    return any(
        text.get("picture", {}).get("file") == name
        for body in bodies
        for text in body.values()
    )


#: Checks by folder that tell whether everybody may read a file.
_CHECKS: dict[str, Callable[[str], bool]] = {
    "original_images": _shows_picture,
    "images": _shows_rendition,
    "documents": _shows_document,
    "recordings": _shows_recording,
    QUESTIONS: _is_practised,
}

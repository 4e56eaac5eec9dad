"""Filing of questions: the folder in their course, and their tags."""

import re
from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from courses.assessment.errors import QuestionBankError
from courses.assessment.models import Filing
from courses.models import Course
from elearning.accounts.models import User
from elearning.audit import audit_log

#: The maximum depth of folders, length of a name, and number of tags.
_DEPTH, _NAME, _TAGS = 4, 40, 8


def file_question(
    key: UUID, course: Course, *, folder: str, tags: str, by: User | None
) -> Filing:
    """File the question with ``key`` in a folder and under tags; return its filing.

    ``folder`` is a path with slashes, empty for none; ``tags`` are separated by commas.
    Both are tidied: spaces, double slashes, capital letters in tags. Filing a question
    where it already is writes nothing. Raises ``QuestionBankError`` if something is too
    long.
    """
    place, words = normalize_folder(folder), normalize_tags(tags)
    with transaction.atomic():
        filing, _is_new = Filing.objects.select_for_update(of=("self",)).get_or_create(
            key=key, defaults={"course": course}
        )
        if (filing.folder, filing.tags) == (place, words):
            return filing
        filing.folder, filing.tags = place, words
        filing.save()
        audit_log.record_action(
            "assessment.question_filed", by=by, on=filing, folder=place, tags=words
        )
    return filing


def file_questions(
    courses: Mapping[UUID, Course], *, folder: str, tags: str, by: User | None
) -> int:
    """File questions in ``folder``, if given, and add ``tags``; return the count.

    ``courses`` maps the key of each question to its course. Questions already filed
    that way are counted too, but nothing is written for them. Raises
    ``QuestionBankError``, filing nothing, if neither is given or something is too long.
    """
    place, words = normalize_folder(folder), normalize_tags(tags)
    if not place and not words:
        raise QuestionBankError(_("Name a folder or a tag."))
    with transaction.atomic():
        kept = Filing.objects.in_bulk(list(courses), field_name="key")
        for key, course in courses.items():
            there = kept.get(key)
            file_question(
                key,
                course,
                folder=place or (there.folder if there else ""),
                tags=words + (there.tags if there else ""),
                by=by,
            )
    return len(courses)


def normalize_folder(written: str) -> str:
    """Return the path of a folder in its stored form."""
    names = [" ".join(name.split()) for name in re.split(r"[/\\]", written)]
    names = [name for name in names if name]
    if len(names) > _DEPTH or any(len(name) > _NAME for name in names):
        raise QuestionBankError(
            _(
                "Folders can be up to %(depth)s levels deep, and a name can have "
                "up to %(letters)s letters."
            )
            % {"depth": _DEPTH, "letters": _NAME}
        )
    return "/".join(names)


def normalize_tags(written: str) -> str:
    """Return tags in their stored form: unique, in lower case, sorted."""
    words = {" ".join(word.split()).lower() for word in written.split(",")} - {""}
    if len(words) > _TAGS or any(len(word) > _NAME for word in words):
        raise QuestionBankError(
            _(
                "A question can have up to %(count)s tags, each of up to "
                "%(letters)s letters."
            )
            % {"count": _TAGS, "letters": _NAME}
        )
    return f",{','.join(sorted(words))}," if words else ""


def build_folder_filter(folder: str) -> Q:
    """Return the condition for filings in ``folder`` and below it."""
    return Q(folder=folder) | Q(folder__startswith=f"{folder}/")


def list_folders(places: Iterable[str]) -> list[str]:
    """Return all folders on the paths to ``places``, each once, in order."""
    found = set()
    for place in places:
        names = place.split("/")
        found |= {"/".join(names[:depth]) for depth in range(1, len(names) + 1)}
    return sorted(found - {""})

"""Changes of lessons between editions, for holders of certificates of older ones."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from courses import version_texts
from courses.models import Edition, EditionEntry, Unit, UnitVersion
from courses.version_texts import BlockComparison
from elearning.languages import CODES, get_current_language

type _Pairs = list[tuple[UnitVersion, UnitVersion | None]]


@dataclass(frozen=True)
class ChangedLesson:
    """A lesson changed by an edition, block by block; ``language`` of the text.

    ``is_new`` means that the previous edition did not have it: all of it is to be read.
    """

    title: str
    language: str
    is_new: bool
    blocks: Sequence[BlockComparison]

    @property
    def is_fallback(self) -> bool:
        return self.language != get_current_language()

    @property
    def words(self) -> int:
        """The number of words to read, old and new."""
        return sum(
            len(piece.text.split()) for one in self.blocks for piece in one.pieces
        )


def list_changed_lessons(newer: Edition, language: str) -> list[ChangedLesson]:
    """Return the lessons that ``newer`` changed from the previous edition, in order.

    A fixed number of queries.
    """
    return _told(_pairs(newer), language)


def count_words_to_read(newer: Edition) -> int:
    """Return the maximum number of words to read, over all languages."""
    pairs = _pairs(newer)
    return max(
        sum(lesson.words for lesson in _told(pairs, language)) for language in CODES
    )


def list_affected_questions(newer: Edition, edition: Edition) -> set[int]:
    """Return the ids of questions in ``edition`` that are about the changes of ``newer``.

    These are questions that it changed, and those of the outcomes of its changed
    lessons. Three queries.
    """
    told = newer.fresh(Unit.Kind.LESSON).values_list("texts__details", flat=True)
    outcomes = {
        number for details in told for number in (details or {}).get("outcomes", ())
    }
    asked = Unit.objects.filter(
        kind=Unit.Kind.QUESTION,
        versions__entries__edition=edition,
        versions__question__for_practice=False,
    )
    of_outcomes = asked.filter(versions__question__outcome__number__in=outcomes)
    fresh = newer.fresh(Unit.Kind.QUESTION).values("unit")
    own = asked.filter(pk__in=fresh)
    return {
        key for rows in (of_outcomes, own) for key in rows.values_list("pk", flat=True)
    }


def _pairs(newer: Edition) -> _Pairs:
    fresh = _known(newer.fresh(Unit.Kind.LESSON))
    entries = EditionEntry.objects.filter(
        edition=newer.before, version__unit__in=[one.unit_id for one in fresh]
    )
    listed = UnitVersion.objects.filter(pk__in=entries.values("version"))
    before = {one.unit_id: one for one in _known(listed)}
    return [(one, before.get(one.unit_id)) for one in fresh]


def _known(rows: QuerySet[UnitVersion]) -> list[UnitVersion]:
    return list(rows.select_related("unit").prefetch_related("texts"))


def _told(pairs: _Pairs, language: str) -> list[ChangedLesson]:
    said = version_texts.get_text_source().list_blocks(
        [one for pair in pairs for one in pair if one is not None], language
    )
    return [_changed(after, before, said, language) for after, before in pairs]


def _changed(
    version: UnitVersion,
    before: UnitVersion | None,
    said: dict[int, list[version_texts.VersionBlock]],
    language: str,
) -> ChangedLesson:
    text = version.text(language)
    old = said[before.pk] if before else []
    blocks = [
        one
        for one in version_texts.compare_blocks(old, said[version.pk])
        if one.is_new or one.is_removed or one.is_changed
    ]
    return ChangedLesson(text.title, text.language, before is None, blocks)

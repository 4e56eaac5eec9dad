"""Pairs of segments side by side: the published source, and the draft translation."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import Http404
from wagtail.models import Page

from content.publishing.models import TranslatedDraft
from content.search.hit_highlights import strip_markup
from content.studio.translations.former_source import load_former_texts
from content.studio.translations.text_segments import (
    MAKEUPS,
    TextSegment,
    is_blank,
    iter_text_segments,
)
from content.studio.translations.translation_subjects import (
    SubjectVersion,
    TranslationSubject,
    VersionText,
    find_stored_text,
)
from courses.models import SubmittedTranslation
from courses.release.submitted_translations import list_waiting_translations
from courses.text_diff import DiffPiece, diff_words
from courses.translation_parity import FACTS, Parity
from elearning.languages import CODES

#: The case of a question is one of its segments, and is translated in the case.
ELSEWHERE = "/words"


@dataclass(frozen=True)
class TranslationPair:
    """One segment: the text of the source, and the translation so far.

    The pair is open if the translation does not follow the source, and ``is_done`` if
    an unpublished draft already follows it. ``former`` is the text of the source when
    the translation last matched it, if known.
    """

    source: TextSegment
    target: str
    is_open: bool
    is_done: bool = False
    is_new: bool = False
    former: str = ""

    @property
    def pieces(self) -> tuple[DiffPiece, ...]:
        """The changes of the source, word by word; empty if not known."""
        if not (self.is_open and self.former):
            return ()
        return diff_words(
            *(" ".join(strip_markup(text).split()) for text in self._both)
        )

    @property
    def _both(self) -> tuple[str, str]:
        return self.former, self.source.value


class TranslationTask:
    """The current translation of a unit or guideline into ``language``."""

    def __init__(self, subject: TranslationSubject, language: str) -> None:
        self.subject, self.language = subject, language

    @cached_property
    def version(self) -> SubjectVersion:
        """The newest version, with the published text of every language."""
        found = self.subject.version()
        if found is None:
            raise Http404
        return found

    @property
    def texts(self) -> Mapping[str, VersionText]:
        return self.version.texts

    @property
    def parity(self) -> Parity:
        return self.version.parity

    @cached_property
    def lagging(self) -> frozenset[str]:
        """The places where the published translation does not follow its source."""
        return frozenset(self.parity.changed(self.language))

    @cached_property
    def lagging_facts(self) -> frozenset[str]:
        """The places of values that do not follow, including those of missing items."""
        made = self.parity.texts.get(self.language, {})
        return frozenset(
            place
            for place in {*self.parity.sources, *made}
            if place.rpartition("/")[2] == FACTS
            and not self.parity.follows(self.language, place)
        )

    @cached_property
    def source_language(self) -> str:
        """The language in which most of the lagging places were changed last."""
        others = [
            code for code in CODES if code in self.texts and code != self.language
        ]
        led = [self.parity.leader(place) for place in self.lagging]
        newest = max((self.texts[code].round for code in others), default=0)
        return max(
            others,
            key=lambda code: (led.count(code), self.texts[code].round == newest),
            default="",
        )

    @cached_property
    def source(self) -> Any:
        """The source as published."""
        return find_stored_text(self.texts[self.source_language].reference)

    @cached_property
    def row(self) -> Any:
        """The page or question in ``language``; ``None`` if there is none yet."""
        return self.subject.row_in(self.source, self.language)

    @cached_property
    def draft(self) -> Any:
        """The newest draft of the translation, or ``None``."""
        return self.row.get_latest_revision_as_object() if self.row else None

    @property
    def seen(self) -> str:
        """The id of the draft that is shown, to detect a later one."""
        return str(self.row.latest_revision_id or "") if self.row else ""

    @cached_property
    def made_from(self) -> dict[str, str]:
        """The sources of the unpublished draft, if it was translated here."""
        return TranslatedDraft.objects.made_from(self.row) if self.row else {}

    @cached_property
    def waiting(self) -> SubmittedTranslation | None:
        """The submitted draft that waits for a reader, if any."""
        waiting = list_waiting_translations(self.subject.translated).select_related(
            "by"
        )
        return waiting.filter(language=self.language).first()

    @cached_property
    def is_unknown(self) -> bool:
        """Whether segments are unknown, so that only the whole text can lag."""
        return self.language in self.texts and not self.parity.knows(self.language)

    @cached_property
    def former(self) -> dict[str, str]:
        """The texts of the source where the translation lags, from when it last matched."""
        return load_former_texts(
            self.subject, self.version, self.language, self.source_language
        )

    def pairs(self) -> list[TranslationPair]:
        """Return the pairs side by side, in the order of the source."""
        mine = (
            {said.place: said.value for said in iter_text_segments(self.draft)}
            if self.row
            else {}
        )
        return [
            self._pair(said, mine.get(said.place))
            for said in iter_text_segments(self.source)
            if said.value or mine.get(said.place) or said.place in self.lagging
        ]

    def is_lagging(self, place: str) -> bool:
        """Tell whether ``place`` needs translation, judged by the published texts."""
        if self.language not in self.texts:
            return True
        if self.is_unknown:
            return self.language in self.version.outdated
        return place in self.lagging

    @property
    def lags_elsewhere(self) -> bool:
        """Whether the case of a question has to be translated."""
        return ELSEWHERE in self.lagging

    @property
    def shows_case(self) -> bool:
        return bool(getattr(self.source, "case_id", None))

    def _pair(self, said: TextSegment, mine: str | None) -> TranslationPair:
        is_missing = is_blank(mine or "") and not is_blank(said.value)
        lags = is_missing or self.is_lagging(said.place)
        source = self.parity.sources.get(said.place, "")
        follows = bool(source) and self.made_from.get(said.place) == source
        is_done = lags and follows and not is_missing
        return TranslationPair(
            said,
            mine or "",
            lags and not is_done,
            is_done,
            not mine,
            self.former.get(said.place, ""),
        )


def has_translation_layout(thing: Any) -> bool:
    """Tell whether things of this type are translated side by side."""
    return type(thing) in MAKEUPS


def is_page(thing: Any) -> bool:
    """Tell whether ``thing`` is a page of the tree."""
    return isinstance(thing, Page)

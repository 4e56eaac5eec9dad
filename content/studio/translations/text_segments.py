"""Text segments of pages and questions: fields, and pieces of the body."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext
from wagtail.blocks import RichTextBlock
from wagtail.fields import RichTextField

from content.blocks.translation_segments import BodyPiece, iter_body_pieces
from content.guidelines.models import GuidelinePage
from content.models import CoursePage, ExamPage, LessonPage, ModulePage
from content.questions.models import QuestionDraft
from content.search.hit_highlights import strip_markup


@dataclass(frozen=True)
class TranslationLayout:
    """The translated fields of a model by place, and the fields that are the same."""

    worded: dict[str, str]
    neutral: tuple[str, ...]
    stream: str = ""


_EXAM = (
    "questions",
    "minutes",
    "pass_mark",
    "attempts",
    "waiting_hours",
    "trials",
    "needs_full_bank",
    "open_questions",
    "is_invigilated",
    "review",
    "test_review",
    "pre_test_questions",
    "follow_up_questions",
    "per_outcome",
    "easy",
    "medium",
    "hard",
    "must_pass_questions",
    "listed",
)
_QUESTION = (
    "type",
    "must_pass",
    "difficulty",
    "for_practice",
    "outcome",
    "cites",
    "case",
    "case_place",
    "picture",
    "tolerance",
    "counts_parts",
    "limit",
    "markers",
)
MAKEUPS: dict[type[Model], TranslationLayout] = {
    CoursePage: TranslationLayout(
        {"/title": "title", "/summary": "summary", "/audience": "audience"}, ("cites",)
    ),
    ModulePage: TranslationLayout({"/title": "title", "/summary": "summary"}, ()),
    LessonPage: TranslationLayout(
        {"/title": "title", "/summary": "summary"},
        ("minutes", "outcomes", "cites"),
        "body",
    ),
    ExamPage: TranslationLayout({"/title": "title"}, _EXAM),
    GuidelinePage: TranslationLayout(
        {"/title": "title", "/summary": "summary", "/lead": "lead"}, (), "body"
    ),
    QuestionDraft: TranslationLayout(
        {
            "/stem": "stem",
            "/alt": "picture_alt",
            "/passage": "passage",
            "/answer": "answer",
            "/unit": "unit",
            "/feedback": "feedback",
        },
        _QUESTION,
        "answers",
    ),
}


@dataclass(frozen=True)
class TextSegment:
    """The text at one place: in a body, a ``piece``; otherwise a ``field`` of the whole."""

    place: str
    value: str
    label: str
    piece: BodyPiece | None = None
    field: Any = None

    @property
    def editor(self) -> Any:
        """The field or block with the editor and features of rich text; ``None`` if plain."""
        if isinstance(self.field, RichTextField):
            return self.field
        is_rich = self.piece and isinstance(self.piece.block, RichTextBlock)
        return self.piece.block if self.piece and is_rich else None


def get_translation_layout(thing: Any) -> TranslationLayout:
    """Return the translation layout of ``thing``."""
    return MAKEUPS[type(thing)]


def get_stored_body(thing: Any) -> list[Any]:
    """Return the stored body of ``thing``; empty if it has none."""
    stream = get_translation_layout(thing).stream
    return list(getattr(thing, stream).get_prep_value()) if stream else []


def get_stream_block(thing: Any) -> Any:
    """Return the stream block of the body of ``thing``."""
    return getattr(thing, get_translation_layout(thing).stream).stream_block


def iter_text_segments(thing: Any) -> Iterator[TextSegment]:
    """Yield the text of ``thing`` at each place, in reading order."""
    makeup = get_translation_layout(thing)
    for place, name in makeup.worded.items():
        field: Any = type(thing)._meta.get_field(name)
        label = _capital(str(field.verbose_name))
        yield TextSegment(place, getattr(thing, name) or "", label, field=field)
    if makeup.stream:
        found = list(iter_body_pieces(get_stream_block(thing), get_stored_body(thing)))
        named = label_clauses(found)
        for piece in found:
            if piece.is_worded:
                owner = piece.place.rpartition("/")[0]
                label = " · ".join(
                    [named[owner], piece.labels[-1]]
                    if owner in named
                    else dict.fromkeys(piece.labels)
                )
                yield TextSegment(piece.place, piece.value or "", label, piece)


def is_blank(text: str) -> bool:
    """Tell whether ``text``, plain or rich, is empty."""
    return not strip_markup(text).strip() and "<embed" not in text


def label_clauses(found: Iterable[BodyPiece]) -> dict[str, str]:
    """Return labels for the clauses among ``found``, by their places."""
    return {
        owner: gettext("Clause %(number)s") % {"number": piece.value}
        for piece in found
        for owner, _slash, name in [piece.place.rpartition("/")]
        if name == "number" and piece.value
    }


def _capital(label: str) -> str:
    return label[:1].upper() + label[1:]

"""What of a page or a question is translated: its fields, and the pieces of its body."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext
from wagtail.blocks import RichTextBlock
from wagtail.fields import RichTextField

from content.blocks.segments import Piece, pieces
from content.guidelines.models import GuidelinePage
from content.models import CoursePage, ExamPage, LessonPage, ModulePage
from content.questions.models import QuestionDraft
from content.search.marking import plain


@dataclass(frozen=True)
class Makeup:
    """Of a model: which fields are translated, by place, and which are the same."""

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
MAKEUPS: dict[type[Model], Makeup] = {
    CoursePage: Makeup(
        {"/title": "title", "/summary": "summary", "/audience": "audience"}, ("cites",)
    ),
    ModulePage: Makeup({"/title": "title", "/summary": "summary"}, ()),
    LessonPage: Makeup(
        {"/title": "title", "/summary": "summary"},
        ("minutes", "outcomes", "cites"),
        "body",
    ),
    ExamPage: Makeup({"/title": "title"}, _EXAM),
    GuidelinePage: Makeup(
        {"/title": "title", "/summary": "summary", "/lead": "lead"}, (), "body"
    ),
    QuestionDraft: Makeup(
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
class Said:
    """What is said at one place: in a body as a ``piece``, or in a field of the whole."""

    place: str
    value: str
    label: str
    piece: Piece | None = None
    field: Any = None

    @property
    def editor(self) -> Any:
        """What names the editor and features of a rich text; ``None`` for a plain one."""
        if isinstance(self.field, RichTextField):
            return self.field
        is_rich = self.piece and isinstance(self.piece.block, RichTextBlock)
        return self.piece.block if self.piece and is_rich else None


def makeup_of(thing: Any) -> Makeup:
    """Return what is translated of ``thing``."""
    return MAKEUPS[type(thing)]


def raw_of(thing: Any) -> list[Any]:
    """Return the stored body of ``thing``; empty where it has none."""
    stream = makeup_of(thing).stream
    return list(getattr(thing, stream).get_prep_value()) if stream else []


def stream_of(thing: Any) -> Any:
    """Return the block that the body of ``thing`` is made of."""
    return getattr(thing, makeup_of(thing).stream).stream_block


def said_by(thing: Any) -> Iterator[Said]:
    """Yield what ``thing`` says at each place, in reading order."""
    makeup = makeup_of(thing)
    for place, name in makeup.worded.items():
        field: Any = type(thing)._meta.get_field(name)
        label = _capital(str(field.verbose_name))
        yield Said(place, getattr(thing, name) or "", label, field=field)
    if makeup.stream:
        found = list(pieces(stream_of(thing), raw_of(thing)))
        named = numbered(found)
        for piece in found:
            if piece.is_worded:
                owner = piece.place.rpartition("/")[0]
                label = " · ".join(
                    [named[owner], piece.labels[-1]]
                    if owner in named
                    else dict.fromkeys(piece.labels)
                )
                yield Said(piece.place, piece.value or "", label, piece)


def is_blank(text: str) -> bool:
    """Tell whether ``text``, plain or rich, says nothing."""
    return not plain(text).strip() and "<embed" not in text


def numbered(found: Iterable[Piece]) -> dict[str, str]:
    """Return how the clauses among ``found`` are called, by their places."""
    return {
        owner: gettext("Clause %(number)s") % {"number": piece.value}
        for piece in found
        for owner, _slash, name in [piece.place.rpartition("/")]
        if name == "number" and piece.value
    }


def _capital(label: str) -> str:
    return label[:1].upper() + label[1:]

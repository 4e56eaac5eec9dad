"""Layout of a course package: its files, and the fields of each."""

from typing import Any

from django.db.models import Field, ForeignKey, Model
from wagtail.fields import StreamField

from content.models import CoursePage, ExamPage, LessonPage, ModulePage, UnitPage
from courses.models import Unit

#: Increases when packages change so that older platforms cannot read them.
FORMAT = 2
#: Also read: packages without the parity of languages.
EARLIER = (1,)
COURSE = "course.json"
PAGES, CASES, QUESTIONS, MEDIA = "pages", "cases", "questions", "media"
MEDIA_LIST = f"{MEDIA}.json"
#: The parity of the languages of a unit, if not all of them follow the first.
PARITY = "parity"
MODELS: dict[str, type[UnitPage]] = {
    Unit.Kind.COURSE: CoursePage,
    Unit.Kind.MODULE: ModulePage,
    Unit.Kind.LESSON: LessonPage,
    Unit.Kind.EXAM: ExamPage,
}
#: The kinds of unit that may be directly above each kind.
PARENTS: dict[str, tuple[str, ...]] = {
    Unit.Kind.COURSE: ("",),
    Unit.Kind.MODULE: (Unit.Kind.COURSE,),
    Unit.Kind.LESSON: (Unit.Kind.COURSE, Unit.Kind.MODULE),
    Unit.Kind.EXAM: (Unit.Kind.COURSE,),
}
#: The titles of a course.
TITLES = {"title": "titles", "public_title": "public_titles"}

#: Fields that belong to one platform or follow from the rest.
_OWN = {
    *("id", "page_ptr", "locale", "translation_key", "course", "asks"),
    *("change_weight", "change_reason"),
    *("live", "has_unpublished_changes", "first_published_at", "last_published_at"),
    *("go_live_at", "expire_at", "expired", "latest_revision", "live_revision"),
}


def list_package_fields(model: type[Model]) -> list[Field[Any, Any]]:
    """Return the fields of a page, case or question that a package carries."""
    meta = model._meta
    own = [one for one in meta.local_fields if one.name not in _OWN]
    if not issubclass(model, UnitPage):
        return own
    return [*(one for one in meta.fields if one.name in {"title", "slug"}), *own]


def is_body_field(field: Field[Any, Any]) -> bool:
    """Tell whether a field contains blocks."""
    return isinstance(field, StreamField)


def is_link_field(field: Field[Any, Any]) -> bool:
    """Tell whether a field refers to another row: a picture, an outcome, a case."""
    return isinstance(field, ForeignKey)


def build_text_path(folder: str, stem: str, language: str = "") -> str:
    """Return the path of the file of one text, or of the file for all its languages."""
    return f"{folder}/{stem}.{language}.json" if language else f"{folder}/{stem}.json"

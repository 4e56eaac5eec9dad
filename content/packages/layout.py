"""What a course package consists of: its files, and the fields of each."""

from typing import Any

from django.db.models import Field, ForeignKey, Model
from wagtail.fields import StreamField

from content.models import CoursePage, ExamPage, LessonPage, ModulePage, UnitPage
from courses.models import Unit

#: Grows when packages change so that older platforms cannot read them.
FORMAT = 1
COURSE = "course.json"
PAGES, CASES, QUESTIONS, MEDIA = "pages", "cases", "questions", "media"
MEDIA_LIST = f"{MEDIA}.json"
MODELS: dict[str, type[UnitPage]] = {
    Unit.Kind.COURSE: CoursePage,
    Unit.Kind.MODULE: ModulePage,
    Unit.Kind.LESSON: LessonPage,
    Unit.Kind.EXAM: ExamPage,
}
#: What a unit may stand right below.
PARENTS: dict[str, tuple[str, ...]] = {
    Unit.Kind.COURSE: ("",),
    Unit.Kind.MODULE: (Unit.Kind.COURSE,),
    Unit.Kind.LESSON: (Unit.Kind.COURSE, Unit.Kind.MODULE),
    Unit.Kind.EXAM: (Unit.Kind.COURSE,),
}
#: Which titles of a course there are.
TITLES = ("title", "public_title")

#: What belongs to one platform, or follows from the rest.
_OWN = {
    *("id", "page_ptr", "locale", "translation_key", "course", "asks"),
    *("change_weight", "change_reason"),
    *("live", "has_unpublished_changes", "first_published_at", "last_published_at"),
    *("go_live_at", "expire_at", "expired", "latest_revision", "live_revision"),
}


def fields_of(model: type[Model]) -> list[Field[Any, Any]]:
    """Return the fields of a page, a case or a question that a package carries."""
    own = [one for one in model._meta.local_fields if one.name not in _OWN]  # noqa: SLF001 — Django's documented API
    if issubclass(model, UnitPage):
        title = model._meta.get_field("title")  # noqa: SLF001
        slug = model._meta.get_field("slug")  # noqa: SLF001
        return [title, slug, *own]
    return own


def is_body(field: Field[Any, Any]) -> bool:
    """Tell whether a field holds blocks."""
    return isinstance(field, StreamField)


def is_link(field: Field[Any, Any]) -> bool:
    """Tell whether a field leads to another row: a picture, an outcome, a case."""
    return isinstance(field, ForeignKey)


def path_of(folder: str, stem: str, language: str) -> str:
    """Return the name of the file of one text."""
    return f"{folder}/{stem}.{language}.json"

"""The studio’s list of the question bank."""

from collections.abc import Callable
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.menus import MenuItem
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.widgets.button import Button, ButtonWithDropdown
from wagtail.models import Locale
from wagtail.snippets.views.snippets import IndexView
from wagtail_localize.models import TranslationSource

from content.questions.models import QuestionDraft
from content.questions.question_filters import (
    BankFilterSet,
    annotate_question_usage,
    list_stale_questions,
    search_questions,
)
from courses.assessment.models import QuestionState
from courses.assessment.statistics.small_groups import SMALLEST_GROUP
from elearning.interface import number_formats
from elearning.languages import OWN_NAMES


def _desk(row: Any) -> str | None:
    """Return the URL for changing the state of a question; ``None`` if unpublished."""
    if not row.first_published_at:
        return None
    return reverse("desk:bank:question", args=[row.translation_key])


def _stem(row: Any) -> str:
    """Return the stem, with a note on duplicates, the folder and the tags."""
    lines = [row.stem]
    if row.is_alike:
        lines.append(
            format_html(
                "<strong>{}</strong>", _("Another question asks the same thing.")
            )
        )
    tags = ", ".join(tag for tag in (row.tags or "").split(",") if tag)
    if place := " · ".join(filter(None, [row.folder, tags])):
        lines.append(format_html("<small>{}</small>", place))
    return format_html_join(mark_safe("<br>"), "{}", ((line,) for line in lines))


def _type(row: Any) -> str:
    return gettext("%(type)s, difficulty: %(difficulty)s") % {
        "type": row.get_type_display(),
        "difficulty": row.get_difficulty_display().lower(),
    }


def _state(row: Any) -> Any:
    """Return the state, with a note if a cited clause has changed."""
    label = QuestionState(row.state).label
    if not row.is_stale:
        return label
    mark = pgettext("by a changed clause", "Stale")
    return format_html("{}<br><strong>{}</strong>", label, mark)


def _asked(row: Any) -> str:
    if not row.last_at:
        return "—"
    last = date_format(timezone.localtime(row.last_at), "SHORT_DATE_FORMAT")
    return f"{row.times} · {last}"


def _facility(row: Any) -> str:
    return "—" if row.facility is None else f"{round(100 * row.facility)} %"


def _discrimination(row: Any) -> str:
    if row.discrimination is None:
        return "—"
    return number_formats.format_decimal(row.discrimination)


def _answers(row: Any) -> str:
    if row.is_withheld:
        return gettext("fewer than %(n)s") % {"n": SMALLEST_GROUP}
    return str(row.n or "—")


def _published(row: Any) -> Any:
    """Return the publication status; Wagtail’s own column takes a query per row."""
    if not row.live:
        return _("Not published")
    return _("Changed since") if row.has_unpublished_changes else _("Published")


_PUBLISHED = StatusTagColumn(
    "live", label=_("Published"), accessor=_published, primary=lambda row: row.live
)


def _narrow(name: str, label: Any, accessor: Callable[[Any], Any]) -> Column:
    """Return a column that can be sorted."""
    return Column(
        name, label=label, accessor=accessor, sort_key=name, classname="narrow"
    )


class TranslatedIndexView(IndexView):
    """List of rows in several languages, without queries per row."""

    def get_base_queryset(self) -> QuerySet[Any]:
        """Annotate whether a row may be translated."""
        rows = super().get_base_queryset().visible_to(self.request.user)
        same = OuterRef("translation_key")
        alike = self.model.objects.filter(translation_key=same).order_by()
        languages = alike.values("translation_key").annotate(n=Count("pk"))
        return rows.select_related("course", "locale", "latest_revision").annotate(
            languages=Subquery(languages.values("n")),
            is_source=Exists(TranslationSource.objects.filter(object_id=same)),
        )

    @cached_property
    def all_languages(self) -> int:
        return Locale.objects.count()

    def get_list_buttons(self, instance: Any) -> list[Any]:
        """Return buttons; translation is looked up only for rows that may have it."""
        if instance.is_source or instance.languages < self.all_languages:
            buttons: list[Any] = super().get_list_buttons(instance)
            return buttons
        more = [
            Button.from_menu_item(one) if isinstance(one, MenuItem) else one
            for one in self.get_list_more_buttons(instance)
        ]
        label = _("More options for “%(title)s”") % {"title": instance}
        return [
            ButtonWithDropdown(
                buttons=more,
                icon_name="dots-horizontal",
                attrs={"aria-label": label},
            )
        ]


class BankIndexView(TranslatedIndexView):
    """List of questions with state and usage; searched without an index."""

    filterset_class = BankFilterSet
    list_display = [
        "code",
        Column("stem", label=_("Question"), accessor=_stem, sort_key="stem"),
        _narrow("type", _("Type"), _type),
        _narrow("locale", _("Language"), lambda row: OWN_NAMES[row.language]),
        TitleColumn(
            "state",
            label=_("State"),
            accessor=_state,
            get_url=_desk,
            classname="narrow",
        ),
        _narrow("facility", _("Facility"), _facility),
        _narrow("discrimination", _("Discrimination"), _discrimination),
        _narrow("n", _("Answers"), _answers),
        _narrow("times", _("Times asked"), _asked),
        _PUBLISHED,
    ]

    def get_base_queryset(self) -> QuerySet[Any]:
        """Annotate each question with the data of its row."""
        rows: Any = super().get_base_queryset().select_related("outcome")
        return annotate_question_usage(rows.with_likeness(), self.request.user)

    def order_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Sort questions without statistics last, in either direction."""
        name = (self.ordering or "").removeprefix("-")
        if name not in {"facility", "discrimination", "n"}:
            return super().order_queryset(queryset)
        order = F(name).desc if self.ordering.startswith("-") else F(name).asc
        return queryset.order_by(order(nulls_last=True), "code", "locale")

    def get_table(self, object_list: Any) -> Any:
        found = list_stale_questions([row.translation_key for row in object_list])
        for row in object_list:
            row.is_stale = row.translation_key in found
        return super().get_table(object_list)

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        """Add import and export; the export keeps the filters of the list."""
        filters = self.request.GET.urlencode()
        export = reverse("questions_exchange:export")
        return [
            *super().header_more_buttons,
            Button(
                _("Import questions"),
                url=reverse("questions_exchange:upload"),
                icon_name="upload",
                priority=20,
            ),
            Button(
                _("Export questions"),
                url=f"{export}?{filters}" if filters else export,
                icon_name="download",
                priority=30,
            ),
        ]

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Search in the database, so that search and filters can be combined."""
        if not self.is_searching:
            return queryset
        return search_questions(queryset, self.search_query)


class CaseIndexView(TranslatedIndexView):
    """List of cases with the number of their questions."""

    list_display = [
        "code",
        "title",
        Column("course", label=_("Course"), accessor="course.code"),
        "locale",
        Column("asked", label=_("Questions"), sort_key="asked"),
        _PUBLISHED,
    ]

    def get_base_queryset(self) -> QuerySet[Any]:
        """Annotate each case with the number of its questions in its language."""
        rows = super().get_base_queryset()
        same = QuestionDraft.objects.filter(
            case__translation_key=OuterRef("translation_key"),
            locale=OuterRef("locale"),
        ).order_by()
        counts = same.values("case__translation_key").annotate(n=Count("pk"))
        return rows.annotate(asked=Coalesce(Subquery(counts.values("n")), 0))

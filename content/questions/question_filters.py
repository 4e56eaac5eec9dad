"""Filters and search of the question bank in the studio."""

import re
from collections.abc import Iterable
from typing import Any
from uuid import UUID

import django_filters
from django.db.models import OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from content.questions.models import QuestionDraft
from courses.assessment.bank import question_folders, question_usage
from courses.assessment.models import Filing, QuestionState, annotate_state
from courses.models import Course, Outcome, Unit, UnitVersion
from courses.provisions.staleness import list_changes_by_version
from elearning.accounts.models import User

#: The fields that are searched.
_SEARCHED = ("code", "stem", "cites", "answer", "passage")


def _folders(reader: User) -> list[tuple[str, str]]:
    there = Filing.objects.visible_to(reader).exclude(folder="")
    kept = there.values_list("folder", flat=True)
    return [(one, one) for one in question_folders.list_folders(kept.distinct())]


class BankFilterSet(WagtailFilterSet):
    """Filters of the list of questions."""

    state = django_filters.ChoiceFilter(label=_("State"), choices=QuestionState.choices)
    cites = django_filters.CharFilter(
        label=_("Cited clause"), method="citing", help_text=_("For example: NMR 43.")
    )

    folder = django_filters.ChoiceFilter(
        label=_("Folder"), method="kept_in", choices=()
    )
    tag = django_filters.CharFilter(label=_("Tag"), method="under")
    alike = django_filters.ChoiceFilter(
        label=_("Duplicates"),
        method="asking_the_same",
        choices=[("yes", _("Only questions that ask the same thing as another"))],
    )

    class Meta:
        model = QuestionDraft
        fields = ["course", "type", "difficulty", "outcome", "must_pass"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reader: Any = self.request.user
        theirs = Course.objects.in_remit_of(reader)
        filters: Any = self.filters
        filters["course"].queryset = theirs.order_by("code")
        filters["outcome"].queryset = Outcome.objects.filter(
            course__in=theirs.values("pk")
        )
        filters["folder"].extra["choices"] = _folders(reader)

    def kept_in(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Keep the questions in a folder or in one of its subfolders."""
        return rows.filter(question_folders.build_folder_filter(value))

    def asking_the_same(
        self, rows: QuerySet[Any], name: str, value: str
    ) -> QuerySet[Any]:
        """Keep the questions that share their words with another one."""
        return rows.filter(is_alike=True)

    def under(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Keep the questions with this tag, as a whole word in any letter case."""
        return rows.filter(tags__contains=f",{' '.join(value.split()).lower()},")

    def citing(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Keep the questions that cite exactly this clause: NMR 4 does not match NMR 43."""
        citation = r"\s+".join(re.escape(word) for word in value.split())
        return rows.filter(cites__iregex=rf"(^|,)\s*{citation}\s*(,|$)")


def annotate_question_usage(rows: QuerySet[Any], reader: User) -> QuerySet[Any]:
    """Annotate questions with state, usage, statistics and folder."""
    same = OuterRef("translation_key")
    states = annotate_state(Unit.objects.filter(key=same)).values("state")[:1]
    return rows.annotate(
        state=Coalesce(Subquery(states), Value(QuestionState.DRAFT.value)),
        **question_usage.build_usage_expressions("translation_key"),
        **question_usage.build_statistics_expressions("translation_key", reader=reader),
        **question_usage.build_filing_expressions("translation_key", reader=reader),
    )


def list_stale_questions(keys: Iterable[UUID]) -> set[UUID]:
    """Return the questions that cite a clause changed in substance since; three queries."""
    rows = UnitVersion.objects.filter(unit__key__in=list(keys)).newest()
    newest = dict(rows.values_list("pk", "unit__key"))
    return {newest[version] for version in list_changes_by_version(newest)}


def search_questions(rows: QuerySet[Any], words: str) -> QuerySet[Any]:
    """Keep the questions that contain all of ``words``, in any letter case.

    SQLite folds only Latin letters, so the usual spellings are searched for.
    """
    for word in words.split():
        wanted = Q()
        for form in {word, word.lower(), word.capitalize(), word.upper()}:
            for field in _SEARCHED:
                wanted |= Q(**{f"{field}__icontains": form})
        rows = rows.filter(wanted)
    return rows

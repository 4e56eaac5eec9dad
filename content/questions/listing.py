"""The bank as the studio lists it: by state, by use, by what is cited."""

import re
from typing import Any

import django_filters
from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from content.questions.models import QuestionDraft
from courses.assessment.models import AttemptItem, State, with_state
from courses.models import EditionEntry, Unit

#: Where words are looked for.
_SEARCHED = ("code", "stem", "cites", "answer", "passage")


class BankFilterSet(WagtailFilterSet):
    """Which questions to list."""

    state = django_filters.ChoiceFilter(label=_("State"), choices=State.choices)
    cites = django_filters.CharFilter(
        label=_("Cited clause"), method="citing", help_text=_("As in NMR 43.")
    )

    class Meta:
        model = QuestionDraft
        fields = ["course", "type", "outcome", "must_pass"]

    def citing(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Keep the questions that cite exactly this clause: NMR 4 is not NMR 43."""
        citation = r"\s+".join(re.escape(word) for word in value.split())
        return rows.filter(cites__iregex=rf"(^|,)\s*{citation}\s*(,|$)")


def with_use(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Add ``state``, ``times``, ``last_at`` and ``edition`` to questions."""
    same = OuterRef("translation_key")
    states = with_state(Unit.objects.filter(key=same)).values("state")[:1]
    items = AttemptItem.objects.filter(question__version__unit__key=same).order_by()
    asked = items.values("question__version__unit")
    listed = EditionEntry.objects.filter(version__unit__key=same).order_by()
    newest = listed.values("version__unit").annotate(newest=Max("edition__number"))
    return rows.annotate(
        state=Coalesce(Subquery(states), Value(State.DRAFT.value)),
        times=Coalesce(Subquery(asked.annotate(n=Count("pk")).values("n")), 0),
        last_at=Subquery(asked.annotate(at=Max("attempt__started_at")).values("at")),
        edition=Subquery(newest.values("newest")),
    )


def saying(rows: QuerySet[Any], words: str) -> QuerySet[Any]:
    """Keep the questions in which all of ``words`` occur, in whatever letters.

    SQLite folds Latin letters alone, so the usual ways of writing are asked for.
    """
    for word in words.split():
        wanted = Q()
        for form in {word, word.lower(), word.capitalize(), word.upper()}:
            for field in _SEARCHED:
                wanted |= Q(**{f"{field}__icontains": form})
        rows = rows.filter(wanted)
    return rows

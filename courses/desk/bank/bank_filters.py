"""Filtering and sorting of the question bank."""

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.db.models import (
    Case,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    TextField,
    When,
)
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from courses.assessment.bank import question_folders, question_usage
from courses.assessment.models import QuestionVersion, list_bank_questions
from courses.assessment.paper_blueprint import Difficulty
from courses.models import UnitText, UnitVersion
from elearning.accounts.roles import Role

if TYPE_CHECKING:
    from elearning.accounts.models import User

#: Sort orders; those by statistics are only for users who may see statistics.
_SORTS = {
    "": _("Code"),
    "times": _("Times asked, most first"),
    "last_at": _("Last asked, newest first"),
    "difficulty": _("Difficulty, hard first"),
}
_BY_NUMBERS = {
    "facility": _("Facility, lowest first"),
    "discrimination": _("Discrimination, lowest first"),
    "n": _("Answers, most first"),
}


def list_sort_choices(user: "User") -> list[tuple[str, Any]]:
    """Return the sort orders open to ``user``, as form choices."""
    numbers = _BY_NUMBERS if user.has_role(Role.TRAINER) else {}
    return [*_SORTS.items(), *numbers.items()]


def filter_bank_questions(user: "User", given: dict[str, Any]) -> Any:
    """Return the questions visible to ``user`` that match the filter, sorted."""
    found = list_bank_questions(user).select_related("course")
    for name, keep in _FILTERS.items():
        if value := given.get(name):
            found = keep(found, value)
    if given.get("folder") or given.get("tag"):
        found = found.annotate(
            **question_usage.build_filing_expressions("key", reader=user)
        )
    if folder := given.get("folder"):
        found = found.filter(question_folders.build_folder_filter(folder))
    if tag := given.get("tag"):
        found = found.filter(tags__contains=f",{' '.join(tag.split()).lower()},")
    return _sorted(found, given.get("sort") or "", user)


def _sorted(found: Any, sort: str, user: "User") -> Any:
    usual = ("course__code", "slug")
    if sort in {"facility", "discrimination", "n"}:
        found = found.annotate(
            **question_usage.build_statistics_expressions("key", reader=user)
        )
        order = F(sort).desc if sort == "n" else F(sort).asc
        return found.order_by(order(nulls_last=True), *usual)
    if sort in {"times", "last_at"}:
        found = found.annotate(
            **{sort: question_usage.build_usage_expressions("key")[sort]}
        )
        return found.order_by(F(sort).desc(nulls_last=True), *usual)
    if sort == "difficulty":
        names = enumerate(Difficulty.values)
        rank = [When(estimate=name, then=n) for n, name in names]
        found = found.annotate(estimate=_newest("difficulty")).annotate(
            rank=Case(*rank, default=-1, output_field=IntegerField())
        )
        return found.order_by("-rank", *usual)
    return found.order_by(*usual)


def _newest(name: str) -> Subquery:
    versions = QuestionVersion.objects.filter(version__unit=OuterRef("pk"))
    return Subquery(versions.order_by("-version__number").values(name)[:1])


def _saying(found: Any, words: str) -> Any:
    said = UnitText.objects.filter(version__unit=OuterRef("pk")).filter(
        Q(title__icontains=words) | Q(title__icontains=words.capitalize())
    )
    return found.filter(Exists(said))


def _testing(found: Any, number: int) -> Any:
    return found.annotate(tests=_newest("outcome__number")).filter(tests=number)


def _estimated(found: Any, difficulty: str) -> Any:
    return found.annotate(estimate=_newest("difficulty")).filter(estimate=difficulty)


def _citing(found: Any, clause: str) -> Any:
    """Keep questions that cite exactly this clause: NMR 4 does not match NMR 43."""
    citation = " ".join(clause.split())
    versions = QuestionVersion.objects.filter(version__unit=OuterRef("pk"))
    cited = versions.order_by("-version__number").annotate(
        citations=Cast("cites", TextField())
    )
    return found.annotate(cited=Subquery(cited.values("citations")[:1])).filter(
        Q(cited__icontains=f'"{citation}"') | Q(cited__icontains=json.dumps(citation))
    )


def _lacking(found: Any, language: str) -> Any:
    """Keep questions whose newest version lacks ``language`` or has it outdated."""
    newest = UnitVersion.objects.filter(unit=OuterRef("pk")).order_by("-number")
    texts = UnitText.objects.filter(version=OuterRef("newest"))
    rounds = texts.order_by("-round").values("round")[:1]
    found = found.annotate(newest=Subquery(newest.values("pk")[:1])).annotate(
        round=Subquery(rounds)
    )
    follows = Q(behind=0) | Q(behind=None, round=OuterRef("round"))
    return found.filter(~Exists(texts.filter(follows, language=language)))


_FILTERS: dict[str, Callable[[Any, Any], Any]] = {
    "course": lambda found, course: found.filter(course=course),
    "state": lambda found, state: found.filter(state=state),
    "words": _saying,
    "outcome": _testing,
    "difficulty": _estimated,
    "clause": _citing,
    "lacks": _lacking,
}

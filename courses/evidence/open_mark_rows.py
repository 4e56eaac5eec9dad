"""Marks of open answers as printed in a summary, in the active language."""

from typing import Any

from django.utils.translation import gettext as _

from courses.assessment.marks import answer_moderation
from courses.assessment.models import AttemptItem, OpenMark


def get_printable_answer(item: AttemptItem) -> str:
    """Return the text that markers read, or an empty string while the data office holds it."""
    asides = item.set_asides.all()
    if any(not hasattr(one, "given_back") for one in asides):
        return ""
    return answer_moderation.get_marker_text(item)


def list_mark_rows(item: AttemptItem, text: Any) -> list[list[str]]:
    """Return a row for each mark of an open answer: its marker and levels.

    Prefetch ``open_marks`` and ``set_asides__given_back``.
    """
    rows, number = [], 0
    for mark in item.open_marks.all():
        number += not mark.is_decision
        label = _("Decision") if mark.is_decision else _("Marker %(n)s") % {"n": number}
        rows.append([label, _levels(mark, text)])
    if item.set_asides.all():
        rows.append(
            [
                _("Set aside"),
                _("It may name someone, so it is shown here as markers read it."),
            ]
        )
    return rows


def _levels(mark: OpenMark, text: Any) -> str:
    lines = [
        f"{one['text']}: "
        + _("%(n)s of %(total)s")
        % {"n": mark.levels[one["id"]], "total": len(one["levels"]) - 1}
        for one in text["criteria"]
    ]
    return "\n".join([*lines, *filter(None, [mark.comment])])

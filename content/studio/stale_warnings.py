"""Warnings about clauses changed in substance, shown when a text is opened."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.utils.html import format_html
from django.utils.translation import gettext as _

from content.publishing.models import Versioned
from courses import version_texts
from courses.desk.sources.stale_blocks import get_still_right_url
from courses.models import Unit, UnitVersion
from courses.provisions.models import ClauseChange
from courses.provisions.staleness import list_changes_by_block

if TYPE_CHECKING:
    from django.http import HttpRequest


def warn_of_stale_clauses(request: "HttpRequest", instance: Any) -> None:
    """Warn once for each block and clause; ``stale.js`` also marks the blocks."""
    if request.method != "GET" or not isinstance(instance, Versioned):
        return
    key = instance.translation_key  # type: ignore[attr-defined]  # Wagtail's
    rows = UnitVersion.objects.filter(unit__key=key).newest().select_related("unit")
    if (newest := rows.first()) is None:
        return
    for block, changes in list_changes_by_block([newest.pk]).get(newest.pk, {}).items():
        for one in changes:
            messages.warning(request, _words(newest, block, one))


def _words(version: UnitVersion, block: str, change: ClauseChange) -> str:
    facts = {"clause": change.clause, "reason": change.reason}
    kind = version.unit.kind
    if not block or kind == Unit.Kind.QUESTION:
        words = _(
            "Stale: it is based on %(clause)s, which has changed in "
            "substance since it was published: %(reason)s"
        )
        if kind == Unit.Kind.QUESTION:
            return words % facts
        if kind == Unit.Kind.LESSON:
            words = _(
                "Stale: the lesson is based on %(clause)s, which has changed in "
                "substance since the lesson was published: %(reason)s"
            )
        return format_html(
            '{} <a href="{}">{}</a>',
            words % facts,
            get_still_right_url(version, block),
            _("It is still right"),
        )
    words = _(
        "Stale: a block is based on %(clause)s, which has changed in "
        "substance since the block was published: %(reason)s"
    )
    return format_html(
        '<span data-stale-block="{}">{} <a href="{}">{}</a></span> <a href="{}">{}</a>',
        block,
        words % facts,
        get_still_right_url(version, block),
        _("It is still right"),
        version_texts.get_text_source().build_block_anchor(block),
        _("Show the block"),
    )

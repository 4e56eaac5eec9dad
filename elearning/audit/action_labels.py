"""Labels of audit areas and actions, for all pages.

The audit log of the desk and a person’s own record use the same labels. Each app
declares those of its actions in a module ``audit_actions``.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import _StrPromise

#: Labels of areas, by the first part of an action.
AREAS: "dict[str, _StrPromise]" = {}
WORDS: "dict[str, _StrPromise]" = {}


def register_actions(
    actions: "Mapping[str, _StrPromise]",
    *,
    areas: "Mapping[str, _StrPromise] | None" = None,
) -> None:
    """Add the labels of an app’s ``actions``, and of the ``areas`` that it owns."""
    WORDS.update(actions)
    AREAS.update(areas or {})


def format_action(action: str) -> str:
    """Return ``action`` in the reader’s language, or unchanged if it has no label."""
    return str(WORDS.get(action, action))

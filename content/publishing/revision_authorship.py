"""Authorship of revisions: authors change a text, they do not only open it.

The studio saves automatically, and its editor writes the same content a little
differently (keys of paragraphs, empty fields). Such a revision would make a viewer an
author, who could then no longer approve the text as the second person.
"""

import json
from typing import TYPE_CHECKING, Any

from content.publishing.models import HeldRevision
from courses.text_diff import normalise_rich_text

if TYPE_CHECKING:
    from wagtail.models import Revision

#: Fields of a revision besides the text: position, state, and weight of the last
#: change.
_ASIDE = {
    *("path", "depth", "numchild", "url_path", "draft_title", "asks"),
    *("live", "has_unpublished_changes", "latest_revision", "live_revision"),
    *("latest_revision_created_at", "first_published_at", "last_published_at"),
    *("go_live_at", "expire_at", "expired", "locked", "locked_at", "locked_by"),
    *("change_weight", "change_reason"),
}


class AuthoredMixin:
    """A page or a question draft whose revisions name their authors."""

    #: Set by the studio’s hooks for autosave requests.
    is_saved_by_itself = False

    def save_revision(self, user: Any = None, **kwargs: Any) -> Any:
        """Save a revision; an autosave without changes returns the latest one.

        A revision by another user, or one that a version is rendered from, is never
        overwritten: a new one is made.
        """
        latest = self.get_latest_revision()  # type: ignore[attr-defined]  # Wagtail's
        if self.is_saved_by_itself and latest and self._is_as(latest):
            return latest
        over = kwargs.pop("overwrite_revision", None)
        if over is not None and _is_free(over, user):
            kwargs["overwrite_revision"] = over
        return super().save_revision(user=user, **kwargs)  # type: ignore[misc]  # Wagtail's

    def publish(self, revision: "Revision", *args: Any, **kwargs: Any) -> Any:
        """Publish or schedule ``revision``; refuse a translation before its source."""
        from content.publishing.translation_order import check_translation_order  # noqa: PLC0415 — it knows models

        check_translation_order(revision)
        return super().publish(revision, *args, **kwargs)  # type: ignore[misc]  # Wagtail's

    def _is_as(self, revision: "Revision") -> bool:
        mine: dict[str, Any] = self.serializable_data()  # type: ignore[attr-defined]
        return normalize_content(mine) == normalize_content(revision.content)


def normalize_content(content: dict[str, Any]) -> Any:
    """Return the content of a revision without differences in notation only."""
    return _plain({name: content[name] for name in content if name not in _ASIDE})


def _is_free(revision: "Revision", user: Any) -> bool:
    is_own = revision.user_id == (user and user.pk)
    return is_own and not HeldRevision.objects.filter(revision=revision).exists()


def _plain(value: Any) -> Any:
    """Drop empty values and keys of paragraphs; parse values stored as JSON."""
    if isinstance(value, dict):
        plain = {name: _plain(part) for name, part in value.items()}
        return {name: part for name, part in plain.items() if part not in _EMPTY}
    if isinstance(value, list):
        return [_plain(part) for part in value]
    if not isinstance(value, str):
        return value
    if value.startswith(("[", "{")):
        try:
            return _plain(json.loads(value))
        except ValueError:
            pass  # a text that only looks like JSON
    return normalise_rich_text(value)


_EMPTY: tuple[Any, ...] = ("", None, [], {}, False)

"""Who is an author: somebody who changed the text, not somebody who opened it.

The studio saves by itself, and its editor writes what it was given a little differently
(keys of paragraphs, empty fields). Such a revision would make its viewer an author, who
could then no longer stand for the text as the second person.
"""

import json
from typing import TYPE_CHECKING, Any

from content.publishing.models import HeldRevision
from courses.text_diff import normalise_rich_text

if TYPE_CHECKING:
    from wagtail.models import Revision

#: What a revision holds besides the text: where it stands, and how the last change weighed.
_ASIDE = {
    *("path", "depth", "numchild", "url_path", "draft_title", "asks"),
    *("live", "has_unpublished_changes", "latest_revision", "live_revision"),
    *("latest_revision_created_at", "first_published_at", "last_published_at"),
    *("go_live_at", "expire_at", "expired", "locked", "locked_at", "locked_by"),
    *("change_weight", "change_reason"),
}


class AuthoredMixin:
    """A page or a draft of the bank whose revisions name their authors."""

    #: Set by the studio's hooks for a request that no person has sent.
    is_saved_by_itself = False

    def save_revision(self, user: Any = None, **kwargs: Any) -> Any:
        """Save a revision; none where the studio saves by itself what is saved already.

        A revision of somebody else, or one that a version is rendered from, is never
        written over: a new one is made.
        """
        latest = self.get_latest_revision()  # type: ignore[attr-defined]  # Wagtail's
        if self.is_saved_by_itself and latest and self._is_as(latest):
            return latest
        over = kwargs.pop("overwrite_revision", None)
        if over is not None and _is_free(over, user):
            kwargs["overwrite_revision"] = over
        return super().save_revision(user=user, **kwargs)  # type: ignore[misc]  # Wagtail's

    def publish(self, revision: "Revision", *args: Any, **kwargs: Any) -> Any:
        """Publish ``revision``, or put it off; refuse a translation before its source."""
        from content.publishing.translation_order import check_translation_order  # noqa: PLC0415 — it knows models

        check_translation_order(revision)
        return super().publish(revision, *args, **kwargs)  # type: ignore[misc]  # Wagtail's

    def _is_as(self, revision: "Revision") -> bool:
        mine: dict[str, Any] = self.serializable_data()  # type: ignore[attr-defined]
        return normalize_content(mine) == normalize_content(revision.content)


def normalize_content(content: dict[str, Any]) -> Any:
    """Return what the content of a revision says, told apart from how it is written."""
    return _plain({name: content[name] for name in content if name not in _ASIDE})


def _is_free(revision: "Revision", user: Any) -> bool:
    is_own = revision.user_id == (user and user.pk)
    return is_own and not HeldRevision.objects.filter(revision=revision).exists()


def _plain(value: Any) -> Any:
    """Drop what is empty and the keys of paragraphs; open what is stored as JSON."""
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
            pass  # a text that only begins like that
    return normalise_rich_text(value)


_EMPTY: tuple[Any, ...] = ("", None, [], {}, False)

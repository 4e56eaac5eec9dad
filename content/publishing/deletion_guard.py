"""Protection of published texts from deletion; refusals go to the audit log."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from wagtail.admin.api.actions.delete import DeletePageAPIAction
from wagtail.models import Page

from content.publishing.publication_versions import has_protected_revision
from elearning.audit import audit_log
from elearning.languages import CODES, OWN_NAMES

if TYPE_CHECKING:
    from django.db.models import Model


class GuardedDeleteAction(DeletePageAPIAction):
    """Deletion through the studio’s API, which runs no hooks."""

    def execute(self, instance: Page, data: Any) -> Any:
        """Delete ``instance``; answer 400 if it, or a page below it, is in use."""
        self._action_from_data(instance, data).check()
        if has_protected_revision(instance.get_descendants(inclusive=True)):
            by = self.view.request.user
            raise ValidationError({"detail": refuse_deletion(instance, by=by)})
        return super().execute(instance, data)


def refuse_deletion(thing: "Model", *, by: Any) -> str:
    """Record that ``by`` may not delete ``thing``; return the reason in a sentence."""
    title = thing.get_admin_display_title() if isinstance(thing, Page) else str(thing)
    reason = _(
        "“%(title)s” has been published and may be part of an edition, "
        "so it cannot be deleted. Unpublish it in every language "
        "instead. The next edition will leave it out once a second "
        "person and a safeguard reviewer have approved that."
    ) % {"title": title}
    audit_log.record_action(
        "publishing.deletion_refused", by=by, on=thing, reason=reason
    )
    return reason


def explain_remaining_languages(thing: Any) -> str:
    """Return why an unpublished ``thing`` stays in the next edition, or ``""``."""
    others = type(thing).objects.filter(translation_key=thing.translation_key)
    live = others.filter(live=True).values_list("locale__language_code", flat=True)
    codes = [code for code in CODES if code in set(live)]
    if not codes:
        return ""
    return _(
        "It stays in the next edition, since it is still published in: %(languages)s. To "
        "take it out, unpublish it in every language."
    ) % {"languages": ", ".join(OWN_NAMES[code] for code in codes)}

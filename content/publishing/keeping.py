"""What has been published stays: who tries to delete it is told why, and the trail keeps it."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from wagtail.admin.api.actions.delete import DeletePageAPIAction
from wagtail.models import Page

from content.publishing.noting import is_held
from elearning.audit import trail

if TYPE_CHECKING:
    from django.db.models import Model


class KeepingDelete(DeletePageAPIAction):
    """Deletion through the studio's API, which tells no hook of it."""

    def execute(self, instance: Page, data: Any) -> Any:
        """Delete ``instance``; answer 400 where it, or a page below it, is in use."""
        self._action_from_data(instance, data).check()
        if is_held(instance.get_descendants(inclusive=True)):
            by = self.view.request.user
            raise ValidationError({"detail": refuse(instance, by=by)})
        return super().execute(instance, data)


def refuse(thing: "Model", *, by: Any) -> str:
    """Note that ``by`` may not delete ``thing``, and return why in a sentence."""
    title = thing.get_admin_display_title() if isinstance(thing, Page) else str(thing)
    reason = _(
        "“%(title)s” has been published, and an edition may rest on it. It cannot be "
        "deleted. Unpublish it: the next edition will then leave it out."
    ) % {"title": title}
    trail.write("publishing.deletion_refused", by=by, on=thing, reason=reason)
    return reason

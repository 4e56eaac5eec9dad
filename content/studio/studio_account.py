"""What a trainer settles for herself in the studio: its look, and nothing about her."""

from typing import Any

from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.account import AccountView

#: The name, the picture and the language belong to our own account pages.
_ELSEWHERE = {"name_email", "avatar", "locale", "password"}


class StudioAccountView(AccountView):
    """Wagtail's account page without what is kept elsewhere."""

    def get_panels(self) -> list[Any]:
        """Leave out what an account here does not have or changes elsewhere."""
        panels: list[Any] = super().get_panels()
        return [panel for panel in panels if panel.name not in _ELSEWHERE]


account = require_admin_access(StudioAccountView.as_view())

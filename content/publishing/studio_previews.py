"""Previews of drafts as readers see them, in a frame of the studio."""

from typing import Any, cast

from django.conf import settings
from django.utils.csp import CSP
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csp import csp_override

#: For ``serve_preview``: our own strict policy, except that the studio may frame the
#: page.
framed_by_the_studio = method_decorator(
    csp_override(
        cast("dict[str, list[str]]", settings.SECURE_CSP)
        | {"frame-ancestors": [CSP.SELF]}
    )
)

#: A phone issued by the service, a tablet, an office computer.
SIZES = (
    ("phone", "mobile-alt", 360, _("On a phone, 360 pixels wide")),
    ("tablet", "tablet-alt", 768, _("On a tablet, 768 pixels wide")),
    ("desk", "desktop", 1280, _("At a desk, 1280 pixels wide")),
)


class LearnerPreviewMixin:
    """Previews at the widths at which learners read."""

    @property
    def preview_sizes(self) -> list[dict[str, Any]]:
        """The widths to choose from, the phone first."""
        return [
            {"name": name, "icon": icon, "device_width": width, "label": label}
            for name, icon, width, label in SIZES
        ]

"""Drafts shown as readers see them, inside a frame of the studio."""

from typing import cast

from django.conf import settings
from django.utils.csp import CSP
from django.utils.decorators import method_decorator
from django.views.decorators.csp import csp_override

#: For `serve_preview`: our own strict policy, but the studio may frame the page.
framed_by_the_studio = method_decorator(
    csp_override(
        cast("dict[str, list[str]]", settings.SECURE_CSP)
        | {"frame-ancestors": [CSP.SELF]}
    )
)

"""Addresses of the store: the same resources under one mount for each version.

The mounts differ only in the version that a request without one is answered in.
"""

from django.urls import URLPattern, path

from elearning.lrs import views
from elearning.lrs.spec.versions import Version

app_name = "lrs"


def _mount(prefix: str, spoken: Version) -> list[URLPattern]:
    resources = {"about": views.about, "statements": views.statements}
    return [
        path(f"{prefix}{name}", view, {"spoken": spoken}, name=f"{prefix}{name}")
        for name, view in resources.items()
    ]


urlpatterns = [*_mount("1.0.3/", Version.ONE), *_mount("", Version.TWO)]

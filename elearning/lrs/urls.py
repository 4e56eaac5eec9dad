"""URLs of the store: the same resources under one mount for each version.

The mounts differ only in the version used for a request without one. Clients that
append "/statements" to a URL that ends in a slash are supported.
"""

import re

from django.urls import URLPattern, path, re_path

from elearning.lrs import document_views, lookup_views, views
from elearning.lrs.spec.xapi_versions import XapiVersion

app_name = "lrs"


def _mount(prefix: str, spoken: XapiVersion) -> list[URLPattern]:
    resources = {
        "about": views.about,
        "statements": views.statements,
        "activities": lookup_views.activities,
        "activities/state": document_views.state,
        "activities/profile": document_views.activity_profile,
        "agents": lookup_views.agents,
        "agents/profile": document_views.agent_profile,
    }
    doubled = [
        re_path(rf"^{re.escape(prefix)}(?:/+){name}$", view, {"spoken": spoken})
        for name, view in resources.items()
    ]
    rest = re_path(rf"^{re.escape(prefix)}.*$", views.nowhere, {"spoken": spoken})
    return [
        *(
            path(f"{prefix}{name}", view, {"spoken": spoken}, name=f"{prefix}{name}")
            for name, view in resources.items()
        ),
        *doubled,
        rest,
    ]


urlpatterns = [*_mount("1.0.3/", XapiVersion.ONE), *_mount("", XapiVersion.TWO)]

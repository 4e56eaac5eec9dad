"""URLs of the HTTP interface; the endpoints are in the ``api.py`` of each app."""

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver
from ninja import NinjaAPI
from ninja.throttling import AuthRateThrottle

from elearning.api import problem_details

#: Routers of the apps, by URL prefix.
ROUTERS = {
    "": "elearning.staff.api.router",
    "staff-lists": "elearning.staff.importing.api.router",
    "reports": "courses.reporting.api.router",
}

api = NinjaAPI(
    title="Training platform",
    version="1",
    description="Staff, staff lists and training standings for other systems of the service.",
    urls_namespace="api",
    docs_url=None,  # its pages would load scripts from another host
    throttle=[AuthRateThrottle("600/m")],
)
problem_details.register_problem_handlers(api)
for _prefix, _router in ROUTERS.items():
    api.add_router(_prefix, _router)


def _open(pattern: URLPattern | URLResolver) -> URLPattern | URLResolver:
    """Exempt the endpoints from sign-in, as programs authenticate by key.

    The OpenAPI document is for people who are signed in.
    """
    if isinstance(pattern, URLPattern) and pattern.name != "openapi-json":
        pattern.callback = login_not_required(pattern.callback)
    return pattern


app_name = "api"
urlpatterns = [_open(pattern) for pattern in api.urls[0]]

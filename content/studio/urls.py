"""URLs of Wagtail’s admin: open to trainers, with its own sign-in closed."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.decorators.csp import csp_override
from django.views.generic import RedirectView
from wagtail.admin import urls as wagtail_urls
from wagtail.utils.urlpatterns import decorate_urlpatterns

from content.privacy.translation_guard import report_refused_data
from content.studio import views
from content.studio.studio_account import account


def _to(name: str) -> Callable[..., HttpResponseBase]:
    """Return a redirect to our own page of that name."""
    return login_not_required(
        RedirectView.as_view(pattern_name=name, query_string=True)
    )


def _for_editors(
    view: Callable[..., HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """Redirect people who may not work in the studio to their home page.

    Wagtail would redirect them to the sign-in page, which would redirect them back.
    """

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user = request.user
        if user.is_authenticated and not user.has_perm("wagtailadmin.access_admin"):
            return redirect(settings.LOGIN_REDIRECT_URL)
        return view(request, *args, **kwargs)

    return inner


@login_not_required
def _closed(request: HttpRequest) -> HttpResponseBase:
    """Answer 404: accounts and roles are managed at the desk.

    Wagtail’s changes to them would bypass the audit log and every remit.
    """
    raise Http404


decorate_urlpatterns(wagtail_urls.urlpatterns, report_refused_data)
decorate_urlpatterns(wagtail_urls.urlpatterns, _for_editors)

# Wagtail’s admin needs a more permissive policy than our pages; nothing else gets it.
_of_the_studio = csp_override(cast("dict[str, list[str]]", settings.SECURE_CSP_STUDIO))
decorate_urlpatterns(wagtail_urls.urlpatterns, _of_the_studio)

urlpatterns: list[URLPattern | URLResolver] = [
    path("media/<path:name>", views.serve_media, name="media"),
    path("studio/login/", _to("account_login")),
    path("studio/logout/", _to("account_logout")),
    re_path(r"^studio/password_reset/", _to("account_reset_password")),
    re_path(
        r"^studio/(?:users|groups|api-tokens|bulk/(?:accounts|auth))(?:/|$)", _closed
    ),
    path("studio/account/", _of_the_studio(_for_editors(account))),
    path("studio/", include(wagtail_urls)),
]

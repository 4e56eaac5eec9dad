"""Submission of pages for translation, limited to people who may edit them."""

from typing import Any, NoReturn

from django.http import Http404, HttpRequest
from django.urls import URLPattern, path
from wagtail.models import Page
from wagtail_localize.views.submit_translations import SubmitPageTranslationView
from wagtail_localize.views.update_translations import UpdateTranslationsView


class PageSubmissionView(SubmitPageTranslationView):
    """The library’s submission page, with a check of permission for the page."""

    def get_object(self) -> Page:
        """Return the page to translate; 404 for one that the user may not edit."""
        page: Page = super().get_object()
        _refuse_strangers(page, self.request.user)
        return page


class TranslationUpdateView(UpdateTranslationsView):
    """The library’s page to update translations, with the same check."""

    def get_object(self) -> Any:
        """Return the submitted source; 404 for a page that the user may not edit."""
        source = super().get_object()
        _refuse_strangers(source.get_source_instance(), self.request.user)
        return source


def refuse_snippet_submission(request: HttpRequest, **_facts: str) -> NoReturn:
    """Raise 404 for questions: they are translated in our own editor."""
    raise Http404


def _refuse_strangers(thing: Any, user: Any) -> None:
    if isinstance(thing, Page) and not thing.permissions_for_user(user).can_edit():
        raise Http404


urlpatterns: list[URLPattern] = [
    path("localize/submit/page/<int:page_id>/", PageSubmissionView.as_view()),
    path(
        "localize/submit/snippet/<slug:app_label>/<slug:model_name>/<str:pk>/",
        refuse_snippet_submission,
    ),
    path(
        "localize/update/<int:translation_source_id>/", TranslationUpdateView.as_view()
    ),
]

"""Submission of a page for translation, by those alone who may edit it; of pages alone."""

from typing import Any, NoReturn

from django.http import Http404, HttpRequest
from django.urls import URLPattern, path
from wagtail.models import Page
from wagtail_localize.views.submit_translations import SubmitPageTranslationView
from wagtail_localize.views.update_translations import UpdateTranslationsView


class PageSubmissionView(SubmitPageTranslationView):
    """The library's page, which asks only whether somebody translates at all."""

    def get_object(self) -> Page:
        """Return the page to translate; 404 for one that the user may not edit."""
        page: Page = super().get_object()
        _refuse_strangers(page, self.request.user)
        return page


class TranslationUpdateView(UpdateTranslationsView):
    """The library's page that brings translations up to date, with the same question."""

    def get_object(self) -> Any:
        """Return what was submitted; 404 where it is a page the user may not edit."""
        source = super().get_object()
        _refuse_strangers(source.get_source_instance(), self.request.user)
        return source


def refuse_snippet_submission(request: HttpRequest, **_facts: str) -> NoReturn:
    """Answer where the library would translate a question: our own editor does."""
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

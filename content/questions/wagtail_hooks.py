"""Wagtail hooks of the question bank."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from content.questions.bulk_filing import QuestionFilingAction
from content.questions.exchange import urls
from content.questions.models import CaseDraft, QuestionDraft
from content.questions.papers import urls as paper_urls
from content.questions.remit_viewsets import (
    CaseChooserViewSet,
    RemitChooserViewSet,
    RemitPolicy,
    RemitViewSet,
    restrict_studio_history,
)
from content.questions.versions import urls as version_urls
from content.questions.views import BankIndexView, CaseIndexView

restrict_studio_history(QuestionDraft, CaseDraft)


@hooks.register("register_admin_urls")
def register_question_urls() -> list[URLPattern | URLResolver]:
    """Register the URLs of exchange, exam papers and question versions."""
    return [
        path("question-exchange/", include(urls)),
        path("question-papers/", include(paper_urls)),
        path("question-versions/", include(version_urls)),
    ]


class QuestionViewSet(RemitViewSet):
    """The question bank in the studio."""

    model = QuestionDraft
    chooser_viewset_class = RemitChooserViewSet
    name = "studio_questions"
    url_namespace = "studio_questions"
    admin_url_namespace = "studio_questions"
    base_url_path = "questions"
    chooser_base_url_path = "questions/choose"
    icon = "help"
    menu_label = gettext_lazy("Question bank")
    menu_order = 200
    add_to_admin_menu = True
    index_view_class = BankIndexView
    list_display = BankIndexView.list_display
    list_per_page = 50
    copy_view_enabled = False


class CaseViewSet(RemitViewSet):
    """The cases of the question bank in the studio."""

    model = CaseDraft
    chooser_viewset_class = CaseChooserViewSet
    name = "studio_cases"
    url_namespace = "studio_cases"
    admin_url_namespace = "studio_cases"
    base_url_path = "cases"
    chooser_base_url_path = "cases/choose"
    icon = "doc-full"
    menu_label = gettext_lazy("Cases")
    menu_order = 210
    add_to_admin_menu = True
    index_view_class = CaseIndexView
    list_display = CaseIndexView.list_display
    list_filter = ["course"]
    list_per_page = 50
    copy_view_enabled = False


hooks.register("register_bulk_action", QuestionFilingAction)
for model in (QuestionDraft, CaseDraft):
    register_permission_policy(model, RemitPolicy(model), exact_class=True)
register_snippet(QuestionViewSet)
register_snippet(CaseViewSet)


@hooks.register("after_create_snippet")
@hooks.register("after_edit_snippet")
def warn_of_duplicates(request: HttpRequest, instance: Any) -> None:
    """Warn of duplicates after a save in the browser, but not after an autosave."""
    if not isinstance(instance, QuestionDraft) or not request.accepts("text/html"):
        return
    same = QuestionDraft.objects.alike(instance).order_by("code")
    if codes := list(same.values_list("code", flat=True)):
        words = _(
            "Other questions ask the same thing in this language: %(codes)s. "
            "Change one of them, or retire it."
        )
        messages.warning(request, words % {"codes": ", ".join(codes)})

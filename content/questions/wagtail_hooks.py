"""The question bank in the studio."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import LiveStatusTagColumn
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from content.questions.models import QuestionDraft


class QuestionViewSet(SnippetViewSet):
    """The question bank in the studio."""

    model = QuestionDraft
    name = "studio_questions"
    url_namespace = "studio_questions"
    admin_url_namespace = "studio_questions"
    base_url_path = "questions"
    chooser_base_url_path = "questions/choose"
    icon = "help"
    menu_label = _("Question bank")
    menu_order = 200
    add_to_admin_menu = True
    list_display = ["code", "stem", "type", "course", "locale", LiveStatusTagColumn()]
    list_filter = ["course", "type", "outcome", "must_pass", "locale"]
    list_per_page = 50
    copy_view_enabled = False


register_snippet(QuestionViewSet)

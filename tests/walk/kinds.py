"""Tell things apart that share a route: the editor of a lesson and that of an exam."""

from wagtail.models import Page

from content.questions.models import QuestionDraft

#: Parts of an address that name a kind and no single thing.
_NAMING = (
    "kind",
    "model_name",
    "app_name",
    "content_type_model_name",
    "format",
    "part",
)


class Kinds:
    """What the pages and questions of the demonstration are, read once."""

    def __init__(self):
        self._pages = dict(Page.objects.values_list("pk", "content_type__model"))
        self._questions = dict(QuestionDraft.objects.values_list("pk", "type"))

    def of(self, match):
        """Return the kind of the thing that a resolved address names, else nothing."""
        page = match.kwargs.get("page_id") or match.kwargs.get("parent_page_id")
        if page:
            return self._pages.get(int(page), "")
        key = str(match.kwargs.get("pk", ""))
        if "questiondraft" in match.view_name and key.isdecimal():
            return self._questions.get(int(key), "")
        return tuple(
            str(value) for name, value in match.kwargs.items() if name in _NAMING
        )

"""Wagtail views of questions and cases, limited to the courses in the user’s remit."""

from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from typing import Any

from django.contrib.admin.utils import unquote
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Model, Q, QuerySet
from django.db.models.functions import Cast
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import URLPattern
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models.audit_log import BaseLogEntryManager, ModelLogEntryManager
from wagtail.permission_policies.base import ModelPermissionPolicy
from wagtail.snippets.views import chooser
from wagtail.snippets.views.snippets import SnippetViewSet
from wagtail.snippets.widgets import AdminSnippetChooser

from courses.compliance.answer_key_access import record_key_views
from courses.models import Course, CourseRemit
from elearning.accounts.signed_in_request import SignedInRequest

type _View = Callable[..., HttpResponseBase]


class RemitPolicy(ModelPermissionPolicy):
    """The permissions of the model, limited to courses in the user’s remit."""

    def user_has_permission_for_instance(
        self, user: Any, action: str, instance: Any
    ) -> bool:
        allowed = super().user_has_permission_for_instance(user, action, instance)
        return bool(allowed) and (
            instance.pk is None or instance.course_id in _courses_of(user)
        )

    def instances_user_has_any_permission_for(
        self, user: Any, actions: Sequence[str]
    ) -> QuerySet[Any]:
        rows: Any = super().instances_user_has_any_permission_for(user, actions)
        return rows.visible_to(user)


class RemitViewSet(SnippetViewSet):
    """Views of a model in the studio; rows outside the user’s remit give 404."""

    #: Wagtail evaluates its own labels only once, in the language of the server’s start.
    breadcrumbs_items = WagtailAdminTemplateMixin.breadcrumbs_items

    def get_urlpatterns(self) -> list[URLPattern]:
        """Guard every URL that names a row, including those of future Wagtail versions."""
        patterns: list[URLPattern] = super().get_urlpatterns()
        for pattern in patterns:
            pattern.callback = _guarded(
                self.model, pattern.callback, pattern.name or ""
            )
        return patterns


class _Listed:
    """A chooser window, limited to the user’s remit."""

    request: HttpRequest

    def get_object_list(self) -> QuerySet[Any]:
        rows: Any = super().get_object_list()  # type: ignore[misc]
        return rows.visible_to(self.request.user)


class _ChooseView(_Listed, chooser.ChooseView):
    """The chooser window."""


class _ResultsView(_Listed, chooser.ChooseResultsView):
    """The list of results in the window."""


class _ChosenView(chooser.SnippetChosenView):
    """The response to a choice."""

    def get_object(self, pk: str) -> Any:
        return self.model_class.objects.visible_to(self.request.user).get(pk=pk)


class _ChosenMultipleView(chooser.SnippetChosenMultipleView):
    """The response to a choice of several."""

    def get_objects(self, pks: Iterable[str]) -> Any:
        return self.model_class.objects.visible_to(self.request.user).filter(pk__in=pks)


class RemitChooserViewSet(chooser.SnippetChooserViewSet):
    """Chooser of rows in the user’s remit: the field and its modal window."""

    choose_view_class = _ChooseView
    choose_results_view_class = _ResultsView
    chosen_view_class = _ChosenView
    chosen_multiple_view_class = _ChosenMultipleView


def restrict_studio_history(*models: type[Model]) -> None:
    """Hide rows outside the user’s remit from the studio’s history.

    ``models`` must have ``visible_to``. Safe to repeat.
    """

    def viewable_by_user(manager: Any, user: Any) -> QuerySet[Any]:
        rows: QuerySet[Any] = BaseLogEntryManager.viewable_by_user(manager, user)
        if not CourseRemit.objects.bind(user):
            return rows
        for model in models:
            theirs: Any = model._default_manager.visible_to(user)  # type: ignore[attr-defined]
            named = theirs.annotate(name=Cast("pk", CharField())).values("name")
            kind = ContentType.objects.get_for_model(model)
            rows = rows.filter(~Q(content_type=kind) | Q(object_id__in=named))
        return rows

    ModelLogEntryManager.viewable_by_user = viewable_by_user


class CaseChooser(AdminSnippetChooser):
    """Form widget for choosing a case.

    Wagtail’s own widget builds its labels once, in the language of the server’s start.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.choose_one_text = _("Choose a case")
        self.choose_another_text = _("Choose another case")
        self.link_to_chosen_text = _("Edit this case")


class CaseChooserViewSet(RemitChooserViewSet):
    """Views of the case chooser: the field and its modal window."""

    base_widget_class = CaseChooser
    page_title = _("Choose a case")


def _guarded(model: Any, view: _View, page: str) -> _View:
    @wraps(view)
    def guarded(
        request: SignedInRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        pk = kwargs.get("pk")
        if pk is not None:
            rows = model.objects.visible_to(request.user).select_related("course")
            row = rows.filter(pk=unquote(str(pk))).first()
            if row is None:
                raise Http404
            record_key_views(request.user, row.course, row.keys_on(page))
        return view(request, *args, **kwargs)

    return guarded


def _courses_of(user: Any) -> set[int]:
    """Return the courses in the user’s remit, cached for the checks of each row."""
    if not hasattr(user, "courses_in_remit"):
        rows = Course.objects.in_remit_of(user).values_list("pk", flat=True)
        user.courses_in_remit = set(rows)
    courses: set[int] = user.courses_in_remit
    return courses

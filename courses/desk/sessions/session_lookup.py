"""Access to classroom sessions and to the names on their lists."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from courses.classroom.models import Registration, Session
from courses.desk.kit.disclosure_purposes import (
    DisclosureKind,
    PurposeForm,
    find_purpose,
    record_purpose,
)
from courses.desk.kit.form_page import FormPage, build_crumbs
from elearning.accounts.models import User
from elearning.accounts.signed_in_request import SignedInRequest
from elearning.staff.models import StaffMember

_Seen = Callable[..., HttpResponse]


def get_classroom_session(rows: QuerySet[Session], key: UUID) -> Session:
    """Return the session with ``key`` among ``rows``, or raise 404."""
    known = rows.select_related("course", "establishment", "teacher")
    return get_object_or_404(known.prefetch_related("all_days"), key=key)


def is_session_teacher(session: Session, user: User) -> bool:
    """Tell whether ``user`` is the teacher of ``session``."""
    return session.teacher is not None and session.teacher.user_id == user.pk


def list_visible_registrations(session: Session, user: User) -> QuerySet[Registration]:
    """Return the registrations of ``session`` that ``user`` may read.

    Its planners and its teacher read all, others those of people in their remit.
    """
    rows = session.registrations.standing().select_related("learner", "completion")
    theirs = Session.objects.managed_by(user).filter(pk=session.pk)
    if is_session_teacher(session, user) or theirs.exists():
        return rows
    people = StaffMember.objects.in_remit_of(user)
    return rows.filter(learner__in=people.values("pk"))


def can_show_names(request: SignedInRequest, session: Session) -> bool:
    """Tell whether names are shown: to the teacher, or for a stated purpose."""
    if is_session_teacher(session, request.user):
        return True
    return find_purpose(request, DisclosureKind.NAMES) is not None


def handle_names_purpose(
    request: SignedInRequest, session: Session
) -> PurposeForm | None:
    """Return the form that asks for the purpose; nothing once it is stated."""
    form = PurposeForm(request.POST if "purpose" in request.POST else None)
    if form.is_valid():
        words = form.cleaned_data["purpose"]
        record_purpose(request, DisclosureKind.NAMES, words, session=str(session.key))
        return None
    return form


def require_open_names(
    rows: Callable[[User], QuerySet[Session]],
) -> Callable[[_Seen], _Seen]:
    """Pass the view a session among ``rows``, once its names are open to the user.

    A submission made after the purpose has run out continues with the next one.
    """

    def decorate(view: _Seen) -> _Seen:
        @wraps(view)
        def named(
            request: SignedInRequest, key: UUID, *args: Any, **kwargs: Any
        ) -> HttpResponse:
            session = get_classroom_session(rows(request.user), key)
            if can_show_names(request, session):
                return view(request, session, *args, **kwargs)
            entries = _entries(request)
            if (form := handle_names_purpose(request, session)) is None:
                if entries:
                    return view(request, session, *args, **kwargs)
                return redirect(request.get_full_path())
            context = {"session": session, "form": form, "entries": entries}
            return render(request, "desk/sessions/names.html", context)

        return named

    return decorate


def list_attendance_sessions(user: User) -> QuerySet[Session]:
    """Return sessions whose attendance ``user`` records, as officer or as teacher."""
    taught = Session.objects.filter(teacher__user=user)
    return Session.objects.managed_by(user) | taught


def _entries(request: SignedInRequest) -> list[tuple[str, str]]:
    """Return the submitted fields, except the purpose, as pairs of name and value."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        if name not in {"csrfmiddlewaretoken", "purpose"}
        for value in values
    ]


def build_session_form_page(
    session: Session, title: str, intro: str, what: str = ""
) -> FormPage:
    """Return the page of a form that removes something from ``session``."""
    here = _("Session of course %(code)s") % {"code": session.course.code}
    return FormPage(
        title,
        crumbs=[
            *build_crumbs(("desk:sessions:list", _("Classroom sessions"))),
            (session.get_absolute_url(), here),
        ],
        back_label=_("Back"),
        about=f"{session.course.code} — {session.course.title}",
        what=what,
        intro=intro,
        is_danger=True,
    )

"""Pages with one form, and the handling of their submission."""

from collections.abc import Callable, Sequence
from dataclasses import KW_ONLY, dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from elearning.accounts.signed_in_request import SignedInRequest
from elearning.staff.models import StaffMember

#: The first breadcrumb of most pages.
HOME = ("desk:home", gettext_lazy("Dashboard"))
Errors = type[Exception] | tuple[type[Exception], ...]


@dataclass(frozen=True)
class FormPage:
    """The texts, button and links of a page with one form.

    Without ``action``, the button is labelled with the title. ``about`` is shown above
    the heading; ``lead``, ``what`` and ``intro`` are paragraphs under it; ``consequences``
    turn the page into a question. ``back`` is the address of the second button and of the
    redirect after success; if empty, the last of the ``crumbs`` is used.
    """

    title: str
    action: str = ""
    _: KW_ONLY
    crumbs: Sequence[tuple[str, str]] = ()
    back: str = ""
    about: str = ""
    lead: str = ""
    what: str = ""
    intro: str = ""
    consequences: Sequence[str] = ()
    icon: str = ""
    is_danger: bool = False
    back_label: str = ""

    @property
    def back_url(self) -> str:
        return self.back or self.crumbs[-1][0]

    @property
    def kind(self) -> str:
        return "danger" if self.is_danger else ""


def handle_form_page[A: HttpResponseBase](
    request: SignedInRequest,
    form: forms.BaseForm,
    page: FormPage,
    act: Callable[[dict[str, Any]], str | A],
    errors: Errors,
    *,
    field: str | None = None,
) -> HttpResponse | A:
    """Show ``form`` on ``page``; if it is valid, call ``act`` and redirect back.

    The parameters are those of ``submit_form``.
    """
    done = submit_form(request, form, act, errors, page.back_url, field=field)
    return done or render_form(request, "desk/form.html", {"form": form, "page": page})


def submit_form[A: HttpResponseBase](
    request: SignedInRequest,
    form: forms.BaseForm,
    act: Callable[[dict[str, Any]], str | A],
    errors: Errors,
    back: str,
    *,
    field: str | None = None,
) -> HttpResponse | A | None:
    """Call ``act`` with the data of a valid ``form``; return ``None`` to show the form.

    ``act`` returns a success message, shown at ``back`` (an address or the name of a
    page), or a response. If it raises one of ``errors``, the message is added to the field
    that the error names, or else to ``field``.
    """
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        said = act(form.cleaned_data)
    except errors as error:
        form.add_error(getattr(error, "field", None) or field, str(error))
        return None
    if not isinstance(said, str):
        return said
    messages.success(request, said)
    return redirect(back)


def render_form(
    request: SignedInRequest,
    template: str,
    context: dict[str, Any],
    *,
    is_wrong: bool = False,
) -> HttpResponse:
    """Render a page with the form of ``context``; status 400 if a sent form is invalid.

    ``is_wrong`` says the same of further forms on the page.
    """
    is_wrong = request.method == "POST" and (is_wrong or bool(context["form"].errors))
    return render(request, template, context, status=400 if is_wrong else 200)


def build_crumbs(*steps: tuple[Any, ...]) -> list[tuple[str, str]]:
    """Return breadcrumbs for ``steps``, each a page name, a label and the URL arguments."""
    return [(reverse(name, args=keys), str(label)) for name, label, *keys in steps]


def build_person_form_page(
    person: StaffMember,
    title: str,
    action: str,
    text: str = "",
    *,
    is_danger: bool = False,
) -> FormPage:
    """Return the page of a form about ``person``, which leads back to their record."""
    staff = ("desk:people", _("Staff"))
    return FormPage(
        title,
        action,
        crumbs=build_crumbs(staff, ("desk:person", person.short_name, person.key)),
        about=person.full_name,
        intro=text,
        is_danger=is_danger,
    )


def build_record_form_page(
    person: StaffMember, title: str, action: str = "", **said: Any
) -> FormPage:
    """Return the page of a form about ``person`` reached only from their record."""
    back = reverse("desk:person", args=[person.key])
    action = action or _("Save")
    return FormPage(title, action, back=back, about=person.full_name, **said)

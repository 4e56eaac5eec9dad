"""A person's own notices."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from elearning.accounts.requests import SignedInRequest
from elearning.notices.models import Notice


@require_safe
def notices(request: SignedInRequest) -> HttpResponse:
    """List the notices of whoever is signed in, newest first."""
    own = Notice.objects.visible_to(request.user)
    page = Paginator(own, 30).get_page(request.GET.get("page"))
    return render(request, "notices/list.html", {"page": page})


@require_POST
def read(request: SignedInRequest) -> HttpResponse:
    """Mark all of the user's notices as read."""
    own = Notice.objects.visible_to(request.user)
    own.unread().update(read_at=timezone.now())
    return redirect("notices:list")

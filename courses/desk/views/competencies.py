"""The competency framework at the desk: posts by domains, and what one post asks."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from courses.competencies.asking import asked_of_posts
from courses.competencies.models import Domain, Level, Target
from courses.desk import access
from elearning.accounts.requests import SignedInRequest
from elearning.staff.models import Post


@dataclass(frozen=True)
class Row:
    """A post with its target for each domain, in the order of the domains."""

    post: Post
    targets: list[Target | None]


@require_safe
@access.for_roles(*access.WATCHERS)
def framework(request: SignedInRequest) -> HttpResponse:
    """Show the matrix of posts and domains, with what the levels and the domains mean."""
    domains = list(Domain.objects.all())
    posts = Post.objects.filter(targets__isnull=False).distinct()
    targets = {(one.post_id, one.domain_id): one for one in Target.objects.all()}
    rows = [
        Row(post, [targets.get((post.pk, domain.pk)) for domain in domains])
        for post in posts
    ]
    context = {"domains": domains, "rows": rows, "levels": list(Level)}
    return render(request, "desk/competencies/framework.html", context)


@require_safe
@access.for_roles(*access.WATCHERS)
def post(request: SignedInRequest, code: str) -> HttpResponse:
    """Show what one post asks of its holders, everywhere in the service."""
    found = get_object_or_404(Post, code=code)
    [asked] = asked_of_posts([found], on=access.today())
    return render(request, "desk/competencies/post.html", {"asked": asked})

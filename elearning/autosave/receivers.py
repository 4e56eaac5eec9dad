"""Receivers that note pages with saved input in a new session."""

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.utils import timezone

from elearning.autosave import autosaved_forms, late_submissions, waiting_pages


@receiver(user_logged_in)
def _signed_in(sender: Any, request: Any, user: Any, **kwargs: Any) -> None:
    late_submissions.drop_submission_of_others(request.session, user)
    if found := autosaved_forms.list_waiting_addresses(user, at=timezone.now()):
        waiting_pages.add_waiting_pages(request.session, found)

"""The short addresses printed on paper, the same in every language."""

from django.urls import path

from courses.certificates import public_views

urlpatterns = [
    path("", public_views.short_form, name="certificates-short-form"),
    path("<str:code>/", public_views.short, name="certificates-short"),
]

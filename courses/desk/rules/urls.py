"""Addresses of the desk of rules."""

from django.urls import path

from courses.desk.rules.views import drafts, listed, making

app_name = "rules"

urlpatterns = [
    path("", listed.rules, name="list"),
    path("new/", making.new, name="new"),
    path("qualifications/new/", making.qualification, name="qualification"),
    path("<int:pk>/change/", making.change, name="change"),
    path("<int:pk>/end/", making.end, name="end"),
    path("drafts/<uuid:key>/", drafts.draft, name="draft"),
    path("drafts/<uuid:key>/example/", drafts.example, name="example"),
]

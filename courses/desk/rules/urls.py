"""Addresses of the desk of rules."""

from django.urls import path

from courses.desk.rules.views import drafts, exceptions, listed, making

app_name = "rules"

urlpatterns = [
    path("", listed.rules, name="list"),
    path("new/", making.new, name="new"),
    path("qualifications/new/", making.qualification, name="qualification"),
    path("<int:pk>/change/", making.change, name="change"),
    path("<int:pk>/end/", making.end, name="end"),
    path("exceptions/", exceptions.listed, name="exceptions"),
    path("exceptions/decide/", exceptions.many, name="decide-many"),
    path("exceptions/<int:pk>/", exceptions.one, name="decide"),
    path("drafts/<uuid:key>/", drafts.draft, name="draft"),
    path("drafts/<uuid:key>/example/", drafts.example, name="example"),
]

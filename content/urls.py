"""Addresses of content."""

from django.urls import path

from content.views import (
    acknowledging,
    asking,
    catalogue,
    course,
    document_editions,
    documents,
    front,
    helping,
    lesson,
    preview,
)

app_name = "content"

urlpatterns = [
    path("", front.home, name="home"),
    path("catalogue/", catalogue.catalogue, name="catalogue"),
    path("courses/<slug:slug>/", course.course, name="course"),
    path("courses/<slug:slug>/versions/<int:pk>/", preview.version, name="version"),
    path("courses/<slug:slug>/<slug:unit>/", lesson.lesson, name="lesson"),
    path("courses/<slug:slug>/<slug:unit>/place/", lesson.place, name="place"),
    path(
        "courses/<slug:slug>/<slug:unit>/captions/<str:block>/<str:language>/",
        lesson.captions,
        name="captions",
    ),
    path("courses/<slug:slug>/<slug:unit>/ask/<slug:block>/", asking.ask, name="ask"),
    path("guidelines/", documents.guidelines, name="guidelines"),
    path("guidelines/<slug:slug>/", documents.guideline, name="guideline"),
    path(
        "guidelines/<slug:slug>/acknowledge/",
        acknowledging.acknowledge,
        name="acknowledge",
    ),
    path("guidelines/<slug:slug>/pdf/", document_editions.pdf, name="pdf"),
    path(
        "guidelines/<slug:slug>/editions/", document_editions.history, name="editions"
    ),
    path(
        "guidelines/<slug:slug>/editions/<int:number>/",
        document_editions.comparison,
        name="comparison",
    ),
    path("rules/<slug:slug>/", documents.instrument, name="instrument"),
    path("help/", helping.page, name="help"),
    path("authors/", front.standard, {"slug": "authors"}, name="authors"),
    path("privacy/", front.standard, {"slug": "privacy"}, name="privacy"),
    path(
        "accessibility/",
        front.standard,
        {"slug": "accessibility"},
        name="accessibility",
    ),
    path("<slug:slug>/", front.standard, name="standard"),
]

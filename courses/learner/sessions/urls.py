"""Addresses of a learner's sessions in a classroom."""

from django.urls import path

from courses.learner.sessions import views

app_name = "sessions"

urlpatterns = [
    path("", views.listed, name="list"),
    path("<uuid:key>/", views.session, name="session"),
    path("<uuid:key>/calendar/", views.calendar, name="calendar"),
    path("<uuid:key>/register/", views.register, name="register"),
    path("<uuid:key>/leave/", views.leave, name="leave"),
]

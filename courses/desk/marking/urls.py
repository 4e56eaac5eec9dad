"""Addresses of the desk of marking."""

from django.urls import path

from courses.desk.marking.views import answers, aside, queue

app_name = "marking"

urlpatterns = [
    path("", queue.queue, name="queue"),
    path("disagreements/", queue.disagreements, name="disagreements"),
    path("mine/", queue.mine, name="mine"),
    path("next/<slug:course>/<slug:language>/", answers.following, name="next"),
    path("answers/<int:pk>/", answers.mark, name="mark"),
    path("answers/<int:pk>/decide/", answers.decide, name="decide"),
    path("answers/<int:pk>/aside/", aside.set_aside, name="set-aside"),
    path("aside/", aside.held, name="held"),
    path("aside/<int:pk>/", aside.give_back, name="give-back"),
]

"""Addresses of the desk of what certificates look like."""

from django.urls import path

from courses.desk.designs import views

app_name = "designs"

urlpatterns = [
    path("", views.designs, name="list"),
    path("new/", views.propose, name="propose"),
    path("<int:number>/", views.design, name="design"),
    path(
        "<int:number>/<str:form>-<str:language>.png",
        views.picture,
        name="picture",
    ),
]

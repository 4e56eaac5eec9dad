"""URLs of certificate designs at the desk."""

from django.urls import path

from courses.desk.designs import views

app_name = "designs"

urlpatterns = [
    path("", views.list_designs, name="list"),
    path("new/", views.propose_new_design, name="propose"),
    path("<int:number>/", views.show_design, name="design"),
    path(
        "<int:number>/<str:form>-<str:language>.png",
        views.download_specimen,
        name="picture",
    ),
]

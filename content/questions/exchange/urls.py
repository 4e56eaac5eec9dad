"""Addresses of import and export, below the studio's question bank."""

from django.urls import path

from content.questions.exchange import views

app_name = "questions_exchange"

urlpatterns = [
    path("import/", views.UploadView.as_view(), name="upload"),
    path("import/result/", views.ResultView.as_view(), name="result"),
    path("import/template.<slug:kind>", views.TemplateView.as_view(), name="template"),
    path("import/<slug:token>/", views.CheckView.as_view(), name="check"),
    path("export/", views.ExportView.as_view(), name="export"),
]

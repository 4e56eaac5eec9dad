"""URLs of import and export, below the studio’s question bank."""

from django.urls import path

from content.questions.exchange import views

app_name = "questions_exchange"

urlpatterns = [
    path("import/", views.QuestionUploadView.as_view(), name="upload"),
    path("import/result/", views.QuestionImportResultView.as_view(), name="result"),
    path(
        "import/template.<slug:kind>",
        views.QuestionTemplateView.as_view(),
        name="template",
    ),
    path("import/<slug:token>/", views.QuestionImportCheckView.as_view(), name="check"),
    path("export/", views.QuestionExportView.as_view(), name="export"),
]

"""Addresses of the desk of the question bank."""

from django.urls import path

from courses.desk.bank.views import changes, leaks, questions, tasks, versions

app_name = "bank"

urlpatterns = [
    path("", questions.questions, name="questions"),
    path("place/", changes.file_many, name="file-many"),
    path("tasks/", tasks.tasks, name="tasks"),
    path("tasks/<int:pk>/close/", tasks.close, name="close-task"),
    path("states/", tasks.proposals, name="proposals"),
    path("leaks/", leaks.leaks, name="leaks"),
    path("leaks/<uuid:key>/", leaks.leak, name="leak"),
    path("<uuid:key>/", questions.question, name="question"),
    path("<uuid:key>/versions/", versions.versions, name="versions"),
    path("<uuid:key>/versions/compare/", versions.compare, name="compare"),
    path("<uuid:key>/languages/", versions.languages, name="languages"),
    path("<uuid:key>/reaffirm/", tasks.reaffirm, name="reaffirm"),
    path("<uuid:key>/state/", changes.state, name="state"),
    path("<uuid:key>/state/decide/", changes.decide_state, name="decide-state"),
    path("<uuid:key>/state/withdraw/", changes.withdraw_state, name="withdraw-state"),
    path("<uuid:key>/place/", changes.file, name="file"),
    path("<uuid:key>/quarantine/", changes.quarantine, name="quarantine"),
    path("<uuid:key>/lift/", changes.lift, name="lift"),
    path("<uuid:key>/decide/", changes.decide, name="decide"),
]

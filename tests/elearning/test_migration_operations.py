"""The operations that migrations of several apps share."""

import pytest
from django.db import connection, models
from django.db.migrations.operations import CreateModel
from django.db.migrations.state import ProjectState
from django.db.models.signals import class_prepared

from elearning.languages import TranslatedTextField
from elearning.migration_operations import CreateModels, JoinLanguages


def create_model(name, *references):
    """An operation that creates a model which refers to others of its app."""
    fields = [
        (to.lower(), models.ForeignKey(f"library.{to}", models.CASCADE))
        for to in references
    ]
    return CreateModel(name, [("id", models.BigAutoField(primary_key=True)), *fields])


def rendered(state):
    """Names of the models that are rendered when the state is asked for them."""
    names = []

    def add(sender, **kwargs):
        names.append(sender.__name__)

    class_prepared.connect(add)
    try:
        assert state.apps.get_models()
    finally:
        class_prepared.disconnect(add)
    return names


def test_models_created_together_are_rendered_once_each():
    state = ProjectState()
    create_model("Shelf").state_forwards("library", state)
    rendered(state)

    operation = CreateModels(
        [create_model("Book", "Shelf"), create_model("Loan", "Book")]
    )
    operation.state_forwards("library", state)

    assert sorted(rendered(state)) == ["Book", "Loan", "Shelf"]
    assert operation.formatted_description() == "+ Create models Book, Loan"


@pytest.mark.django_db(transaction=True)
def test_models_are_created_in_the_database_and_taken_away():
    before, after = ProjectState(), ProjectState()
    operation = CreateModels([create_model("Shelf"), create_model("Book", "Shelf")])
    operation.state_forwards("library", after)
    tables = {"library_shelf", "library_book"}

    with connection.schema_editor() as editor:
        operation.database_forwards("library", editor, before, after)
    assert tables <= set(connection.introspection.table_names())

    with connection.schema_editor() as editor:
        operation.database_backwards("library", editor, after, before)
    assert not tables & set(connection.introspection.table_names())


@pytest.mark.database_vendor
@pytest.mark.django_db(transaction=True)
def test_languages_are_joined_with_their_texts_and_taken_apart_again():
    titled = ProjectState()
    columns = [
        (f"title_{code}", models.CharField(max_length=40))
        for code in ("kk", "ru", "en")
    ]
    shelf = models.ForeignKey("library.Shelf", models.CASCADE, null=True)
    key = ("id", models.BigAutoField(primary_key=True))
    create = CreateModels(
        [
            create_model("Shelf"),
            CreateModel("Book", [key, ("shelf", shelf), *columns]),
            create_model("Loan", "Book"),
        ]
    )
    create.state_forwards("library", titled)
    joined = titled.clone()
    operation = JoinLanguages(
        "Book", "title", "titles", TranslatedTextField(max_length=40)
    )
    operation.state_forwards("library", joined)
    with connection.schema_editor() as editor:
        create.database_forwards("library", editor, ProjectState(), titled)
    book = titled.apps.get_model("library", "Book").objects.create(
        title_kk="Қағидалар",
        title_ru="Правила",
        shelf=titled.apps.get_model("library", "Shelf").objects.create(),
    )
    titled.apps.get_model("library", "Loan").objects.create(book=book)

    with connection.schema_editor() as editor:
        operation.database_forwards("library", editor, titled, joined)
    (found,) = joined.apps.get_model("library", "Book").objects.all()
    assert list(found.titles.items()) == [
        ("kk", "Қағидалар"),
        ("ru", "Правила"),
        ("en", ""),
    ]

    with connection.schema_editor() as editor:
        operation.database_backwards("library", editor, joined, titled)
    (again,) = titled.apps.get_model("library", "Book").objects.values()
    assert again == {
        "id": book.pk,
        "shelf_id": book.shelf_id,
        "title_kk": "Қағидалар",
        "title_ru": "Правила",
        "title_en": "",
    }

    with connection.schema_editor() as editor:
        create.database_backwards("library", editor, titled, ProjectState())

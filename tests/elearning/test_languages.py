"""Texts by language: their field, their inputs and their labels."""

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation

from elearning import languages
from elearning.languages import (
    LanguageInputs,
    TranslatedForm,
    TranslatedTextField,
    label_language,
    list_language_choices,
    pick_text,
)
from elearning.staff.models import Rank

TITLES = {"kk": "майор", "ru": "майор"}


class TitleForm(TranslatedForm, forms.Form):
    translated = (LanguageInputs("title", "Title", help_text="In short."),)
    field_order = (*translated[0].names, "code")

    code = forms.CharField()


@pytest.fixture
def uzbek(monkeypatch):
    """A fourth language, of which nothing but its own name is known."""
    monkeypatch.setattr(languages, "CODES", (*languages.CODES, "uz"))
    monkeypatch.setitem(languages.OWN_NAMES, "uz", "Oʻzbekcha")


@pytest.mark.parametrize(
    ("titles", "faults"),
    [
        ({}, ["This field cannot be blank."]),
        (["майор"], ["Value must be valid JSON."]),
        (TITLES | {"de": "Major"}, ["Value must be valid JSON."]),
        (TITLES | {"en": 7}, ["Value must be valid JSON."]),
        ({"kk": "майор"}, ["Русский: This field cannot be blank."]),
        (
            {"kk": "", "ru": "м" * 256},
            [
                "Қазақша: This field cannot be blank.",
                "Русский: A title can have up to 255 characters. Shorten it.",
            ],
        ),
    ],
)
def test_wrong_texts_are_refused_by_language(titles, faults):
    with translation.override("en"):
        with pytest.raises(ValidationError) as refusal:
            Rank(code="major", titles=titles).clean_fields()

        assert refusal.value.message_dict == {"titles": faults}


def test_text_may_lack_what_is_not_required():
    Rank(code="major", titles=TITLES).clean_fields()
    TranslatedTextField(blank=True).clean({}, None)

    with pytest.raises(ValidationError):
        TranslatedTextField(is_complete=True).clean(TITLES, None)


@pytest.mark.database_vendor
@pytest.mark.django_db
def test_texts_are_read_in_the_order_of_the_languages():
    Rank.objects.create(code="major", titles={"en": "Major", "ru": "м", "kk": "к"})

    assert list(Rank.objects.get().titles) == ["kk", "ru", "en"]


def test_form_has_an_input_for_each_language_in_its_place():
    form = TitleForm({"title_kk": " майор ", "title_ru": "", "code": "m"})

    assert list(form.fields) == ["title_kk", "title_ru", "title_en", "code"]
    assert set(form.errors) == {"title_ru"}
    assert form.read_texts("title") == {"kk": "майор", "ru": "", "en": ""}
    assert [one.help_text for one in form.list_inputs("title")] == ["In short.", "", ""]


def test_further_language_has_inputs_choices_and_falls_back(uzbek):
    form = TitleForm({f"title_{code}": code for code in ("kk", "ru", "uz")})

    assert set(form.errors) == {"code"}
    assert form.read_texts("title")["uz"] == "uz"
    assert form["title_uz"].label == "Title (Oʻzbekcha)"
    assert label_language("fallback", "uz") == "Oʻzbekcha"
    assert ("uz", "Oʻzbekcha") in list_language_choices()
    assert pick_text(TITLES, "uz") == ("майор", "kk")

"""Whatever a form is given to show is text, and nothing in it becomes markup."""

import re
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.utils.html import format_html

MARKUP = '<meta http-equiv="refresh" content="0;//a.b">'

#: Rich text of the studio, which its editor has cleaned when it was saved.
RICH_TEXT = {
    "content/annex.html": {"part.text"},
    "content/clause.html": {"clause.text"},
    "content/document_body.html": {"lead"},
    "desk/release_document.html": {"text.lead", "clause.text"},
    "desk/reviews/part.html": {"text"},
    "desk/reviews/text.html": {"one.after.html"},
    "desk/still_right.html": {"shown.html"},
}
UNESCAPED = re.compile(r"{{\s*([^}|]+?)\s*\|[^}]*?\bsafe(?:seq)?\b[^}]*}}")
OFF = re.compile(r"{%\s*autoescape\s+off")


class HostileForm(forms.Form):
    """A form all of whose texts come from somebody else."""

    text = forms.CharField(label=MARKUP, help_text=MARKUP, initial=MARKUP)
    tick = forms.BooleanField(label=MARKUP, help_text=MARKUP)
    choice = forms.ChoiceField(
        label=MARKUP, help_text=MARKUP, choices=[(MARKUP, MARKUP)]
    )
    radio = forms.ChoiceField(
        label=MARKUP,
        help_text=MARKUP,
        choices=[(MARKUP, MARKUP)],
        widget=forms.RadioSelect,
    )
    several = forms.MultipleChoiceField(
        label=MARKUP,
        help_text=MARKUP,
        choices=[(MARKUP, [("x", MARKUP)])],
        widget=forms.CheckboxSelectMultiple,
    )

    def clean(self):
        raise forms.ValidationError(MARKUP)


@pytest.mark.parametrize("answer", [None, {}, {"text": MARKUP, "choice": "x"}])
def test_texts_of_a_form_are_escaped(answer):
    html = str(HostileForm(answer))

    assert "<meta" not in html
    assert html.count("&lt;meta") >= 11


def test_markup_that_was_made_on_purpose_stays():
    class Form(forms.Form):
        text = forms.CharField(help_text=format_html("<em>{}</em>", MARKUP))

    html = str(Form())

    assert "<em>&lt;meta" in html


def test_only_rich_text_is_printed_as_it_is():
    (folder,) = (Path(one) for one in settings.TEMPLATES[0]["DIRS"])
    found = {}
    for template in folder.rglob("*.html"):
        text = template.read_text()
        assert not OFF.search(text), template
        if printed := set(UNESCAPED.findall(text)):
            found[str(template.relative_to(folder))] = printed

    assert found == RICH_TEXT

"""The form for a trainer’s reply."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.enquiries.models import Reply


class ReplyForm(forms.Form):
    """A reply in words, or a note that the lesson was changed."""

    use_required_attribute = False

    text = forms.CharField(
        label=_("Answer"),
        help_text=_(
            "Up to 1000 characters. Do not name anyone: answer about the "
            "text, not about a case."
        ),
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Write the answer.")},
    )
    kind = forms.ChoiceField(
        label=_("What you did"),
        choices=[
            (Reply.Kind.ANSWER, _("I answer here")),
            (
                Reply.Kind.CHANGED,
                _("I changed the lesson; the box above can stay empty"),
            ),
        ],
        initial=Reply.Kind.ANSWER,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        """Mark the text with its ``language``; require it unless the lesson was changed."""
        super().__init__(*args, **kwargs)
        self.fields["text"].required = self.data.get("kind") != Reply.Kind.CHANGED
        self.fields["text"].widget.attrs["lang"] = language

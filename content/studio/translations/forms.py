"""Form for a translation: a field for each segment, as in its block."""

import hashlib
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.rich_text import get_rich_text_editor_widget

from content.studio.translations.text_segments import is_blank
from content.studio.translations.translation_pairs import TranslationPair
from courses.release.gates import format_title_list
from elearning.languages import OWN_NAMES

#: Length in either language above which a field has several lines.
_LINE = 80
#: Segments used as the name of a draft in lists; it cannot be stored without them.
_NAMES = frozenset({"/title", "/stem"})
_NAMELESS = _("Translate this segment first: the draft is named after it.")


class TranslationForm(forms.Form):
    """The translator’s words, segment by segment, and confirmations of unchanged ones."""

    source = forms.IntegerField(widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, pairs: Sequence[TranslationPair], language: str, **kwargs: Any
    ) -> None:
        """Create a field for each of ``pairs``."""
        super().__init__(*args, **kwargs)
        self.pairs, self.language = pairs, language
        for pair in pairs:
            field = _field(pair)
            field.widget.attrs["lang"] = language
            self.fields[build_field_name(pair.source.place)] = field
            if pair.is_open and pair.target:
                self.fields[build_field_name(pair.source.place, "right")] = (
                    forms.BooleanField(
                        label=_("It is still right as it is"), required=False
                    )
                )

    @property
    def words(self) -> dict[str, str]:
        """The words written, by place."""
        return {
            pair.source.place: self.cleaned_data[build_field_name(pair.source.place)]
            for pair in self.pairs
        }

    @property
    def right(self) -> list[str]:
        """The places confirmed to need no change."""
        return [
            pair.source.place
            for pair in self.pairs
            if self.cleaned_data.get(build_field_name(pair.source.place, "right"))
        ]

    def refuse_missing_words(self) -> bool:
        """Add errors where the translation lacks words; tell whether there are any."""
        lacking = [
            pair.source
            for pair in self.pairs
            if not is_blank(pair.source.value)
            and is_blank(self.cleaned_data[build_field_name(pair.source.place)])
        ]
        for said in lacking:
            self.add_error(
                build_field_name(said.place), _("There is text here in the source.")
            )
        if lacking:
            self.add_error(
                None,
                gettext(
                    "Nothing has been saved or submitted. Not yet translated "
                    "(%(language)s): %(parts)s. Translate and submit again, or save "
                    "a draft."
                )
                % {
                    "language": OWN_NAMES[self.language],
                    "parts": format_title_list([said.label for said in lacking]),
                },
            )
        return bool(lacking)

    def rows(self) -> list[dict[str, Any]]:
        """Return the rows of the page: each pair with its fields."""
        shown = []
        for pair in self.pairs:
            name = build_field_name(pair.source.place)
            right = build_field_name(pair.source.place, "right")
            shown.append(
                {
                    "pair": pair,
                    "field": self[name],
                    "right": self[right] if right in self.fields else None,
                    "is_rich": bool(pair.source.editor),
                }
            )
        return shown


def build_field_name(place: str, kind: str = "words") -> str:
    """Return the name of the field for ``place``."""
    return f"{kind}-{hashlib.sha256(place.encode()).hexdigest()[:12]}"


def _field(pair: TranslationPair) -> forms.CharField:
    piece, editor = pair.source.piece, pair.source.editor
    longest = None
    longer = max(pair.source.value, pair.target, key=len)
    if editor:
        widget = get_rich_text_editor_widget(editor.editor, features=editor.features)
    elif len(longer) > _LINE or "\n" in longer:
        widget = forms.Textarea(attrs={"rows": min(len(longer) // 60 + 2, 12)})
    else:
        widget = forms.TextInput()
    if piece is not None and not editor:
        block: Any = piece.block
        longest = getattr(block.field, "max_length", None)
    return forms.CharField(
        label=pair.source.label,
        required=pair.source.place in _NAMES and bool(pair.source.value),
        error_messages={"required": _NAMELESS},
        strip=not editor,
        max_length=longest,
        initial=pair.target,
        widget=widget,
    )

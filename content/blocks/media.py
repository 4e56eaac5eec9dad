"""Blocks of pictures, sound, film and files; always our own files, never embeds."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

from content.blocks import captions, drawings
from content.blocks.text_blocks import SHOW, SMALL_FEATURES, build_citations_block
from content.recordings.models import FILM_TYPES, SOUND_TYPES


class FigureBlock(blocks.StructBlock):
    """A picture with a text alternative."""

    image = ImageBlock(
        label=_("Image"),
        help_text=_("Describe what matters in it, or mark it as decorative. No faces."),
    )
    image.child_blocks["image"].label = _("Image")  # Wagtail names it in English
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=250)
    cites = build_citations_block()

    class Meta:
        label = _("Image")
        icon = "image"
        group = SHOW
        template = "content/blocks/figure.html"
        preview_template = "content/blocks/previews/figure.html"
        description = _(
            "A line drawing or a photo of a place or tool, never of a person."
        )


class SvgBlock(blocks.FieldBlock):
    """The source of a drawing, the same in every language and not translated."""

    def __init__(self, **kwargs: Any) -> None:
        """Take the drawing as text, pasted from a file and stored unchanged."""
        self.field = forms.CharField(
            widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
            required=kwargs.pop("required", True),
            help_text=kwargs.pop("help_text", ""),
        )
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        try:
            drawings.parse_drawing(cleaned)
        except drawings.DrawingError as error:
            raise ValidationError(str(error)) from error
        return cleaned


class DrawingWordsBlock(blocks.StructBlock):
    """Words of a drawing: the name of the placeholder, and the text, line by line."""

    name = blocks.CharBlock(
        label=_("Name in the drawing"), max_length=40, help_text="data-text"
    )
    text = blocks.TextBlock(
        label=_("Words"),
        rows=2,
        help_text=_("A line break here is also a line break in the drawing."),
    )

    class Meta:
        label = _("Words in the drawing")
        icon = "pilcrow"


class DrawingValue(blocks.StructValue):
    """A stored drawing, with its rendering."""

    @property
    def words(self) -> dict[str, str]:
        return {one["name"]: _lines(one["text"]) for one in self["words"]}

    @property
    def svg(self) -> Any:
        return drawings.render_drawing(
            self["drawing"] or "", self.words, self["alt"] or ""
        )


class DrawingBlock(blocks.StructBlock):
    """A drawn diagram, with words in the language of its page."""

    drawing = SvgBlock(
        label=_("Drawing (SVG)"),
        help_text=_(
            "The SVG code of the drawing, without the words. The text format "
            "guide explains how to draw it."
        ),
    )
    words = blocks.ListBlock(DrawingWordsBlock(), label=_("Words"), default=[])
    alt = blocks.TextBlock(
        label=_("Description"),
        rows=2,
        help_text=_("What it shows, for people who cannot see it."),
    )
    long = blocks.TextBlock(
        label=_("Longer description"),
        required=False,
        default="",
        help_text=_(
            "Everything the drawing says, if there is more. It opens under the drawing."
        ),
    )
    caption = blocks.CharBlock(label=_("Caption"), max_length=250)

    class Meta:
        label = _("Drawing")
        icon = "image"
        group = SHOW
        template = "content/blocks/drawing.html"
        preview_template = "content/blocks/previews/figure.html"
        value_class = DrawingValue
        description = _("A diagram that is sharp on every screen and quick to load.")

    def clean(self, value: Any) -> Any:
        """Demand that every word fits; normalise line breaks.

        A form sends its own line breaks, which would change the hash of an unchanged
        text.
        """
        cleaned = super().clean(value)
        for name in ("drawing", "long"):
            cleaned[name] = (cleaned[name] or "").replace("\r\n", "\n")
        for one in cleaned["words"]:
            one["text"] = (one["text"] or "").replace("\r\n", "\n")
        if self.is_deferred_validation:  # a draft may be unfinished
            return cleaned
        if found := list(
            drawings.iter_drawing_faults(cleaned["drawing"], cleaned.words)
        ):
            raise blocks.StructBlockValidationError(non_block_errors=found)
        return cleaned


def _lines(text: str) -> str:
    return "\n".join(line.strip() for line in (text or "").splitlines())


class _MediaBlock(blocks.StructBlock):
    """A file loaded only on request, with a transcript."""

    title = blocks.CharBlock(label=_("Title"), max_length=160)
    file = DocumentChooserBlock(label=_("File"))
    transcript = blocks.RichTextBlock(
        label=_("Transcript"),
        features=SMALL_FEATURES,
        help_text=_(
            "Everything that is said and shown, for people who read it instead."
        ),
    )

    types: tuple[str, ...] = ()

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if self.is_deferred_validation:  # a draft may be unfinished
            return cleaned
        if cleaned["file"].file_extension.lower() not in self.types:
            raise blocks.StructBlockValidationError(
                non_block_errors=[
                    _("This file cannot be played here. Allowed types: %(types)s.")
                    % {"types": ", ".join(self.types)}
                ]
            )
        return cleaned


class CaptionsBlock(blocks.TextBlock):
    """Captions of a film in the language of its page, stored as WebVTT."""

    def clean(self, value: Any) -> Any:
        """Return the captions as WebVTT; refuse text without cues or with wrong times."""
        cleaned = super().clean(value)
        if not cleaned:
            return cleaned
        try:
            return captions.convert_to_vtt(cleaned)
        except captions.CaptionsError as error:
            raise ValidationError(str(error)) from error


class VideoBlock(_MediaBlock):
    """A film file."""

    captions = CaptionsBlock(
        label=_("Captions"),
        required=False,
        default="",
        rows=6,
        help_text=_(
            "The text of a WebVTT or SRT file in the language of this page: what is said, "
            "and sounds that matter. Each language of the lesson has its own."
        ),
    )

    types = FILM_TYPES

    class Meta:
        label = _("Video")
        icon = "media"
        group = SHOW
        template = "content/blocks/video.html"
        preview_template = "content/blocks/previews/video.html"
        description = _("A short video. Learners see its size before they load it.")


class AudioBlock(_MediaBlock):
    """A sound file."""

    types = SOUND_TYPES

    class Meta:
        label = _("Audio")
        icon = "media"
        group = SHOW
        template = "content/blocks/audio.html"
        preview_template = "content/blocks/previews/audio.html"
        description = _("A recording, with its transcript below.")


class FileBlock(blocks.StructBlock):
    """A file to download."""

    title = blocks.CharBlock(label=_("Title"), max_length=160)
    file = DocumentChooserBlock(
        label=_("File"), help_text=_("Do not upload restricted documents")
    )

    class Meta:
        label = _("File")
        icon = "doc-full"
        group = SHOW
        template = "content/blocks/file.html"
        preview_template = "content/blocks/previews/file.html"
        description = _("A form or a leaflet to download, with its size.")

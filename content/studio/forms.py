"""Forms for uploading pictures and files."""

from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.documents.fields import WagtailDocumentField
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from content.questions.picture_files import is_static_svg
from content.recordings.ffmpeg import DEMUXERS
from content.studio import picture_preparation
from content.studio.file_content import ENDINGS, has_declared_type

#: Wagtail’s texts, translated in its own catalogues.
_FORMATS = (
    "Supported formats: %(supported_formats)s. Maximum filesize: %(max_upload_size)s."
)
_WRONG_FORMAT = (
    "Not a supported image format. Supported formats: %(supported_formats)s."
)
_TOO_LARGE = "This file is too big. Maximum filesize %(max_filesize)s."


def _lazily(words: Callable[[], str]) -> Any:
    """Return the result of ``words`` as a lazy string, evaluated on each use."""
    return lazy(words, str)()


class PermanentFileMixin:
    """A form whose file is uploaded once and never replaced: editions may show it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields  # type: ignore[attr-defined]  # the form's
        if self.instance.pk and fields.pop("file", None):  # type: ignore[attr-defined]
            fields["title"].help_text = _(
                "The file itself stays as it is: editions may show it. Upload another "
                "one and choose it in its place."
            )


class PictureField(WagtailImageField):
    """Wagtail’s picture field, extended to refuse truncated pictures.

    Wagtail builds its help text once, in the language of the first request; this field
    translates it for each reader.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.help_text = _lazily(self._help)
        self.error_messages["invalid_image_extension"] = _lazily(self._wrong_format)
        self.error_messages["file_too_large_unknown_size"] = _lazily(self._too_large)

    def to_python(self, data: Any) -> Any:
        """Return the file; refuse H5P packages and pictures that cannot be read to the end."""
        refuse_h5p_package(data)
        try:
            return super().to_python(data)
        except (OSError, SyntaxError) as error:
            raise build_damaged_error() from error

    def _help(self) -> str:
        return gettext(_FORMATS) % {
            "supported_formats": self.supported_formats_text,
            "max_upload_size": filesizeformat(self.max_upload_size),
        }

    def _wrong_format(self) -> str:
        return gettext(_WRONG_FORMAT) % {
            "supported_formats": self.supported_formats_text
        }

    def _too_large(self) -> str:
        return gettext(_TOO_LARGE) % {
            "max_filesize": filesizeformat(self.max_upload_size)
        }


class PictureUploadForm(PermanentFileMixin, BaseImageForm):
    """Wagtail’s picture form: static drawings only, no camera metadata.

    It asks for a description for those who do not see the picture (WCAG 2.2, 1.1.1). In
    an upload of several files, each file’s own form asks for it.
    """

    file = PictureField(label=_("File"), widget=BaseImageForm.Meta.widgets["file"])
    decorative = forms.BooleanField(
        label=_("Decorative"),
        required=False,
        help_text=_("It adds nothing to the text around it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "description" not in self.fields:
            return
        self.fields["description"].help_text = _(
            "What matters in it, for people who cannot see it. It is offered "
            "wherever the picture is used."
        )
        names = list(self.fields)
        names.remove("decorative")
        names.insert(names.index("description") + 1, "decorative")
        self.order_fields(names)

    def clean(self) -> Any:
        """Demand a description, or the mark that the picture is decorative."""
        cleaned = super().clean()
        is_asked = self.add_prefix("description") in self.data
        given = self.cleaned_data.get("description", "").strip()
        if is_asked and not given and not self.cleaned_data.get("decorative"):
            self.add_error(
                "description",
                gettext(
                    "Describe what matters in this picture in a sentence, or mark it as "
                    "decorative."
                ),
            )
        return cleaned

    def clean_file(self) -> Any:
        """Refuse an SVG with active content; prepare any other picture for display."""
        file = self.cleaned_data["file"]
        if not file:
            return file
        if not file.name.lower().endswith(".svg"):
            return self._ready(file)
        if not is_static_svg(file):
            raise ValidationError(
                _(
                    "This drawing contains a program or a link. Export it again as a "
                    "plain SVG, or upload it as a PNG."
                ),
                code="lively",
            )
        return file

    def _ready(self, file: Any) -> Any:
        try:
            return picture_preparation.prepare_picture(file)
        except picture_preparation.DamagedPictureError as error:
            raise build_damaged_error() from error


class DocumentFileField(WagtailDocumentField):
    """Wagtail’s file field, with checks of the content and advice for refused files."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.help_text = _lazily(self._help)

    def check_document_file_size(self, f: Any) -> None:
        """Refuse a large document before it is opened; films are never opened here."""
        is_film = _ending(f) in DEMUXERS
        if not is_film and f.size > settings.WAGTAILDOCS_MAX_UPLOAD_SIZE:
            raise ValidationError(
                _(
                    "This document is too large; the limit is %(size)s. Make its pictures "
                    "smaller, or split it."
                ),
                code="large",
                params={"size": filesizeformat(settings.WAGTAILDOCS_MAX_UPLOAD_SIZE)},
            )

    def to_python(self, data: Any) -> Any:
        """Return the file; refuse H5P packages and content that does not match the extension."""
        refuse_h5p_package(data)
        file = super().to_python(data)
        ending = _ending(file) if file else ""
        if ending in ENDINGS and not has_declared_type(file, ending):
            raise ValidationError(
                _(
                    "This file does not match its extension: it is damaged or not "
                    "%(kind)s. Open it in the program that made it, save it as "
                    "%(kind)s and upload it again."
                ),
                code="other",
                params={"kind": ending.upper()},
            )
        return file

    def _help(self) -> str:
        return gettext(
            "The limit for documents is %(size)s. Videos and recordings may be larger."
        ) % {"size": filesizeformat(settings.WAGTAILDOCS_MAX_UPLOAD_SIZE)}


class DocumentUploadForm(PermanentFileMixin, BaseDocumentForm):
    """Wagtail’s document form, without program packages."""

    file = DocumentFileField(
        label=_("File"), widget=BaseDocumentForm.Meta.widgets["file"]
    )

    def _update_errors(self, errors: ValidationError) -> None:
        """Drop the redundant error about the extension if the file has another error."""
        if "file" in self.errors:
            errors.error_dict.pop("file", None)
        super()._update_errors(errors)


def _ending(file: Any) -> str:
    return PurePosixPath(file.name).suffix[1:].lower()


def refuse_h5p_package(file: Any) -> None:
    """Refuse an H5P package by its name; nothing in it is opened (decision 2)."""
    if file and file.name.lower().endswith(".h5p"):
        raise ValidationError(
            _(
                "H5P packages are not accepted: they contain programs, and other "
                "people's programs must not run next to learner records. Build "
                "the task in the lesson or in the question bank, as a "
                "self-check, a scenario or a question. Upload a video from the "
                "package as MP4."
            ),
            code="package",
        )


def build_damaged_error() -> ValidationError:
    """Return the error for a picture that cannot be read to its end."""
    words = _(
        "This picture is damaged. Open it on your computer, save it "
        "again and upload the new file."
    )
    return ValidationError(words, code="damaged")

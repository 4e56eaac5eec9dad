"""The forms that pictures and files are uploaded with."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.documents.fields import WagtailDocumentField
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from content.questions.picture_files import is_still
from content.studio import pictures


class StayingFile:
    """A form whose file is uploaded once and then stays: editions may show it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields  # type: ignore[attr-defined]  # the form's
        if self.instance.pk and fields.pop("file", None):  # type: ignore[attr-defined]
            fields["title"].help_text = _(
                "The file itself stays as it is: editions may show it. Upload another "
                "one and choose it in its place."
            )


class PictureField(WagtailImageField):
    """Wagtail's field for pictures, which fails on a picture that ends too early."""

    def to_python(self, data: Any) -> Any:
        """Return the file; refuse a package, and what cannot be read to its end."""
        refuse_package(data)
        try:
            return super().to_python(data)
        except (OSError, SyntaxError) as error:
            raise damaged() from error


class PictureForm(StayingFile, BaseImageForm):
    """Wagtail's form for pictures: still drawings only, and no notes of a camera.

    It asks what is in the picture, for those who do not see it (WCAG 2.2, 1.1.1). Where
    several are uploaded at once it asks at the form that each of them gets then.
    """

    file = PictureField(label=_("File"), widget=BaseImageForm.Meta.widgets["file"])
    decorative = forms.BooleanField(
        label=_("Decorative"),
        required=False,
        help_text=_("It says nothing that the text around it does not say."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "description" not in self.fields:
            return
        self.fields["description"].help_text = _(
            "What matters in it, for those who do not see it. It is offered wherever "
            "the picture is used."
        )
        names = list(self.fields)
        names.remove("decorative")
        names.insert(names.index("description") + 1, "decorative")
        self.order_fields(names)

    def clean(self) -> Any:
        """Demand a description, or the word that the picture needs none."""
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
        """Refuse an SVG that could run something; make anything else ready to be shown."""
        file = self.cleaned_data["file"]
        if not file:
            return file
        if not file.name.lower().endswith(".svg"):
            return self._ready(file)
        if not is_still(file):
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
            return pictures.ready(file)
        except pictures.DamagedError as error:
            raise damaged() from error


class FileField(WagtailDocumentField):
    """Wagtail's field for files, which says what to do instead of a package."""

    def to_python(self, data: Any) -> Any:
        """Return the file; refuse a package."""
        refuse_package(data)
        return super().to_python(data)


class FileForm(StayingFile, BaseDocumentForm):
    """Wagtail's form for files: no packages of programs."""

    file = FileField(label=_("File"), widget=BaseDocumentForm.Meta.widgets["file"])

    def _update_errors(self, errors: ValidationError) -> None:
        """Say of a refused file why, and not also that its kind is not allowed."""
        if "file" in self.errors:
            errors.error_dict.pop("file", None)
        super()._update_errors(errors)


def refuse_package(file: Any) -> None:
    """Refuse an H5P package by its name; nothing in it is opened (decision 2)."""
    if file and file.name.lower().endswith(".h5p"):
        raise ValidationError(
            _(
                "H5P packages are not accepted: they bring programs along, and other "
                "people's programs do not run beside the records of learners. Build the "
                "task in the lesson or in the question bank, as a self-check, a scenario "
                "or a question; upload a film from the package as MP4."
            ),
            code="package",
        )


def damaged() -> ValidationError:
    """Say that a picture cannot be read to its end, and what to do."""
    words = _(
        "This picture is damaged. Open it on your computer, save it anew and upload that."
    )
    return ValidationError(words, code="damaged")

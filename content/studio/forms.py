"""The form that pictures are uploaded with: a drawing may not contain a program."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.images.forms import BaseImageForm

from content.questions.picture_files import is_still


class PictureForm(BaseImageForm):
    """Wagtail's form for pictures, refusing drawings with programs in them."""

    def clean_file(self) -> Any:
        """Refuse an SVG that could run something or fetch something."""
        file = self.cleaned_data["file"]
        is_new = "file" in self.changed_data and file
        if is_new and file.name.lower().endswith(".svg") and not is_still(file):
            raise ValidationError(
                _(
                    "This drawing contains a program or a link. Export it again as a "
                    "plain SVG, or upload it as a PNG."
                ),
                code="lively",
            )
        return file

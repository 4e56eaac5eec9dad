"""Form for uploading a package."""

from django import forms
from django.utils.translation import gettext_lazy as _


class PackageUploadForm(forms.Form):
    """A course package."""

    file = forms.FileField(
        label=_("Course package"),
        help_text=_("A ZIP file made by a platform like this one, up to 60 MB."),
        widget=forms.FileInput(attrs={"accept": ".zip"}),
    )

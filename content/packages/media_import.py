"""Import of the pictures and files of a package into the studio’s library."""

from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.documents import get_document_model
from wagtail.documents.forms import get_document_form
from wagtail.images import get_image_model
from wagtail.images.forms import get_image_form
from wagtail.models import Collection

from content.packages.package_reader import PackageMedium
from content.questions.picture_files import PictureError, read_picture_size

if TYPE_CHECKING:
    from elearning.accounts.models import User


class MediaImporter:
    """Imports media as if the author had uploaded them; can undo it."""

    def __init__(self, by: "User") -> None:
        self.by = by
        self.rows: dict[str, Any] = {}
        self.faults: list[str] = []
        self._written: list[Any] = []

    def put(self, medium: PackageMedium) -> None:
        """Store a picture or a file under its name in the package.

        An invalid one is a fault and is not stored.
        """
        if medium.kind == "picture" and (fault := _fault_of(medium)):
            self.faults.append(fault)
            return
        is_picture = medium.kind == "picture"
        model = get_image_model() if is_picture else get_document_model()
        form_class = get_image_form(model) if is_picture else get_document_form(model)
        form = form_class(
            {"title": medium.title, "collection": Collection.get_first_root_node().pk},
            {"file": SimpleUploadedFile(medium.name, medium.content)},
            instance=model(uploaded_by_user=self.by),
            user=self.by,
        )
        if not form.is_valid():
            texts = [str(one) for errors in form.errors.values() for one in errors]
            self.faults.append(f"{medium.name}: {' '.join(texts)}")
            return
        row = form.save()
        self.rows[medium.name] = row
        self._written.append(row.file)

    def take_back(self) -> None:
        """Delete the files of rows that are rolled back."""
        for file in self._written:
            file.storage.delete(file.name)


def _fault_of(medium: PackageMedium) -> str:
    try:
        read_picture_size(medium.content, medium.name)
    except PictureError as error:
        return str(error)
    return ""

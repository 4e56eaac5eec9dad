"""The numbered requirements, as `requirements.tsv` lists them in our own words."""

import csv
from dataclasses import dataclass
from pathlib import Path

PATH = Path(__file__).with_suffix(".tsv")
_NOT_APPLICABLE = "not applicable: "


@dataclass(frozen=True)
class Requirement:
    """One requirement: where it stands, in which versions, what it says.

    ``note`` says why it is not applicable, or what is still wrong.
    """

    number: str
    section: str
    versions: str
    words: str
    note: str

    @property
    def is_applicable(self):
        return not self.note.startswith(_NOT_APPLICABLE)

    @property
    def is_open(self):
        """Say whether the store is known not to meet it."""
        return bool(self.note) and self.is_applicable


def read():
    """Return every requirement by its number, in order."""
    with PATH.open(newline="") as rows:
        reader = csv.reader(rows, delimiter="\t", quoting=csv.QUOTE_NONE)
        next(reader)
        return {row[0]: Requirement(*row) for row in reader}

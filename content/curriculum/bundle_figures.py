"""Diagrams of a bundle: a drawing without words, and its words in three languages."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils import translation
from yaml import SequenceNode

from content.blocks import drawings
from content.curriculum.errors import FaultCollector
from content.curriculum.yaml_items import YamlItem, read_yaml
from content.questions.picture_files import PictureError, read_picture_size
from elearning.languages import CODES

#: The folder with the drawings of a course.
FOLDER = "figures"
_ENDINGS = (".svg", ".yaml")


@dataclass(frozen=True)
class BundleFigure:
    """A drawing with its words, its description and, where needed, a longer description."""

    path: Path
    source: str
    texts: dict[str, dict[str, str]]
    alts: dict[str, str]
    longs: dict[str, str]

    @property
    def paths(self) -> list[Path]:
        return [self.path, self.path.with_suffix(".svg")]


def read_figures(folder: Path, faults: FaultCollector) -> dict[str, BundleFigure]:
    """Return the drawings in ``folder`` by name; problems are added to ``faults``."""
    found: dict[str, BundleFigure] = {}
    for path in sorted((folder / FOLDER).glob("*")):
        pair = path.with_suffix(_ENDINGS[path.suffix == ".svg"])
        if path.suffix not in _ENDINGS:
            faults.add(path, 1, "A figure is a .svg and a .yaml of the same name.")
        elif not pair.is_file():
            faults.add(path, 1, f"{pair.name} is missing beside it.")
        elif path.suffix == ".yaml" and (figure := _figure(path, pair, faults)):
            found[path.stem] = figure
    return found


def _figure(path: Path, drawing: Path, faults: FaultCollector) -> BundleFigure | None:
    top = read_yaml(path, faults)
    if top is None:
        return None
    top.only("alt", "long", "texts")
    texts = top.need("texts")
    names = texts.names() if texts else []
    figure = BundleFigure(
        path=path,
        source=drawing.read_text("utf-8", errors="replace"),
        texts={name: _words(texts.find(name)) for name in names} if texts else {},
        alts=top.texts("alt"),
        longs=top.maybe_texts("long"),
    )
    with translation.override("en"):  # as every message about a bundle
        try:
            read_picture_size(figure.source.encode(), drawing.name)
            drawings.parse_drawing(figure.source)
        except (PictureError, drawings.DrawingError) as error:
            faults.add(drawing, 1, str(error))
            return None
        for language, reason in _faults(figure):
            (texts or top).fail(f"{language}: {reason}")
    return figure


def _faults(figure: BundleFigure) -> Iterator[tuple[str, str]]:
    for language in CODES:
        said = {name: words.get(language, "") for name, words in figure.texts.items()}
        for reason in drawings.iter_drawing_faults(figure.source, said):
            yield language, reason


def _words(item: YamlItem | None) -> dict[str, str]:
    """Return words in all languages; each is a text or a list of lines."""
    if item is None:
        return {}
    item.only(*CODES)
    said = {}
    for language in CODES:
        found = item.need(language)
        if found is None:
            continue
        is_list = isinstance(found.node, SequenceNode)
        lines = found.items() if is_list else [found]
        said[language] = "\n".join(line.as_text() for line in lines)
    return said

"""Check that names can be searched for, and that modules and functions stay short.

``make check`` runs it as ``python -m tests.naming``. It prints the measures of production
code and what breaks a limit, and ends with 1 where anything does. Migrations are left out.
"""

import ast
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("elearning", "courses", "content")

LONGEST_MODULE, MOST_PARAMETERS, MOST_NOQA = 400, 7, 120
MEDIAN_BODY, NINTH_DECILE_BODY = 6, 18
LIMITS = {  # per cent
    "gerund modules": 3.0,
    "one-word functions": 20.0,
    "shared function names": 3.0,
    "shared class names": 3.0,
}
SHARED_BY = {"functions": 4, "classes": 3}  # modules

# Nouns of the field, or of Django, that only look like gerunds.
NOUNS = {
    "forwarding",
    "grading",
    "licensing",
    "mapping",
    "marking",
    "numbering",
    "parsing",
    "rendering",
    "routing",
    "scheduling",
    "settings",
    "spelling",
    "timing",
    "training",
    "versioning",
}
FRAMEWORK = {"index", "register", "Command", "Config", "Media", "Meta"}
STAND_ALONE = {"courses/evidence/verify.py"}  # a script that travels alone

type Function = ast.FunctionDef | ast.AsyncFunctionDef


def iter_modules(root: Path) -> Iterator[Path]:
    """Yield the modules of the three packages, migrations left out."""
    for package in PACKAGES:
        for path in sorted((root / package).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def count_body_lines(function: Function) -> int:
    """Return how many lines the body takes, without the docstring."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return body[-1].end_lineno - body[0].lineno + 1 if body else 0


def count_parameters(function: Function) -> int:
    """Return how many parameters a caller gives, ``self`` and ``cls`` left out."""
    given = function.args
    names = [one.arg for one in given.posonlyargs + given.args + given.kwonlyargs]
    return len([name for name in names if name not in {"self", "cls"}])


class Census:
    """The names and the sizes of what a tree of modules defines."""

    def __init__(self, root: Path = ROOT) -> None:
        self.modules: list[str] = []
        self.one_word: list[str] = []
        self.functions: defaultdict[str, list[str]] = defaultdict(list)
        self.classes: defaultdict[str, list[str]] = defaultdict(list)
        self.bodies: list[int] = []
        self.faults: list[str] = []
        self.noqa: dict[str, str] = {}
        for path in iter_modules(root):
            self._add(path.relative_to(root).as_posix(), path.read_text("utf-8"))

    def _add(self, path: str, text: str) -> None:
        lines = text.splitlines()
        if len(lines) > LONGEST_MODULE and path not in STAND_ALONE:
            self.faults.append(f"{path}: {len(lines)} lines, at most {LONGEST_MODULE}")
        self.noqa |= {
            f"{path}:{number}": line
            for number, line in enumerate(lines, 1)
            if "# noqa" in line
        }
        tree = ast.parse(text)
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                self.bodies.append(count_body_lines(node))
                if (count := count_parameters(node)) > MOST_PARAMETERS:
                    self.faults.append(f"{path}: {node.name} takes {count} parameters")
        if not path.endswith("__init__.py"):
            self.modules.append(path)
        if "/commands/" not in path:
            self._add_names(path, tree)

    def _add_names(self, path: str, tree: ast.Module) -> None:
        for node in tree.body:
            match node:
                case ast.ClassDef(name=name):
                    named = self.classes
                case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                    named = self.functions
                case _:
                    continue
            if not name.startswith("_") and name not in FRAMEWORK:
                named[name].append(path)
                if (
                    named is self.functions
                    and "_" not in name
                    and not re.search(r"/views[/.]", path)
                ):
                    self.one_word.append(f"{path}: {name}")

    def shares(self) -> dict[str, tuple[float, list[str]]]:
        """Return per cent and culprits of each measure in ``LIMITS``."""
        gerunds = [
            path
            for path in self.modules
            if re.fullmatch(r"[a-z]+ing", stem := Path(path).stem) and stem not in NOUNS
        ]
        functions = sum(map(len, self.functions.values()))
        return {
            "gerund modules": _share(gerunds, len(self.modules)),
            "one-word functions": _share(self.one_word, functions),
            "shared function names": _share(*_shared(self.functions, "functions")),
            "shared class names": _share(*_shared(self.classes, "classes")),
        }


def _shared(named: dict[str, list[str]], kind: str) -> tuple[list[str], int]:
    most = SHARED_BY[kind]
    culprits = [
        f"{path}: {name}"
        for name, paths in named.items()
        if len(paths) >= most
        for path in paths
    ]
    return culprits, sum(map(len, named.values()))


def _share(culprits: list[str], count: int) -> tuple[float, list[str]]:
    return 100 * len(culprits) / max(count, 1), culprits


def find_faults(census: Census) -> Iterator[str]:
    """Yield what breaks a limit, each with where it stands."""
    yield from census.faults
    for name, (share, culprits) in census.shares().items():
        if share > LIMITS[name]:
            yield f"{name}: {share:.1f} %, at most {LIMITS[name]:.0f}"
            yield from (f"  {one}" for one in culprits)
    yield from (
        f"{place}: noqa without a reason"
        for place, line in census.noqa.items()
        if not re.search(r"# noqa: [A-Z0-9, ]+ — \w", line)
    )
    if len(census.noqa) > MOST_NOQA:
        yield f"{len(census.noqa)} noqa, at most {MOST_NOQA}"
    if (middle := median(census.bodies)) > MEDIAN_BODY:
        yield f"median function of {middle} lines, at most {MEDIAN_BODY}"
    if (ninth := quantiles(census.bodies, n=10)[-1]) > NINTH_DECILE_BODY:
        yield f"a tenth of all functions longer than {ninth:.0f} lines"


def main() -> int:
    """Print the measures, then the faults; return the exit status."""
    census = Census()
    shares = ", ".join(
        f"{n} {share:.1f} %" for n, (share, _) in census.shares().items()
    )
    print(shares)
    print(
        f"functions: median {median(census.bodies):.0f} lines, "
        f"90 % within {quantiles(census.bodies, n=10)[-1]:.0f}; {len(census.noqa)} noqa"
    )
    faults = list(find_faults(census))
    print(*faults, sep="\n", end="\n" if faults else "")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())

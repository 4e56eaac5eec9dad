"""The tree of the invented service (curriculum E.2)."""

from elearning.staff.models import Establishment

Kind = Establishment.Kind

_REGIONS = {
    "centre": ("Орталық өңір", "Центральный регион", "Region Centre"),
    "city-a": ("А қаласы", "Город А", "City A"),
    "east": ("Шығыс өңір", "Восточный регион", "Region East"),
    "north": ("Солтүстік өңір", "Северный регион", "Region North"),
    "south": ("Оңтүстік өңір", "Южный регион", "Region South"),
    "west": ("Батыс өңір", "Западный регион", "Region West"),
}
#: Names with non-breaking hyphens.
_PRISONS = {
    "n1": ("N‑1", Kind.MEDIUM),
    "n2": ("N‑2", Kind.MAXIMUM),
    "n3": ("N‑3", Kind.PRE_TRIAL),
    "n4": ("N‑4", Kind.WOMEN),
}
_PROBATION = {"p1": "N‑P1", "p2": "N‑P2"}


def create_establishment_tree() -> dict[str, Establishment]:
    """Make sure that the tree exists, and return its nodes by code."""
    root = Establishment.objects.filter(code="kuis").first()
    if root is None:
        root = Establishment.add_root(
            code="kuis",
            kind=Kind.COMMITTEE,
            title_kk="ҚАЖ комитеті",
            title_ru="Комитет УИС",
            title_en="Central office",
        )
        _grow(root)
    paths = Establishment.objects.filter(path__startswith=root.path)
    return {place.code: place for place in paths}


def _grow(root: Establishment) -> None:
    branches = {code: (Kind.DEPARTMENT, titles) for code, titles in _REGIONS.items()}
    branches["academy"] = (
        Kind.ACADEMY,
        ("Оқу академиясы", "Учебная академия", "Training Academy"),
    )
    branches["methodology"] = (
        Kind.UNIT,
        (
            "Орталық оқу-әдістемелік бөлімі",
            "Центральный учебно-методический отдел",
            "Central training and methodology unit",
        ),
    )
    for code in sorted(branches):
        kind, titles = branches[code]
        branch = _add(root, code, kind, titles)
        if code in _REGIONS:
            _furnish(branch, titles)


def _furnish(region: Establishment, titles: tuple[str, str, str]) -> None:
    kk, ru, en = titles
    for short, (name, kind) in _PRISONS.items():
        labels = (
            f"{kk}, {name} мекемесі",
            f"{ru}, учреждение {name}",
            f"{en}, establishment {name}",
        )
        _add(region, f"{region.code}-{short}", kind, labels)
    for short, name in _PROBATION.items():
        labels = (
            f"{kk}, {name} пробация қызметі",
            f"{ru}, служба пробации {name}",
            f"{en}, probation unit {name}",
        )
        _add(region, f"{region.code}-{short}", Kind.PROBATION, labels)


def _add(
    parent: Establishment, code: str, kind: Kind, titles: tuple[str, str, str]
) -> Establishment:
    kk, ru, en = titles
    parent.refresh_from_db()
    child: Establishment = parent.add_child(
        code=code, kind=kind, title_kk=kk, title_ru=ru, title_en=en
    )
    return child

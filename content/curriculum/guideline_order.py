"""The load order of guidelines: a guideline comes after the ones it cites."""

from collections.abc import Sequence
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise

from content.curriculum.bundle_contents import GuidelineBundle
from content.curriculum.errors import FaultCollector
from courses.provisions.citation_lookup import split_citation


def sort_guidelines(
    bundles: Sequence[GuidelineBundle], faults: FaultCollector
) -> list[GuidelineBundle]:
    """Return ``bundles`` so that each comes after the guidelines whose clauses it cites.

    A clause can be cited only after its guideline is released, so guidelines that cite
    each other in a circle are a fault. The order is deterministic.
    """
    by_code = {bundle.document.code: bundle for bundle in bundles}
    needs = {
        code: sorted(
            {
                cited
                for _path, _line, citation in bundle.document.cite_lines
                if (cited := split_citation(citation)[0]) in by_code and cited != code
            }
        )
        for code, bundle in by_code.items()
    }
    try:
        return [by_code[code] for code in TopologicalSorter(needs).static_order()]
    except CycleError as error:
        circle = error.args[1]
        for code, citing in pairwise(circle):
            _tell(by_code[citing], code, " ← ".join(circle), faults)
        return list(bundles)


def _tell(
    bundle: GuidelineBundle, cited: str, circle: str, faults: FaultCollector
) -> None:
    """Add a fault for each citation of ``cited`` in ``bundle`` as part of the circle."""
    for path, line, citation in bundle.document.cite_lines:
        if split_citation(citation)[0] == cited:
            reason = f"“{citation}” closes a circle of guidelines: {circle}."
            faults.add(path, line, f"{reason} Leave the citation out on one side.")

"""The sheets' formulas work out of random small rounds what Python works out: an engine calculates them, in seconds.

The gate (tests/engines) asks three engines the same of whole workbooks.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random
from typing import Any, NoReturn

import pytest
from engines.cells import saved_results
from engines.comparison import outcome
from engines.engine import WRITTEN_OUT
from engines.iron import IronCalc
from workbooks import with_rows

from smreport.blueprint.answers import Answers, tables_from
from smreport.blueprint.templates import load
from smreport.blueprint.understanding import as_excel_reads
from smreport.decision.check import check_cells
from smreport.decision.results import computed_cells, decide
from smreport.workbook.emit.writer import Shown, emit

pytestmark = pytest.mark.engines

AREAS = ("Answers (Activity)", "Libraries (Service)", "Parks (Service)")
ROLES = ("Adviser", "Librarian", "Ranger")
PROJECTS = tuple(f"Project {number}" for number in range(1, 7))


def answers(chance: Random) -> Answers:
    """A round in which something of everything happens; most have few blanks, so that scores are told."""
    some = 0.05 if chance.random() < 0.6 else 0.3

    def perhaps(*values: object, share: float = some) -> Any:
        return None if chance.random() < share else chance.choice(values)

    def several(values: tuple[str, ...]) -> tuple[str, ...] | None:
        return tuple(chance.sample(values, chance.randint(1, 2))) if chance.random() > some / 2 else None

    words = {key: tuple(load().column(key).type.choices.values) for key in (  # type: ignore[attr-defined]
        "mapping.strength", "objectives.importance", "risks.likelihood", "risks.impact"
    )}  # fmt: skip

    def word(key: str, share: float = some) -> Any:
        return perhaps(*words[key], share=share)

    def whose() -> dict[str, object]:
        owner = chance.random()
        if owner < 0.5:
            return {"role": chance.choice(ROLES)}
        return {"project": chance.choice(PROJECTS)} if owner < 0.9 else {}

    lines = [
        {
            **({"role": ROLES[at]} if at < len(ROLES) else whose()), "setup_cost": perhaps(0, 900, 12_000, 70_000),
            "yearly_cost": perhaps(0, 350, 8_000), "hours": perhaps(0, 4, 25.5),
            "runs": perhaps("Ends", "Goes on", share=0.3),
        }
        for at in range(8)
    ]  # fmt: skip
    risks = [
        {
            "risk": f"Risk {at}", **({"role": ROLES[at]} if at < len(ROLES) else whose()),
            "likelihood": word("risks.likelihood"), "impact": word("risks.impact"),
            "residual_likelihood": word("risks.likelihood", 0.4), "residual_impact": word("risks.impact", 0.4),
        }
        for at in range(7)
    ]  # fmt: skip
    projects = [
        {
            "title": title, "areas": several(AREAS), "roles": several(ROLES),
            "status": perhaps("Proposed", "Proposed", "Approved", "In progress", "Done", "Dropped"),
            "start": perhaps(date(2027, 4, 1), date(2027, 7, 15), date(2028, 1, 1)),
            "finish": perhaps(date(2028, 3, 31), date(2028, 6, 30), date(2030, 1, 31), share=0.4),
        }
        for title in PROJECTS
    ]  # fmt: skip
    swings = [chance.choice((0, 20, 50, 100)) for _ in range(3)] if chance.random() < 0.7 else [None] * 3
    swings = [None if chance.random() < 0.03 else swing for swing in swings]
    settings = {
        "plan_start": date(2027, 4, 1), "horizon_years": perhaps(1, 3, 4, 5, share=0.3),
        "discount_rate": perhaps(0, 0.035, 0.1, share=0.4), "hourly_rate": perhaps(0, 26, share=0.4),
        "compete_again": perhaps(True, False, share=0.5),
        **dict(zip(("weight_benefit", "weight_cost", "weight_risk"), swings, strict=True)),
        "benefit_at_0": perhaps(0, 2, share=0.6), "benefit_at_100": perhaps(12, 40, share=0.6),
        "cost_at_0": perhaps(60_000, 400_000, share=0.6), "cost_at_100": perhaps(0, 5_000, share=0.6),
        "risk_at_0": perhaps(25, 16, share=0.6), "risk_at_100": perhaps(1, 4, share=0.6),
    }  # fmt: skip
    return {
        "settings": settings,
        "areas": [
            {"name": name.partition(" (")[0], "kind": name.partition(" (")[2][:-1], "status": status}
            for name, status in zip(AREAS, ("In scope", None, chance.choice(("Parked", "In scope"))), strict=True)
        ],
        "roles": [{"role": role} for role in ROLES],
        "objectives": [
            {"area": area, "objective": objective, "importance": word("objectives.importance")}
            for area in (*AREAS, "All areas") for objective in ("Listen", "Grow") if chance.random() < 0.7
        ],
        "mapping": [
            {
                "area": perhaps(*AREAS), "objective": chance.choice(("Listen", "Grow")), "role": perhaps(*ROLES),
                "strength": word("mapping.strength"),
            }
            for _ in range(10)
        ],
        "evaluation": lines, "risks": risks, "portfolio": projects,
    }  # fmt: skip


@pytest.mark.parametrize("seed", range(12))
def test_small_rounds_show_what_python_works_out(
    seed: int, tmp_path: Path, not_installed: Callable[[str], NoReturn]
) -> None:
    if IronCalc.missing():
        not_installed(IronCalc.missing())
    tables = as_excel_reads(tables_from(with_rows(load(), 11), answers(Random(seed))))
    path = tmp_path / "small.xlsx"
    path.write_bytes(emit(tables, Shown(check_cells(tables), computed_cells(decide(tables, strict=False)))))
    found = outcome(IronCalc(tmp_path), path, WRITTEN_OUT, saved_results(path))
    assert found.is_right, str(found)

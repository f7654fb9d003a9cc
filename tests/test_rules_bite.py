"""Each rule of each template finds something that no other rule finds, so that none can be lost unnoticed."""

from __future__ import annotations

import pytest
from seeds import BREAK, Seed, seeds

from smreport.blueprint.rules import KINDS, Rule
from smreport.blueprint.templates import load, shipped
from smreport.decision.check import check
from smreport.findings import Finding

TEMPLATES = {name: load(name) for name in shipped()}
SEEDS = {
    f"{name}: {seed.rule.code(seed.sheet)} {number}": seed
    for name, blueprint in TEMPLATES.items()
    for number, seed in enumerate(seeds(blueprint))
}


def missed_without_its_rule(seed: Seed) -> list[Finding]:
    """What is not found any more once the seed's rule is switched off."""
    left = check(seed.tables_without_rule())
    return [finding for finding in check(seed.tables) if finding not in left]


def test_every_rule_of_every_template_has_a_seed() -> None:
    asked = [sheet for blueprint in TEMPLATES.values() for sheet in blueprint if not sheet.rows_from]
    assert [seed.rule for seed in SEEDS.values()] == [rule for sheet in asked for rule in sheet.rules]
    assert set(BREAK) >= set(KINDS.values())


@pytest.mark.parametrize("seed", SEEDS.values(), ids=SEEDS.keys())
def test_what_breaks_a_rule_is_found_by_that_rule_alone(seed: Seed) -> None:
    missed = missed_without_its_rule(seed)
    assert seed.cell in [finding.cell for finding in missed]
    assert {finding.code for finding in missed} == {seed.rule.code(seed.sheet)}
    assert {finding.sheet for finding in missed} == {seed.sheet.title}


@pytest.mark.parametrize("kind", BREAK, ids=lambda kind: kind.kind)
def test_a_kind_of_rule_that_finds_nothing_is_noticed(kind: type[Rule], monkeypatch: pytest.MonkeyPatch) -> None:
    broken = [seed for seed in SEEDS.values() if type(seed.rule) is kind][:3]
    assert broken
    monkeypatch.setattr(kind, "fails", lambda self, row, lookup: False)
    assert [seed for seed in broken if missed_without_its_rule(seed)] == []

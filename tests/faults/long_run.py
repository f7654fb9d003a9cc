"""Kills commands at random moments and after every step of saving, as no test has time for. Run by hand.

    cd tests && python -m faults.long_run [KILLS [SEED [WORD]]]

Each kill comes after a time drawn evenly from the length of an undisturbed run. With WORD only the cases in whose
name it is are run. What it harmed is printed; the exit code is 1 where it harmed anything.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from faults.killed_at_each_step import digests
from faults.test_kills import CASES, LITTER, Case, Digests, finish, harm_done, harm_in, killed_at_each_step, prepare

MORE_CASES = {
    "new over another": Case("new -o old.xlsx --force", lasting=("old.xlsx",)),
    "refresh over another": Case("refresh workbook.xlsx -o old.xlsx --force", lasting=("old.xlsx",)),
    "guide over another": Case("handbook -o strategy.docx --force", lasting=("strategy.docx",)),
    "demo again": Case("demo -o ."),
    "split by group over split": Case("split workbook.xlsx -o . --by group", first="split workbook.xlsx -o ."),
    "merge over another": Case(
        "merge ../sent -o old.xlsx --force", first="split workbook.xlsx -o ../sent", lasting=("old.xlsx",)
    ),
}


@dataclass
class Tally:
    """What became of the kills of one command."""

    too_late: int = 0
    before_saving: int = 0
    while_saving: int = 0
    with_litter: int = 0
    harm: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        killed = self.before_saving + self.while_saving
        return (
            f"{killed} killed ({self.before_saving} left the folder as it was, {self.while_saving} had begun to save, "
            f"{self.with_litter} left litter), {self.too_late} were done before; harm: {self.harm or 'none'}"
        )


def smreport(folder: Path, case: Case) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "smreport", *case.arguments.split()]
    return subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def undisturbed(finished: Path, case: Case) -> tuple[Digests, int, float]:
    """What the folder holds after a run that nobody kills, its exit code, and how many seconds it takes."""
    with tempfile.TemporaryDirectory() as place:
        folder = prepare(finished, Path(place), case)
        begun = time.perf_counter()
        code = smreport(folder, case).wait()
        assert code in (0, 1)
        return digests(folder), code, time.perf_counter() - begun


def kill_at_random(finished: Path, case: Case, kills: int, chance: random.Random) -> Tally:
    new, usual, length = undisturbed(finished, case)
    tally = Tally()
    for _ in range(kills):
        with tempfile.TemporaryDirectory() as place:
            folder = prepare(finished, Path(place), case)
            old, moment = digests(folder), chance.uniform(0, length)
            run = smreport(folder, case)
            time.sleep(moment)
            run.kill()
            was_killed, killed = run.wait() < 0, digests(folder)
            is_odd = smreport(folder, case).wait() != usual
            found = harm_done(case, old, new, killed, is_odd, digests(folder))
            tally.harm += [f"after {moment:.3f} s: {harm}" for harm in found]
            tally.too_late += not was_killed
            tally.before_saving += was_killed and killed == old
            tally.while_saving += was_killed and killed != old
            tally.with_litter += any(LITTER.fullmatch(name) for name in killed)
    return tally


def kill_at_every_step(finished: Path, case: Case) -> tuple[int, dict[int, list[str]]]:
    with tempfile.TemporaryDirectory() as place:
        return harm_in(case, killed_at_each_step(prepare(finished, Path(place), case), *case.arguments.split()))


def main(kills: str = "200", seed: str = "1", word: str = "") -> int:
    chance, harmed = random.Random(int(seed)), 0
    cases = {name: case for name, case in {**CASES, **MORE_CASES}.items() if word in name}
    with tempfile.TemporaryDirectory() as place:
        finished = finish(Path(place) / "finished")
        for number, (name, case) in enumerate(cases.items()):
            share = (int(kills) + number) // len(cases)
            tally = kill_at_random(finished, case, share, chance)
            print(f"{name}, at random moments: {tally}", flush=True)
            steps, harm = kill_at_every_step(finished, case)
            print(f"{name}, after every step of saving: {steps} killed; harm: {harm or 'none'}", flush=True)
            harmed += len(tally.harm) + len(harm)
    return 1 if harmed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

"""What many exports cost to make, and to compare in one query: the queries of docs/many-workbooks.md, on 1,000 of them.

    python benchmarks/many.py --exports 1000

A few invented workbooks (a service's return each, with figures not for publication in one of them) are read, decided
and exported again and again under other names of organisations, as Parquet, in one process. Then DuckDB,
in a process of its own, runs each query of the page. It prints processor seconds and seconds by the clock, sizes on
disk, and the peak memory of DuckDB's process. Needs pyarrow and duckdb: python -m pip install -e '.[engines]'.
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from smreport.frozen import replace

PAGE = Path(__file__).parent.parent / "docs" / "many-workbooks.md"
DISTINCT = 6
STYLES = ("parquet", "csv")


def queries() -> dict[str, str]:
    """The queries of the page, by the heading that each stands under."""
    _, *parts = re.split(r"^## (.+)\n", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    pairs = zip(parts[::2], parts[1::2], strict=True)
    blocks = {name: re.findall(r"^```sql\n(.*?)^```", text, re.MULTILINE | re.DOTALL) for name, text in pairs}
    return {name: "".join(each) for name, each in blocks.items() if each}


def make(folder: Path, how_many: int, styles: Sequence[str]) -> None:
    """Write so many exports of each style, and print what they cost."""
    from cases import answers
    from sizes import Size

    from smreport.blueprint.answers import tables_from
    from smreport.commands.making import workbook_bytes
    from smreport.commands.reading import load_template, read_workbook
    from smreport.decision.results import decide
    from smreport.exchange.tables import export
    from smreport.papers.case import Case
    from smreport.papers.wording import wording_of
    from smreport.saving import save_own

    blueprint, paths = load_template("social_media"), []
    for seed in range(DISTINCT):
        content = answers(Size(1, 25, 1), seed + 1)
        content["evaluation"][0]["not_public"] = seed == 0
        paths.append(folder / f"{seed}.xlsx")
        paths[-1].write_bytes(workbook_bytes(tables_from(blueprint, content)))
    spent = dict.fromkeys(("read", "decided", *styles), 0.0)
    start = time.perf_counter()
    for number in range(how_many):
        at = time.process_time()
        tables = read_workbook(paths[number % DISTINCT])
        settings = tables["settings"]
        named = replace(settings, columns={**settings.columns, "organisation": [f"Council {number}"]})
        tables = replace(tables, tables={**tables.tables, "settings": named})
        spent["read"], at = spent["read"] + time.process_time() - at, time.process_time()
        results = decide(tables)
        case = Case(results, wording_of(results.tables.blueprint), False)
        spent["decided"], at = spent["decided"] + time.process_time() - at, time.process_time()
        for style in styles:
            save_own(folder / style / "exports" / f"council-{number:05}", export(case, style))
            spent[style], at = spent[style] + time.process_time() - at, time.process_time()
    print(f"{how_many:,} exports of each style in {time.perf_counter() - start:.0f} s by the clock; processor seconds:")
    print("  " + ", ".join(f"{name} {seconds:.1f}" for name, seconds in spent.items()))
    for style in styles:
        files = [path.stat() for path in (folder / style).rglob("*") if path.is_file()]
        size, taken = sum(each.st_size for each in files) / 1e6, sum(each.st_blocks for each in files) * 512 / 1e6
        print(f"  {style}: {len(files):,} files, {size:.0f} MB, on disk {taken:.0f}")


def ask() -> None:
    """Run the queries in the folder of the exports, and print what each took."""
    import duckdb

    with duckdb.connect() as database:
        for name, query in queries().items():
            clock, processor = time.perf_counter(), time.process_time()
            rows = database.execute(query).fetchall()
            told = f"{time.perf_counter() - clock:.1f} s by the clock, {time.process_time() - processor:.1f} s cpu"
            print(f"  {name}: {told}, {len(rows):,} rows", flush=True)
    print(f"  at the most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def main() -> None:
    """Make, then ask; the second in a process of its own, so that its memory is its own."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--exports", type=int, default=1000)
    options.add_argument("--csv", action="store_true", help="write CSV files too, to compare")
    options.add_argument("--ask", action="store_true", help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.ask:
        ask()
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        print(f"load at the start: {os.getloadavg()[0]:.1f}, processors: {os.cpu_count()}", flush=True)
        make(folder, given.exports, STYLES if given.csv else STYLES[:1])
        command: Sequence[str] = (sys.executable, str(Path(__file__).resolve()), "--ask")
        subprocess.run(command, cwd=folder / "parquet", check=True)
        print(f"load at the end: {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()

"""A long run of the merge property test: ``cd tests && python -m word.merge_run 500 1 [libreoffice|onlyoffice]``.

The first number says how many papers, the second with which seed to begin.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from word.test_merge_property import case, converted, require_sound


def main() -> int:
    count, start, program = int(sys.argv[1]), int(sys.argv[2]), (*sys.argv[3:], "")[0]
    failed = 0
    for at in range(start, start + count, 25):
        cases = {f"seed{seed}": case(seed) for seed in range(at, min(at + 25, start + count))}
        saved = _saved({name: old for name, (_, old, _, _) in cases.items()}, program)
        for name, (first, _, second, person) in cases.items():
            what = f"{name}: {person.done}"
            try:
                require_sound(first, saved[name], second, person, what)
            except Exception as fault:
                failed += 1
                print(what, type(fault).__name__, str(fault)[:600], flush=True)
    print(f"{count} papers, {failed} failed")
    return int(failed > 0)


def _saved(contents: dict[str, bytes], program: str) -> dict[str, bytes]:
    with tempfile.TemporaryDirectory() as folder:
        if program == "libreoffice":
            return converted(contents, Path(folder), shutil.which("soffice") or "soffice")
        if program == "onlyoffice":
            from engines.onlyoffice import resaved

            return {name: resaved(content, Path(folder)) for name, content in contents.items()}
    return contents


if __name__ == "__main__":
    sys.exit(main())

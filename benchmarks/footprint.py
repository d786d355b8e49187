"""Peak memory and time of a first dispatch from a cold start; size of what is installed."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "examples" / "depeche.txt"
STARTS = 7
PEAK = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def main() -> int:
    """Install the core by itself, then measure it."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "core"
        venv.create(home, with_pip=True)
        python = home / "bin" / "python"
        before = _size(home)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", str(ROOT)], check=True)
        print(f"installed: {(_size(home) - before) / 1e6:.0f} MB (core, its dependencies and the pack)")
        command = [home / "bin" / "inquit", "read", "--format", "jsonl", SAMPLE]
        spent = []
        for _ in range(STARTS):
            begun = time.perf_counter()
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            spent.append(time.perf_counter() - begun)
        # In a process of its own: this one has pip among its children.
        alone = subprocess.run([python, "-c", PEAK, *map(str, command)], check=True, capture_output=True, text=True).stdout
        print(f"first dispatch from a cold start: {statistics.median(spent):.2f} s (median of {STARTS}, best {min(spent):.2f})")
        print(f"peak memory: {int(alone) / 1024:.0f} MB")
    return 0


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


if __name__ == "__main__":
    sys.exit(main())

"""Compares the real site and the sample district as two commits build them, byte for byte: compare.py OLD NEW.

Run it before and after a change that must not change any output. It builds each commit in its own folder and prints the
files that differ.
"""

from __future__ import annotations

import filecmp
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DAY = "1795521600"  # 2026-11-24, so that both builds see the same day


def made(commit: str, folder: Path) -> Path:
    """The files of both sites, and the answers of the check, as a commit makes them."""
    tree, out = folder / "tree", folder / "out"
    subprocess.run(["git", "worktree", "add", "--quiet", "--detach", tree, commit], cwd=ROOT, check=True)
    environment = os.environ | {"PYTHONPATH": str(tree / "hooks"), "SOURCE_DATE_EPOCH": DAY}
    try:
        for name, data in (("real", tree), ("sample", tree / "examples" / "sample-district")):
            command = [sys.executable, "-m", "affinity_hub"]
            build = [*command, "build", data, "--out", out / name, "--first"]
            subprocess.run([*map(str, build)], cwd=tree, env=environment, check=True, stdout=subprocess.DEVNULL)
            check = [*command, "check", data, "--format", "json", "--series"]
            with (out / f"{name}.json").open("w") as stream:
                subprocess.run([*map(str, check)], cwd=tree, env=environment, check=True, stdout=stream)
    finally:
        subprocess.run(["git", "worktree", "remove", "--force", tree], cwd=ROOT, check=True)
    return out


def differing(old: Path, new: Path) -> list[str]:
    """The names of the files that differ, or that only one of the two folders has."""
    names = {path.relative_to(file).as_posix() for file in (old, new) for path in file.rglob("*") if path.is_file()}
    same, _, _ = filecmp.cmpfiles(old, new, sorted(names), shallow=False)
    return sorted(names.difference(same))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        before, after = (made(commit, Path(place) / str(number)) for number, commit in enumerate(sys.argv[1:3]))
        for name in (found := differing(before, after)):
            print(name)
    print(f"{len(found)} files differ.")
    sys.exit(bool(found))

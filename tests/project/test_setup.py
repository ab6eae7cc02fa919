"""`make` sets up .venv, and sets it up again after an interruption, a copy, or the loss of its Python."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.site

# A project with this project's Makefile that needs nothing from the network. Its build backend says when pip runs it,
# and waits so that the test can interrupt it.
PYPROJECT = """\
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]

[project]
name = "thing"
version = "1.0"
"""
BACKEND = """\
import time
import zipfile
from pathlib import Path

INFO = "thing-1.0.dist-info"

def build_editable(folder, config_settings=None, metadata_directory=None):
    Path("pip-is-installing").touch()
    time.sleep(0.3)
    name = "thing-1.0-py3-none-any.whl"
    with zipfile.ZipFile(Path(folder, name), "w") as wheel:
        wheel.writestr("thing.py", "def run():\\n    print('it runs')\\n")
        wheel.writestr(f"{INFO}/METADATA", "Metadata-Version: 2.1\\nName: thing\\nVersion: 1.0\\n")
        kind = "Wheel-Version: 1.0\\nGenerator: x\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n"
        wheel.writestr(f"{INFO}/WHEEL", kind)
        wheel.writestr(f"{INFO}/entry_points.txt", "[console_scripts]\\nthing = thing:run\\n")
        wheel.writestr(f"{INFO}/RECORD", "")
    return name
"""
MAKE = ["make", "--no-print-directory", ".venv/.site", f"PYTHON={sys.executable}"]


def environment() -> dict[str, str]:
    """The environment without the variables of the surrounding make, and without a network."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "PYTHON", "PIP_"))}
    return kept | {"PIP_NO_INDEX": "1"}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "a project"
    folder.mkdir()
    shutil.copy(ROOT / "Makefile", folder)
    (folder / "pyproject.toml").write_text(PYPROJECT, "utf-8")
    (folder / "backend.py").write_text(BACKEND, "utf-8")
    (folder / "requirements.txt").write_text("", "utf-8")
    (folder / "requirements-test.txt").write_text("", "utf-8")
    return folder


def check_that_it_works(project: Path) -> None:
    done = subprocess.run(MAKE, cwd=project, env=environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    thing = subprocess.run([".venv/bin/thing"], cwd=project, capture_output=True, text=True, check=False)
    assert (thing.returncode, thing.stdout) == (0, "it runs\n"), thing.stderr
    program = (project / ".venv" / "bin" / "thing").read_text("utf-8")
    assert str(project / ".venv" / "bin") in program, "the program uses the environment of this folder"
    again = subprocess.run([*MAKE, "--question"], cwd=project, env=environment(), check=False)
    assert again.returncode == 0, "a second run has nothing to do"


@pytest.mark.parametrize(
    "moment",
    [
        pytest.param(".venv/pyvenv.cfg", marks=pytest.mark.long),
        pytest.param(".venv/bin/python", marks=pytest.mark.long),
        pytest.param(".venv/lib/python*/site-packages/pip", marks=pytest.mark.long),
        pytest.param(".venv/bin/pip", marks=pytest.mark.long),
        pytest.param("pip-is-installing", marks=pytest.mark.long),
        pytest.param(".venv/lib/python*/site-packages/thing*", marks=pytest.mark.long),
    ],
)
def test_the_next_run_repairs_an_interrupted_first_run(project: Path, moment: str) -> None:
    with subprocess.Popen(MAKE, cwd=project, env=environment(), start_new_session=True) as first:
        end = time.monotonic() + 60
        while not any(project.glob(moment)):
            assert time.monotonic() < end
            time.sleep(0.001)
        os.killpg(first.pid, signal.SIGKILL)
    assert not (project / ".venv" / ".site").exists()
    check_that_it_works(project)


@pytest.fixture
def ready(project: Path) -> Path:
    check_that_it_works(project)
    return project


@pytest.mark.long
def test_an_installation_that_pip_takes_for_complete_is_not_trusted_after_a_kill(ready: Path) -> None:
    """Pip writes the metadata of a package before its scripts, and later checks only the metadata."""
    (ready / "requirements.txt").write_text("# another\n", "utf-8")
    (ready / "pip-is-installing").unlink()
    with subprocess.Popen(MAKE, cwd=ready, env=environment(), start_new_session=True) as second:
        while not (ready / "pip-is-installing").exists():
            assert second.poll() is None, "the installation has ended, and nobody saw its mark"
            time.sleep(0.001)
        os.killpg(second.pid, signal.SIGKILL)
    (ready / ".venv" / "bin" / "pip").write_text("", "utf-8")
    (ready / ".venv" / "bin" / "thing").unlink(missing_ok=True)
    check_that_it_works(ready)


@pytest.mark.long
def test_a_missing_python_is_replaced(ready: Path) -> None:
    (ready / ".venv" / "bin" / "python").unlink()
    (ready / ".venv" / "bin" / "python").symlink_to("/nowhere/python3")
    check_that_it_works(ready)


@pytest.mark.long
def test_a_python_of_another_version_is_noticed(ready: Path) -> None:
    """After a system upgrade, the packages are in a folder that only the previous Python version searches."""
    packages = next((ready / ".venv" / "lib").glob("python3*"))
    packages.rename(packages.with_name("python3.0"))
    check_that_it_works(ready)


@pytest.mark.long
def test_a_copied_environment_is_set_up_again(ready: Path) -> None:
    other = ready.parent / "another place"
    shutil.copytree(ready, other, symlinks=True)
    check_that_it_works(other)
    ready.rename(ready.parent / "moved")
    check_that_it_works(ready.parent / "moved")


@pytest.mark.parametrize("program", ["false", "there-is-no-such-program"])
def test_an_unsuitable_python_is_named(project: Path, program: str) -> None:
    words = [*MAKE[:-1], f"PYTHON={program}"]
    done = subprocess.run(words, cwd=project, env=environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert f'This needs Python 3.11 or newer, and "{program}" is not that.' in done.stderr
    assert not (project / ".venv").exists()

"""`affinity-hub new`: the data files of a new hub."""

from __future__ import annotations

import argparse
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Final

from affinity_hub import environment
from affinity_hub.cli.command import Command, CommandResult, lines
from affinity_hub.core.file_names import FILE_NAMES, IMPORTED
from affinity_hub.core.problems import DataError
from affinity_hub.hub.embed_contract import NAME as CONTRACT
from affinity_hub.messages.report import Report
from affinity_hub.starter import new_hub

# The names of each answer on the command line and in `make new`.
_OPTIONS: Final = {field: f"--{field.replace('_', '-')} " for field in new_hub.SETUP_QUESTIONS}
_VARIABLES: Final = {field: f"{field.upper()}=" for field in new_hub.SETUP_QUESTIONS} | {"time_zone": "ZONE="}


def run(options: argparse.Namespace) -> CommandResult:
    """Writes the data files of a new hub: settings in your words, empty lists with examples, and two pages.

    Nothing is overwritten: FOLDER must be new or empty. `make new` adds --in-place, which replaces the data in FOLDER
    if git has a copy of each file. Exit status: 0 the files are there, 2 an answer or the folder can't be used.
    """
    folder = Path(options.folder)
    labels = _VARIABLES if options.in_place else _OPTIONS
    answers = new_hub.read({field: getattr(options, field) for field in new_hub.SETUP_QUESTIONS})
    wrong = [_sentence(answer, labels) for answer in answers] if isinstance(answers, list) else []
    if why := _not_committed(folder) if options.in_place else _not_empty(folder):
        wrong.append(why)
    if not isinstance(answers, new_hub.Answers) or wrong:
        return CommandResult(2, err=lines(*wrong, "Nothing was written."))
    texts = new_hub.files(answers, schema_folder="schema/" if (folder / "schema/hub.schema.json").is_file() else "")
    if problems := _problems(texts):
        return CommandResult(2, err=lines(problems, "Nothing was written. Change the answer in the line above."))
    replaced = _remove_old(folder) if options.in_place else []
    new_hub.write(texts, folder)
    notice = [f"Replaced: {', '.join(replaced)}", ""] if replaced else []
    return CommandResult(out=lines(*notice, *_next_steps(folder, texts, in_place=options.in_place)))


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Adds the arguments of `new`."""
    command.add_argument("folder", metavar="FOLDER", help="the folder to write: new, or empty")
    command.add_argument("--name", metavar="TEXT", help="the name of the site, such as  'Community Hub'")
    command.add_argument("--organization", metavar="TEXT", help="the name of the organization")
    command.add_argument("--kind", metavar="KIND", help=f"the kind of organization: {', '.join(new_hub.KIND_CHOICES)}")
    command.add_argument("--url", metavar="URL", help="the address at which the site will be published: https://…")
    command.add_argument("--time-zone", metavar="ZONE", help="the time zone of the hub, such as  America/Chicago")
    help_text = "replace the data in FOLDER, a repository made from the template, if git has a copy of each file"
    command.add_argument("--in-place", action="store_true", help=help_text)


def _sentence(answer: new_hub.WrongAnswer, labels: dict[str, str]) -> str:
    """The mistake in an answer, under the name that the reader typed, and what to type instead."""
    label = labels[answer.field]
    is_plain = " " not in answer.instead or answer.instead.startswith('"')
    value = answer.instead if is_plain else f'"{answer.instead}"'
    hints = [f"Write:  {label}{value}" if answer.instead else "", *answer.hint.split("\n")]
    return "\n    ".join([f"{label.rstrip(' =')}: {answer.message}", *filter(None, hints)])


def _not_empty(folder: Path) -> str:
    """Why a new hub can't be written into a folder; empty if it can."""
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        return f"{folder}: This is {'a link' if folder.is_symlink() else 'a file'}.\n    Name a new folder."
    if folder.is_dir() and any(folder.iterdir()):
        return f"{folder}: This folder is not empty, and nothing in it may be overwritten.\n    Name a new folder."
    return ""


def _not_committed(folder: Path) -> str:
    """Why the data in a folder can't be replaced; empty if git has a copy of each file."""
    command = ["git", "-C", str(folder), "status", "--porcelain", "--ignored", "--untracked-files=all", "--"]
    try:
        done = subprocess.run([*command, *_old_names()], capture_output=True, text=True, check=False)  # noqa: S603
    except FileNotFoundError:
        return "The program git is missing.\n    Install git, because only git can restore the old files."
    if done.returncode:
        return (
            f"{folder}: This is not a git repository, so nothing could restore the old files.\n"
            "    Write your hub into a new folder:  affinity-hub new FOLDER"
        )
    if changed := [row[3:] for row in done.stdout.splitlines()]:
        return (
            f"These files have changes that git has no copy of: {', '.join(changed)}\n"
            f"    To keep the changes, commit them:  git add {' '.join(changed)} && git commit\n"
            "    To drop the changes, take the files back:  git restore FILE"
        )
    return ""


def _old_names() -> list[str]:
    """The files and folders of the data that `new` replaces."""
    names = [name for stem in FILE_NAMES for name in (f"{stem}.yml", stem)]
    return [*names, IMPORTED, CONTRACT, "docs/about.md", "docs/accessibility.md"]


def _remove_old(folder: Path) -> list[str]:
    """Removes the data of a folder. Returns the names of the removed files and folders."""
    removed = []
    for name in _old_names():
        path = folder / name
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
            removed.append(f"{name}/")
        elif path.exists() or path.is_symlink():
            path.unlink()
            removed.append(name)
    return removed


def _problems(texts: dict[str, str]) -> str:
    """The problems that the check finds in the files of a new hub, for example a telephone number in its name; empty if
    there are none."""
    with tempfile.TemporaryDirectory() as temporary:
        new_hub.write(texts, Path(temporary))
        try:
            environment.load_hub(Path(temporary), environment.now())
        except DataError as error:
            return Report(Path(temporary), error.problems).text()
    return ""


def _next_steps(folder: Path, texts: dict[str, str], *, in_place: bool) -> list[str]:
    """The lines that tell the user which files were written, and what to do next."""
    steps = [
        "Next:",
        "  1. Add your groups to groups.yml and your events to events.yml. Each file begins with an example.",
        "  2. Write who answers questions:  contact:  in hub.yml",
    ]
    if in_place:
        steps.append("  3. Look at your site:  make serve")
    else:
        steps.append(f"  3. Look for mistakes:  affinity-hub check {folder}")
        steps.append(f"  4. Build the site:  affinity-hub build {folder} --out site --first")
    return [f"Wrote into {folder}: {', '.join(sorted(texts))}", "", *steps]


COMMAND: Final = Command("new", run, add_arguments)

"""The list of commands: each has its own module and a help text."""

from __future__ import annotations

from pathlib import Path

import pytest
from affinity_hub.cli import commands
from affinity_hub.cli.command import Command
from affinity_hub.cli.main import COMMANDS

FOLDER = Path(commands.__path__[0])


def module_of(command: Command) -> str:
    """The name of a command's module. Python reserves the word `import`."""
    return {"import": "import_calendars"}.get(command.name, command.name.replace("-", "_"))


def test_every_module_of_commands_is_in_the_list() -> None:
    modules = {path.stem for path in FOLDER.glob("*.py")} - {"__init__"}
    assert {module_of(command) for command in COMMANDS} == modules
    assert len(COMMANDS) == len(modules)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_a_command_is_named_after_its_module_and_has_help(command: Command) -> None:
    assert command.run.__module__ == f"{commands.__name__}.{module_of(command)}"
    assert command.help.partition("\n")[0].endswith(".")

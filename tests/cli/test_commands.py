"""The list of commands: each has its own module and a help text."""

from __future__ import annotations

from pathlib import Path

import pytest
from affinity_hub.cli import commands
from affinity_hub.cli.main import COMMANDS, command

FOLDER = Path(commands.__path__[0])


def module_of(name: str) -> str:
    """The name of a command's module. Python reserves the word `import`."""
    return {"import": "import_calendars"}.get(name, name.replace("-", "_"))


def test_every_module_of_commands_is_in_the_list() -> None:
    modules = {path.stem for path in FOLDER.glob("*.py")} - {"__init__"}
    assert {*map(module_of, COMMANDS)} == modules
    assert len(COMMANDS) == len(modules)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_named_after_its_module_and_has_help(name: str) -> None:
    found = command(name)
    assert found.name == name
    assert found.run.__module__ == f"{commands.__name__}.{module_of(name)}"
    assert found.help.partition("\n")[0].endswith(".")

"""Only a terminal shows the progress of a long command."""

from __future__ import annotations

import io

import pytest
from affinity_hub import environment


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def shown(stream: io.StringIO, monkeypatch: pytest.MonkeyPatch, seconds: float) -> str:
    monkeypatch.setattr(environment, "SECONDS_OF_SILENCE", seconds)
    monkeypatch.setenv("TERM", "xterm")
    progress = environment.TerminalProgress(stream)
    progress("Reading [events].yml", 1, 4)
    progress("Writing", 3, 4)
    progress.close()
    return stream.getvalue()


def test_a_terminal_shows_the_step_and_its_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    text = shown(Terminal(), monkeypatch, 0)
    assert "Reading [events].yml" in text
    assert "25%" in text
    assert "Writing" in text
    assert "75%" in text


def test_a_short_command_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(Terminal(), monkeypatch, 60) == ""


def test_a_file_or_a_pipe_gets_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(io.StringIO(), monkeypatch, 0) == ""


def test_standard_error_may_be_closed() -> None:
    progress = environment.TerminalProgress(None)
    progress("Reading", 1, 2)
    progress.close()

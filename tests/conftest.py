"""Goldens: the expected output of a test, in a file beside its input."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--update`` rewrites every golden the tests reach; ``--run-transcripts`` replays shell sessions."""
    parser.addoption("--update", action="store_true", help="rewrite goldens with what the tests produce")
    parser.addoption("--run-transcripts", action="store_true", help="replay the sessions in Markdown files")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """``golden(path, text)`` fails where the text is not, byte for byte, what the file holds."""
    update = bool(request.config.getoption("--update"))

    def compare(path: Path, text: str) -> None:
        if update:
            path.write_bytes(text.encode())
        assert path.exists(), f"{path} does not exist: run pytest --update and read what it writes"
        assert text == path.read_bytes().decode()

    return compare

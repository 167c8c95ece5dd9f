"""The rules that ship, read once for all tests of the incentives."""

import pytest

from matcher.incentives.evaluator import Rules
from matcher.incentives.packs import library


@pytest.fixture(scope="session")
def shipped() -> Rules:
    return Rules(library())

"""One real server for all tests that only ask it things."""

from collections.abc import Iterator

import pytest

from tests.serve.live import Served, serving


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A process of `segdesk serve` that knows the keys in `live`."""
    with serving(tmp_path_factory.mktemp("serve")) as running:
        yield running


@pytest.fixture(scope="session")
def base(served: Served) -> str:
    """Its address."""
    return served.base

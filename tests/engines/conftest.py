"""What the engines' tests share: a scene, a double of both clouds that knows its mask, and the setup to ask it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from segdesk.engines.setup import AliyunSetup, BaiduSetup, ModelSetup, Setup
from segdesk.engines.transport import Pace, Transport
from tests.engines import tinymodels
from tests.engines.double import ALIYUN_KEYS, BAIDU_KEYS, Double
from tests.scenes import Scene, plum


@pytest.fixture(scope="session")
def scene() -> Scene:
    return plum()


@pytest.fixture
def double(scene: Scene) -> Iterator[Double]:
    with Double(scene.truth) as started:
        yield started


@pytest.fixture(scope="session")
def sam_files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ...]:
    return tinymodels.sam_pair(tmp_path_factory.mktemp("sam"))


@pytest.fixture
def setup(double: Double, sam_files: tuple[Path, ...]) -> Setup:
    return Setup(
        baidu=BaiduSetup(keys=BAIDU_KEYS, endpoint=double.url),
        aliyun=AliyunSetup(keys=ALIYUN_KEYS, endpoint=double.url),
        model=ModelSetup(sam_files),
    )


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> Pace:
    """Transports that lose patience soon."""
    pace = Pace(connect=1, read=1, write=1, whole=3, attempts=3, first_wait=0.01, longest_wait=0.02)
    made = Transport.__init__

    def hurried(self: Transport, service: str, **more: object) -> None:
        made(self, service, **{"pace": pace, **more})  # type: ignore[arg-type]

    monkeypatch.setattr(Transport, "__init__", hurried)
    return replace(pace)

"""The vendors' official SDKs against a started `segdesk serve`, over real sockets: they get the local engine's mask."""

import asyncio
import base64
import io
import json
import time
import warnings
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import pytest

from tests.serve.live import Served, fetched, serving, upload
from tests.serve.pictures import (
    BOX,
    INTEGRATED_PNG,
    KEEP_PNG,
    PNG,
    POSITION,
    REMOVE_PNG,
    automatic_mask,
    decoded,
    local_mask,
    mapped_mask,
)


def imported(module: str, name: str) -> Any:  # noqa: ANN401
    """A class of an SDK. What the SDKs warn of at import, and how they type themselves, is theirs."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return getattr(import_module(module), name)


_MODELS = "alibabacloud_aigen20240111.models"
Client = imported("alibabacloud_aigen20240111.client", "Client")
AddressRequest = imported(_MODELS, "InteractiveScribbleSegmentationRequest")
FilesRequest = imported(_MODELS, "InteractiveScribbleSegmentationAdvanceRequest")
Config = imported("alibabacloud_tea_openapi.models", "Config")
RuntimeOptions = imported("alibabacloud_tea_util.models", "RuntimeOptions")
AipImageProcess = imported("aip", "AipImageProcess")

pytestmark = pytest.mark.filterwarnings("ignore")

PATIENCE = RuntimeOptions(read_timeout=60_000, connect_timeout=3_000)
"""The SDK's own ten seconds are short for a server that segments on a busy machine."""
STATIC = {"access_key_id": "testak", "access_key_secret": "testsecret"}
TEMPORARY = {"access_key_id": "stsak", "access_key_secret": "stssecret", "security_token": "ststoken"}
WAYS: Mapping[str, Mapping[str, str]] = {
    "ACS3": STATIC,
    "RPC v1": STATIC | {"signature_algorithm": "v2"},
    "STS": TEMPORARY,
    "STS, RPC v1": TEMPORARY | {"signature_algorithm": "v2"},
}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A process of `segdesk serve`, all to the SDKs."""
    with serving(tmp_path_factory.mktemp("sdk")) as running:
        yield running


def aliyun(served: Served, **config: str) -> Any:  # noqa: ANN401
    """The official client on this server. Its second endpoint can be set in no other way."""
    client = Client(Config(region_id="cn-shanghai", endpoint=served.netloc, protocol="http", **config))
    client._open_platform_endpoint = served.netloc
    return client


def baidu(served: Served, api_key: str = "testbduak", secret_key: str = "testbdusk") -> Any:  # noqa: ANN401
    """The official client, which asks for tokens here."""
    client = AipImageProcess("app", api_key, secret_key)
    client._AipBase__accessTokenUrl = f"{served.base}/oauth/2.0/token"
    return client


def mask_at(url: str) -> np.ndarray:
    answer = fetched(url)
    assert answer.status == 200
    return decoded(answer.body)


def mask_in(answer: Mapping[str, str]) -> np.ndarray:
    assert "image" in answer, answer
    return decoded(base64.b64decode(answer["image"]))


def segment_url(served: Served) -> str:
    return f"{served.base}/rest/2.0/image-process/v1/segment"


# Aliyun


@pytest.mark.parametrize("way", WAYS)
def test_aliyun_by_address(served: Served, way: str) -> None:
    request = AddressRequest(
        image_url=upload(served.base, PNG),
        integrated_mask_url=upload(served.base, INTEGRATED_PNG),
        return_form="only_alpha",
        return_format="PNG",
        edge_feathering=True,
        postprocess_option="maskrefine",
    )
    client = aliyun(served, **WAYS[way])
    answer = client.interactive_scribble_segmentation_with_options(request, PATIENCE)
    assert np.array_equal(mask_at(answer.body.data.result_url), mapped_mask())


@pytest.mark.parametrize("way", WAYS)
def test_aliyun_by_files(served: Served, way: str) -> None:
    request = FilesRequest(
        image_url_object=io.BytesIO(PNG),
        pos_scribble_image_url_object=io.BytesIO(KEEP_PNG),
        neg_scribble_image_url_object=io.BytesIO(REMOVE_PNG),
        return_form="only_alpha",
    )
    answer = aliyun(served, **WAYS[way]).interactive_scribble_segmentation_advance(request, PATIENCE)
    assert urlsplit(answer.body.data.result_url).netloc == served.netloc
    assert np.array_equal(mask_at(answer.body.data.result_url), mapped_mask())


def test_aliyun_by_an_open_file(served: Served, tmp_path: Path) -> None:
    picture, strokes = tmp_path / "picture.png", tmp_path / "strokes.png"
    picture.write_bytes(PNG)
    strokes.write_bytes(INTEGRATED_PNG)
    with picture.open("rb") as one, strokes.open("rb") as other:
        request = FilesRequest(image_url_object=one, integrated_mask_url_object=other)
        answer = aliyun(served, **STATIC).interactive_scribble_segmentation_advance(request, PATIENCE)
    assert np.array_equal(mask_at(answer.body.data.result_url)[..., 3], mapped_mask())


def test_aliyun_asynchronously(served: Served) -> None:
    async def ask() -> tuple[str, str]:
        by_address = AddressRequest(
            image_url=picture, integrated_mask_url=strokes, return_form="only_alpha", edge_feathering=True
        )
        by_files = FilesRequest(
            image_url_object=io.BytesIO(PNG),
            integrated_mask_url_object=io.BytesIO(INTEGRATED_PNG),
            return_form="only_alpha",
        )
        client = aliyun(served, **STATIC)
        one = await client.interactive_scribble_segmentation_with_options_async(by_address, PATIENCE)
        other = await client.interactive_scribble_segmentation_advance_async(by_files, PATIENCE)
        return one.body.data.result_url, other.body.data.result_url

    picture, strokes = upload(served.base, PNG), upload(served.base, INTEGRATED_PNG)
    for url in asyncio.run(ask()):
        assert np.array_equal(mask_at(url), mapped_mask())


@pytest.mark.parametrize(
    ("config", "fields", "code"),
    [
        ({"access_key_id": "nobody", "access_key_secret": "x"}, {}, "InvalidAccessKeyId.NotFound"),
        ({"access_key_id": "testak", "access_key_secret": "x"}, {}, "SignatureDoesNotMatch"),
        (STATIC | {"signature_algorithm": "v2", "access_key_secret": "x"}, {}, "SignatureDoesNotMatch"),
        (TEMPORARY | {"security_token": "x"}, {}, "InvalidSecurityToken.MismatchWithAccessKey"),
        (STATIC, {"image_url": "http://127.0.0.1:1/a.png"}, "InvalidFile.Download"),
        (STATIC, {"return_form": "gif"}, "InvalidReturnForm"),
        (STATIC, {"image_url": None}, "MissingImageUrl"),
    ],
)
def test_aliyun_refusals_are_the_sdks_own_errors(
    served: Served, config: dict[str, str], fields: dict[str, str | None], code: str
) -> None:
    request = AddressRequest(**{"image_url": f"{served.base}/x", "mask_image_url": f"{served.base}/x", **fields})
    with pytest.raises(Exception) as caught:  # noqa: PT011
        aliyun(served, **config).interactive_scribble_segmentation_with_options(request, PATIENCE)
    assert getattr(caught.value, "code", None) == code


# Baidu


def test_baidu_by_json(served: Served) -> None:
    body = {"image": base64.b64encode(PNG).decode(), "method": "control", "position": POSITION, "return_form": "mask"}
    headers = {"Content-Type": "application/json"}
    answer = baidu(served).post(segment_url(served), json.dumps(body), headers)
    assert np.array_equal(mask_in(answer), local_mask(BOX))


def test_baidu_by_form(served: Served) -> None:
    body = {"image": base64.b64encode(PNG).decode(), "method": "control", "position": POSITION, "return_form": "mask"}
    answer = baidu(served).post(segment_url(served), body)
    assert np.array_equal(mask_in(answer), local_mask(BOX))


def test_baidu_by_address(served: Served) -> None:
    body = json.dumps({"url": upload(served.base, PNG), "method": "auto"})
    answer = baidu(served).post(segment_url(served), body, {"Content-Type": "application/json"})
    assert np.array_equal(mask_in(answer)[..., 3], automatic_mask())


def test_baidu_buys_one_token_for_many_calls(served: Served) -> None:
    client = baidu(served)
    before = routes(served).count("baidu.token")
    for _ in range(3):
        client.post(segment_url(served), json.dumps({}), {"Content-Type": "application/json"})
    assert routes(served).count("baidu.token") == before + 1


def test_baidu_renews_a_token_that_is_not_taken(served: Served) -> None:
    client = baidu(served)
    client._authObj = {"access_token": "24.spent", "expires_in": 2_592_000, "time": int(time.time())}
    client._isCloudUser = False
    before = routes(served).count("baidu.token")
    body = json.dumps({"image": base64.b64encode(PNG).decode(), "method": "auto", "return_form": "mask"})
    answer = client.post(segment_url(served), body, {"Content-Type": "application/json"})
    assert np.array_equal(mask_in(answer), automatic_mask())
    assert routes(served).count("baidu.token") == before + 1


def test_baidu_falls_back_to_signatures(served: Served) -> None:
    client = baidu(served)
    # An answer without the scope brain_all_scope is what makes the SDK sign instead.
    client._AipBase__accessTokenUrl = f"{served.base}/healthz"
    body = json.dumps({"image": base64.b64encode(PNG).decode(), "method": "auto", "return_form": "mask"})
    before = routes(served).count("baidu.token")
    answer = client.post(segment_url(served), body, {"Content-Type": "application/json"})
    assert np.array_equal(mask_in(answer), automatic_mask())
    assert routes(served).count("baidu.token") == before


@pytest.mark.parametrize(("api_key", "secret_key"), [("nobody", "testbdusk"), ("testbduak", "wrong")])
def test_baidu_refuses_wrong_keys(served: Served, api_key: str, secret_key: str) -> None:
    body = json.dumps({"image": base64.b64encode(PNG).decode(), "method": "auto"})
    # Refused a token the SDK signs, and that is refused as well.
    answer = baidu(served, api_key, secret_key).post(segment_url(served), body, {"Content-Type": "application/json"})
    assert answer["error_code"] == 14


def routes(served: Served) -> list[object]:
    return [line.get("route") for line in served.lines()]

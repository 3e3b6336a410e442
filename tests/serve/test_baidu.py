"""Baidu's protocol over a real socket: who may call, what each parameter does, which limits hold."""

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import cast
from urllib.parse import urlencode

import numpy as np
import pytest

from segdesk.core.geometry import Size
from segdesk.serve.auth import Tokens
from segdesk.wire import WireRequest
from segdesk.wire.baidu import SEGMENT_PATH
from segdesk.wire.baidu_auth import TOKEN_LIFE, TOKEN_PATH, BaiduKeys, sign_bce, token_request
from segdesk.wire.text import time_text
from tests.serve.live import BAIDU, KEYS, Served, ask, fetched, segment, send, upload
from tests.serve.pictures import BOX, PNG, POSITION, SCENE, automatic_mask, decoded, local_mask, plain

GRANT = {"grant_type": "client_credentials", "client_id": "testbduak", "client_secret": "testbdusk"}


def text(content: bytes) -> str:
    return base64.b64encode(content).decode()


def cut(base: str, **fields: object) -> np.ndarray:
    answer = segment(base, {"image": text(PNG), "method": "auto", **fields})
    assert "error_code" not in answer, answer
    return decoded(base64.b64decode(cast("str", answer["image"])))


def code(base: str, **fields: object) -> object:
    return segment(base, fields).get("error_code")


@pytest.mark.parametrize("way", ["GET query", "POST query", "POST form"])
def test_a_token_is_had_in_three_ways(base: str, way: str) -> None:
    method, place = way.split()
    target = f"{TOKEN_PATH}?{urlencode(GRANT)}" if place == "query" else TOKEN_PATH
    answer = ask(base, method, target, urlencode(GRANT).encode() if place == "form" else None)
    fields = json.loads(answer.body)
    assert (answer.status, fields["expires_in"]) == (200, TOKEN_LIFE)
    assert "brain_all_scope" in fields["scope"].split()


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        (BaiduKeys("nobody", "testbdusk"), "unknown client id"),
        (BaiduKeys("testbduak", "wrong"), "Client authentication failed"),
    ],
)
def test_the_wrong_key_is_named(base: str, keys: BaiduKeys, words: str) -> None:
    answer = send(base, token_request(keys, base))
    assert answer.status == 401
    assert json.loads(answer.body) == {"error": "invalid_client", "error_description": words}


def test_tokens_are_checked(base: str) -> None:
    now = datetime.now(UTC).timestamp()
    spent = Tokens(KEYS, lambda: now - TOKEN_LIFE - 1).issue("testbduak").access_token
    forged = Tokens(KEYS, lambda: now).issue("nobody").access_token
    for token, expected in (("", 100), ("24.made-up", 110), (forged, 110), (spent, 111)):
        assert segment(base, {"image": text(PNG)}, token)["error_code"] == expected


def test_a_token_may_come_as_a_bearer(base: str) -> None:
    token = Tokens(KEYS, lambda: datetime.now(UTC).timestamp()).issue("testbduak").access_token
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    answer = ask(base, "POST", SEGMENT_PATH, json.dumps({"image": text(PNG)}).encode(), headers=headers)
    assert "image" in json.loads(answer.body)


@pytest.mark.parametrize(("off", "secret", "expected"), [(0, "testbdusk", None), (0, "wrong", 14), (86400, None, 14)])
def test_signed_requests_are_checked(base: str, off: int, secret: str | None, expected: int | None) -> None:
    keys = BaiduKeys(BAIDU.api_key, secret or BAIDU.secret_key)
    date = time_text(datetime.now(UTC) + timedelta(seconds=off))
    headers = (("Host", "127.0.0.1"), ("x-bce-date", date), ("Content-Type", "application/json"))
    request = WireRequest("POST", f"{SEGMENT_PATH}?aipSdk=python", headers, b"")
    authorization = sign_bce(request, keys, signed=("host", "x-bce-date", "content-type"))
    body = json.dumps({"image": text(PNG)}).encode()
    sent = ask(base, "POST", request.url, body, headers=dict((*headers, ("authorization", authorization))))
    assert json.loads(sent.body).get("error_code") == expected


def test_the_mask_is_the_local_engines(base: str) -> None:
    mask = cut(base, return_form="mask")
    assert mask.ndim == 2
    assert np.array_equal(mask, automatic_mask())


def test_rgba_is_the_default_and_holds_the_same_mask(base: str) -> None:
    rgba = cut(base)
    assert rgba.shape == (*SCENE.truth.shape, 4)
    assert np.array_equal(rgba[..., 3], automatic_mask())
    # Soft pixels have lost the colour of the old background.
    assert np.array_equal(rgba[rgba[..., 3] == 255][:, :3], SCENE.pixels[rgba[..., 3] == 255])


def test_a_box_is_followed(base: str) -> None:
    mask = cut(base, method="control", position=POSITION, return_form="mask")
    assert np.array_equal(mask, local_mask(BOX))


def test_position_counts_with_control_only(base: str) -> None:
    elsewhere = [[[0, 0], [40, 40]]]
    assert np.array_equal(cut(base, position=elsewhere, return_form="mask"), automatic_mask())
    assert not np.array_equal(cut(base, method="control", position=elsewhere, return_form="mask"), automatic_mask())


@pytest.mark.parametrize("switch", ["false", False])
@pytest.mark.parametrize("form", ["mask", "rgba"])
def test_without_refining_every_pixel_is_in_or_out(base: str, form: str, switch: object) -> None:
    refined = cut(base, return_form=form, refine_mask="true")
    hard = cut(base, return_form=form, refine_mask=switch)
    one, other = (array if array.ndim == 2 else array[..., 3] for array in (refined, hard))
    assert set(np.unique(other)) == {0, 255}
    assert np.array_equal(other >= 128, one >= 128)
    assert len(np.unique(one)) > 10


def test_a_form_body_means_the_same(base: str) -> None:
    fields = {"image": text(PNG), "method": "control", "position": json.dumps(POSITION), "return_form": "mask"}
    token = Tokens(KEYS, lambda: datetime.now(UTC).timestamp()).issue("testbduak").access_token
    target = f"{SEGMENT_PATH}?access_token={token}"
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = json.loads(ask(base, "POST", target, urlencode(fields).encode(), headers=headers).body)
    assert np.array_equal(decoded(base64.b64decode(answer["image"])), local_mask(BOX))


def test_a_picture_may_come_by_address(base: str) -> None:
    answer = segment(base, {"url": upload(base, PNG), "method": "auto", "return_form": "mask"})
    assert np.array_equal(decoded(base64.b64decode(cast("str", answer["image"]))), automatic_mask())


def test_the_picture_itself_wins_over_its_address(base: str) -> None:
    answer = segment(base, {"image": text(PNG), "url": "http://nowhere.test/", "method": "auto"})
    assert "image" in answer


def test_foreign_addresses_are_not_fetched(base: str, served: Served) -> None:
    for url in (f"{base}/healthz", "http://169.254.169.254/latest", "http://[::1]/", "http://2130706433/"):
        assert code(base, url=url) == 282804
    assert code(base, url="http://a.test/" + "x" * 1024) == 282114
    assert served.process.poll() is None


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".bmp", ".webp"])
def test_the_formats_of_the_page_are_taken(base: str, suffix: str) -> None:
    assert code(base, image=text(plain(Size(200, 150), suffix)), method="auto") is None


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (plain(Size(200, 150), ".tiff"), 216201),
        (b"GIF89a" + bytes(400), 216201),
        (b"%PDF-1.7" + bytes(400), 216201),
        (PNG[: len(PNG) // 4], 216201),
        (plain(Size(400, 127)), 216202),
        (plain(Size(128, 128)), None),
        (plain(Size(3000, 128)), None),
        (plain(Size(3001, 128)), 216202),
        (plain(Size(6000, 6000)), 216202),
    ],
    ids=["tiff", "gif", "pdf", "cut", "low", "least", "widest", "wide", "bomb"],
)
def test_pictures_outside_the_limits_are_refused(base: str, content: bytes, expected: int | None) -> None:
    assert code(base, image=text(content), method="auto") == expected


def test_ten_million_letters_are_the_limit(base: str) -> None:
    fits = plain(Size(200, 200), ".bmp")
    padded = fits + bytes(7_500_000 - len(fits))
    assert len(text(padded)) == 10_000_000
    assert code(base, image=text(padded), method="auto") is None
    assert code(base, image=text(padded + bytes(300)), method="auto") == 216202


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, 216101),
        ({"image": ""}, 216200),
        ({"image": "!!!!"}, 216203),
        ({"image": text(PNG), "method": "magic"}, 216100),
        ({"image": text(PNG), "return_form": "jpg"}, 216100),
        ({"image": text(PNG), "refine_mask": "perhaps"}, 216100),
        ({"image": text(PNG), "method": "control"}, 216101),
        ({"image": text(PNG), "method": "control", "position": [[[1, 2], [3]]]}, 216100),
        ({"image": text(PNG), "method": "control", "position": [[[900, 900], [990, 990]]]}, 216100),
    ],
)
def test_senseless_requests_are_refused(base: str, fields: dict[str, object], expected: int) -> None:
    assert segment(base, fields)["error_code"] == expected


def test_every_answer_has_a_log_id_and_status_200(base: str) -> None:
    for fields in ({"image": text(PNG)}, {}):
        assert isinstance(segment(base, fields)["log_id"], int)


def test_other_paths_are_not_found(base: str) -> None:
    assert fetched(f"{base}/rest/2.0/image-process/v1/other").status == 404
    assert ask(base, "GET", SEGMENT_PATH).status == 405

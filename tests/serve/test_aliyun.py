"""Aliyun's protocol over a real socket: signatures, uploads, what each parameter does, which limits hold."""

import json
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode
from uuid import uuid4

import cv2
import numpy as np
import pytest

from segdesk.core.geometry import Size
from segdesk.imaging import encoders, scribbles
from segdesk.wire import WireRequest, aliyun, oss
from segdesk.wire.acs3 import AliyunKeys, sign_acs3
from segdesk.wire.rpc import sign_rpc
from segdesk.wire.text import base64_text, json_body
from tests.scenes import iou
from tests.serve.live import ALIYUN, TEMPORARY, Served, ask, code_of, fetched, scribble, scribbled, send, signed, upload
from tests.serve.pictures import (
    INTEGRATED_PNG,
    KEEP,
    KEEP_PNG,
    PNG,
    REMOVE,
    REMOVE_PNG,
    SCENE,
    decoded,
    mapped_mask,
    noise,
    plain,
)


@pytest.fixture(scope="module")
def picture(base: str) -> str:
    """The address of the uploaded picture."""
    return upload(base, PNG)


@pytest.fixture(scope="module")
def integrated(base: str) -> str:
    """The address of the uploaded strokes."""
    return upload(base, INTEGRATED_PNG)


def cut(base: str, picture: str, integrated: str, **fields: str) -> np.ndarray:
    return decoded(scribbled(base, ImageUrl=picture, IntegratedMaskUrl=integrated, **fields))


# Who may call


def action(base: str, picture: str) -> WireRequest:
    return aliyun.action_request({"ImageUrl": picture, "MaskImageUrl": picture}, base)


def test_wrong_keys_are_refused(base: str, picture: str) -> None:
    request = action(base, picture)
    assert code_of(send(base, request)) == (400, "IncompleteSignature")
    assert code_of(send(base, signed(request, AliyunKeys("nobody", "x")))) == (404, "InvalidAccessKeyId.NotFound")
    assert code_of(send(base, signed(request, AliyunKeys("testak", "x")))) == (400, "SignatureDoesNotMatch")


@pytest.mark.parametrize("minutes", [-16, 16, -24 * 60])
def test_a_clock_that_is_off_is_refused(base: str, picture: str, minutes: int) -> None:
    late = datetime.now(UTC) + timedelta(minutes=minutes)
    assert code_of(send(base, signed(action(base, picture), date=late))) == (400, "InvalidTimeStamp.Expired")


@pytest.mark.parametrize("minutes", [-14, 14])
def test_a_clock_within_the_window_is_taken(base: str, minutes: int) -> None:
    near = datetime.now(UTC) + timedelta(minutes=minutes)
    assert send(base, signed(oss.authorize_request(base), date=near)).status == 200


def test_a_request_counts_once(base: str) -> None:
    request = signed(oss.authorize_request(base))
    assert send(base, request).status == 200
    assert code_of(send(base, request)) == (400, "SignatureNonceUsed")


def test_an_old_style_request_counts_once_too(base: str) -> None:
    request = sign_rpc(oss.authorize_request(base), ALIYUN, date=datetime.now(UTC), nonce=uuid4().hex)
    assert send(base, request).status == 200
    assert code_of(send(base, request)) == (400, "SignatureNonceUsed")


def test_a_nonce_is_not_spent_by_a_request_that_fails(base: str) -> None:
    nonce = uuid4().hex
    for keys, expected in ((AliyunKeys("testak", "wrong"), 400), (ALIYUN, 200)):
        request = sign_acs3(oss.authorize_request(base), keys, date=datetime.now(UTC), nonce=nonce)
        assert send(base, request).status == expected


def test_a_changed_request_is_refused(base: str, picture: str) -> None:
    request = signed(action(base, picture))
    body = WireRequest(request.method, request.url, request.headers, request.body + b"&ReturnFormat=JPG")
    query = WireRequest(request.method, request.url + "?ReturnFormat=JPG", request.headers, request.body)
    for changed in (body, query):
        assert code_of(send(base, changed)) == (400, "SignatureDoesNotMatch")


def test_temporary_keys_need_their_token(base: str) -> None:
    for token, expected in (("ststoken", 200), ("other", 400), (None, 400)):
        keys = AliyunKeys(TEMPORARY.key_id, TEMPORARY.key_secret, token)
        request = oss.authorize_request(base)
        assert send(base, signed(request, keys)).status == expected
        old = sign_rpc(request, keys, date=datetime.now(UTC), nonce=uuid4().hex)
        assert send(base, old).status == expected


def test_unknown_actions_are_named_so(base: str) -> None:
    request = WireRequest("POST", f"{base}/", (("x-acs-action", "Nonsense"), ("x-acs-version", "2024-01-11")), b"")
    assert code_of(send(base, signed(request))) == (404, "InvalidAction.NotFound")


def test_errors_have_the_gateways_shape(base: str) -> None:
    answer = send(base, signed(aliyun.action_request({}, base)))
    fields = json.loads(answer.body)
    assert set(fields) == {"RequestId", "HostId", "Code", "Message"}
    assert fields["Code"] == "MissingImageUrl"
    assert answer.header("x-acs-request-id") == fields["RequestId"]


def test_calls_signed_the_older_way_read_xml_unless_they_ask_for_json(base: str, picture: str, integrated: str) -> None:
    form = {"ImageUrl": picture, "IntegratedMaskUrl": integrated}
    request = sign_rpc(aliyun.action_request(form, base), ALIYUN, date=datetime.now(UTC), nonce=uuid4().hex)
    assert json.loads(send(base, request).body)["Data"]["ResultUrl"].startswith(base)
    query = WireRequest("GET", f"{base}/?Format=XML", oss.authorize_request(base).headers, b"")
    # Of two formats the one named first counts, as both are signed.
    answer = send(base, sign_rpc(query, ALIYUN, date=datetime.now(UTC), nonce=uuid4().hex))
    assert answer.header("content-type") == "text/xml;charset=utf-8"
    assert b"<AuthorizeFileUploadResponse><RequestId>" in answer.body


def test_parameters_may_come_in_the_query_as_the_page_shows(base: str, picture: str, integrated: str) -> None:
    fields = {"ImageUrl": picture, "IntegratedMaskUrl": integrated, "ReturnForm": "only_alpha", "Format": "JSON"}
    headers = (("x-acs-action", aliyun.ACTION), ("x-acs-version", aliyun.VERSION))
    request = WireRequest("GET", f"{base}/?{urlencode(fields)}", headers, b"")
    answer = send(base, sign_rpc(request, ALIYUN, date=datetime.now(UTC), nonce=uuid4().hex))
    assert np.array_equal(decoded(fetched(aliyun.parse_action(answer)).body), mapped_mask())


# Uploads and results


def test_an_upload_is_answered_as_the_storage_does(base: str, served: Served) -> None:
    ticket = oss.parse_authorize(send(base, signed(oss.authorize_request(base))))
    assert ticket.host == served.netloc
    answer = send(base, oss.upload_request(ticket, b"content", "", boundary="12345678901234", scheme="http"))
    assert answer.status == 201
    for part in (b"<PostResponse>", b"<Bucket>127</Bucket>", b"<Location>", b"<ETag>", b"<Key>uploads/"):
        assert part in answer.body


def test_uploads_need_their_own_valid_ticket(base: str) -> None:
    one, other = (oss.parse_authorize(send(base, signed(oss.authorize_request(base)))) for _ in range(2))
    conditions = [{"key": "uploads/mine"}, ["content-length-range", 1, 99]]
    policy = base64_text(json_body({"expiration": "2099-01-01T00:00:00Z", "conditions": conditions}))
    forged = {
        "SignatureDoesNotMatch": oss.UploadTicket(
            one.access_key_id, one.bucket, one.endpoint, "uploads/mine", policy, one.signature
        ),
        "InvalidAccessKeyId": oss.UploadTicket(
            "testak", one.bucket, one.endpoint, one.object_key, one.policy, one.signature
        ),
        "AccessDenied": oss.UploadTicket(
            one.access_key_id, one.bucket, one.endpoint, other.object_key, one.policy, one.signature
        ),
    }
    for code, ticket in forged.items():
        answer = send(base, oss.upload_request(ticket, b"x", "", boundary="1234567890", scheme="http"))
        assert answer.status == 403
        assert f"<Code>{code}</Code>".encode() in answer.body


def test_an_upload_of_more_than_ten_megabytes_is_refused(base: str) -> None:
    ticket = oss.parse_authorize(send(base, signed(oss.authorize_request(base))))
    for size, status in ((10_000_001, 400), (10_000_000, 201)):
        answer = send(base, oss.upload_request(ticket, bytes(size), "", boundary=uuid4().hex, scheme="http"))
        assert answer.status == status
        assert (b"EntityTooLarge" in answer.body) == (status == 400)


def test_uploads_cannot_be_fetched(base: str, picture: str) -> None:
    assert fetched(picture).status == 404


def test_a_result_is_there_for_whoever_has_its_address(base: str, picture: str, integrated: str) -> None:
    url = aliyun.parse_action(scribble(base, ImageUrl=picture, IntegratedMaskUrl=integrated))
    answer = fetched(url)
    assert (answer.status, answer.header("content-type")) == (200, "image/png")
    elsewhere = fetched(url[:-6] + "00.png")
    assert (elsewhere.status, b"<Code>AccessDenied</Code>" in elsewhere.body) == (403, True)


def test_a_result_can_be_the_mask_of_the_next_call(base: str, picture: str, integrated: str) -> None:
    form = {"ImageUrl": picture, "IntegratedMaskUrl": integrated, "ReturnForm": "only_alpha"}
    first = aliyun.parse_action(scribble(base, **form))
    keep = upload(base, KEEP_PNG)
    second = decoded(
        scribbled(base, ImageUrl=picture, MaskImageUrl=first, PosScribbleImageUrl=keep, ReturnForm="only_alpha")
    )
    assert iou(second, SCENE.truth) > 0.95


# What the parameters do


def test_the_mask_is_the_local_engines(base: str, picture: str, integrated: str) -> None:
    mask = cut(base, picture, integrated, ReturnForm="only_alpha")
    assert mask.ndim == 2
    assert np.array_equal(mask, mapped_mask())


def test_separate_maps_mean_the_same_as_the_integrated_picture(base: str, picture: str) -> None:
    maps = {
        "MaskImageUrl": upload(base, encoders.encode_mask(SCENE.truth)),
        "PosScribbleImageUrl": upload(base, KEEP_PNG),
        "NegScribbleImageUrl": upload(base, REMOVE_PNG),
    }
    together = upload(base, encoders.encode_rgb(scribbles.pack_integrated(SCENE.truth, KEEP, REMOVE), None))
    apart = decoded(scribbled(base, ImageUrl=picture, ReturnForm="only_alpha", **maps))
    assert np.array_equal(apart, cut(base, picture, together, ReturnForm="only_alpha"))
    assert np.array_equal(apart, mapped_mask(prior=SCENE.truth))


def test_the_integrated_picture_wins_over_separate_maps(base: str, picture: str, integrated: str) -> None:
    against = {"PosScribbleImageUrl": upload(base, REMOVE_PNG), "NegScribbleImageUrl": upload(base, KEEP_PNG)}
    assert np.array_equal(cut(base, picture, integrated, ReturnForm="only_alpha", **against), mapped_mask())


def test_a_mask_alone_comes_back_as_it_is(base: str, picture: str) -> None:
    mask = upload(base, encoders.encode_mask(SCENE.truth))
    alone = decoded(scribbled(base, ImageUrl=picture, MaskImageUrl=mask, ReturnForm="only_alpha"))
    assert np.array_equal(alone, SCENE.truth)


def test_each_return_form_shows_the_same_mask(base: str, picture: str, integrated: str) -> None:
    mask = mapped_mask()
    rgba, white = (cut(base, picture, integrated, ReturnForm=form) for form in ("rgb_alpha", "white_background"))
    assert np.array_equal(rgba[..., 3], mask)
    assert np.array_equal(cut(base, picture, integrated), rgba)
    assert white.shape == SCENE.pixels.shape
    assert (white[mask == 0] == 255).all()
    assert np.array_equal(white[mask == 255], SCENE.pixels[mask == 255])


def test_jpg_is_jpg_where_nothing_is_lost_by_it(base: str, picture: str, integrated: str) -> None:
    form = {"ImageUrl": picture, "IntegratedMaskUrl": integrated, "ReturnFormat": "JPG"}
    for shape in ("only_alpha", "white_background"):
        url = aliyun.parse_action(scribble(base, ReturnForm=shape, **form))
        answer = fetched(url)
        assert url.endswith(".jpg")
        assert answer.header("content-type") == "image/jpeg"
        png = cut(base, picture, integrated, ReturnForm=shape).astype(int)
        assert np.abs(decoded(answer.body).astype(int) - png).mean() < 4
    # The page calls rgb_alpha a four-channel PNG, and JPG has no transparency.
    assert decoded(scribbled(base, ReturnForm="rgb_alpha", **form)).shape[2] == 4


def test_without_feathering_every_pixel_is_in_or_out(base: str, picture: str, integrated: str) -> None:
    soft, hard = (
        cut(base, picture, integrated, ReturnForm="only_alpha", EdgeFeathering=switch) for switch in ("True", "false")
    )
    assert set(np.unique(hard)) == {0, 255}
    assert np.array_equal(hard >= 128, soft >= 128)
    assert len(np.unique(soft)) > 10


def test_edgerefine_is_steadier_and_maskrefine_finer(base: str, picture: str) -> None:
    ragged = SCENE.truth.copy()
    ragged[::7, ::5] ^= 255
    mask = upload(base, encoders.encode_mask(ragged))
    form = {"ImageUrl": picture, "MaskImageUrl": mask, "ReturnForm": "only_alpha"}
    fine, steady = (
        decoded(scribbled(base, PostprocessOption=option, **form)) for option in ("maskrefine", "edgerefine")
    )
    assert parts(fine) > 100 * parts(steady)
    assert iou(steady, SCENE.truth) > iou(fine, SCENE.truth)
    assert np.array_equal(decoded(scribbled(base, **form)), fine)


def test_strokes_are_law_whatever_is_refined(base: str, picture: str) -> None:
    keep, remove = np.zeros_like(KEEP), np.zeros_like(REMOVE)
    keep[5, 5], remove[int(SCENE.inside.y), int(SCENE.inside.x)] = 255, 255
    together = upload(base, encoders.encode_rgb(scribbles.pack_integrated(SCENE.truth, keep, remove), None))
    for option in ("maskrefine", "edgerefine"):
        for switch in ("true", "false"):
            mask = cut(
                base, picture, together, ReturnForm="only_alpha", PostprocessOption=option, EdgeFeathering=switch
            )
            assert (mask[keep > 0] >= 128).all()
            assert (mask[remove > 0] < 128).all()


def parts(mask: np.ndarray) -> int:
    return cv2.connectedComponents((mask >= 128).astype(np.uint8))[0] - 1


# Limits


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".bmp", ".webp"])
def test_the_formats_of_the_page_are_taken(base: str, suffix: str) -> None:
    picture = upload(base, plain(Size(60, 50), suffix))
    assert scribble(base, ImageUrl=picture, MaskImageUrl=picture).status == 200


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (plain(Size(60, 50), ".tiff"), "InvalidFile.Type"),
        (b"GIF89a" + bytes(400), "InvalidFile.Type"),
        (PNG[: len(PNG) // 4], "InvalidFile.Decode"),
        (plain(Size(31, 40)), "InvalidFile.Resolution"),
        (plain(Size(32, 32)), None),
        (plain(Size(4096, 40)), None),
        (plain(Size(4097, 40)), "InvalidFile.Resolution"),
        (plain(Size(6000, 6000)), "InvalidFile.Resolution"),
    ],
    ids=["tiff", "gif", "cut", "narrow", "least", "widest", "wide", "bomb"],
)
def test_pictures_outside_the_limits_are_refused(base: str, content: bytes, expected: str | None) -> None:
    picture = upload(base, content)
    answer = scribble(base, ImageUrl=picture, MaskImageUrl=picture)
    assert json.loads(answer.body).get("Code") == expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (plain(Size(319, 240)), "InvalidFile.Resolution"),
        (plain(Size(240, 320)), "InvalidFile.Resolution"),
        (b"nothing", "InvalidFile.Type"),
        (noise(Size(1300, 1300)), "InvalidFile.Size"),
    ],
    ids=["narrower", "turned", "text", "heavy"],
)
@pytest.mark.parametrize("name", ["MaskImageUrl", "PosScribbleImageUrl", "NegScribbleImageUrl", "IntegratedMaskUrl"])
def test_maps_have_to_fit_the_picture(base: str, picture: str, name: str, content: bytes, expected: str) -> None:
    answer = scribble(base, **{"ImageUrl": picture, name: upload(base, content)})
    fields = json.loads(answer.body)
    assert (fields["Code"], name in fields["Message"]) == (expected, True)


def test_something_has_to_be_said(base: str, picture: str) -> None:
    empty = upload(base, encoders.encode_mask(np.zeros_like(KEEP)))
    for form in ({}, {"MaskImageUrl": empty}, {"PosScribbleImageUrl": empty, "NegScribbleImageUrl": empty}):
        assert code_of(scribble(base, ImageUrl=picture, **form)) == (400, "InvalidParameter")


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"ReturnForm": "gif"}, "InvalidReturnForm"),
        ({"ReturnFormat": "GIF"}, "InvalidReturnFormat"),
        ({"EdgeFeathering": "perhaps"}, "InvalidEdgeFeathering"),
        ({"PostprocessOption": "none"}, "InvalidPostprocessOption"),
        ({"MaskImageUrl": "http://a.test/中.png"}, "IllegalUrlParameter"),
        ({"MaskImageUrl": "ftp://a.test/a.png"}, "IllegalUrlParameter"),
    ],
)
def test_senseless_parameters_are_refused(base: str, picture: str, fields: dict[str, str], expected: str) -> None:
    assert code_of(scribble(base, **({"ImageUrl": picture} | fields))) == (400, expected)


@pytest.mark.parametrize(
    "url",
    ["{base}/healthz", "{base}/results/none.png", "http://169.254.169.254/", "http://[::1]:{port}/", "http://0/"],
)
def test_foreign_addresses_are_not_fetched(base: str, served: Served, picture: str, url: str) -> None:
    address = url.format(base=base, port=served.netloc.partition(":")[2])
    healthy = [line for line in served.lines() if line.get("route") == "health"]
    assert code_of(scribble(base, ImageUrl=address, MaskImageUrl=picture)) == (400, "InvalidFile.Download")
    assert [line for line in served.lines() if line.get("route") == "health"] == healthy


def test_the_root_answers_no_stranger(base: str) -> None:
    assert code_of(ask(base, "GET", "/")) == (400, "IncompleteSignature")
    assert code_of(ask(base, "POST", "/", b"x")) == (400, "IncompleteSignature")

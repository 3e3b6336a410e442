"""A double of both clouds on loopback: it checks what it is sent, and errs where a test wants it to."""

from datetime import UTC, datetime, timedelta
from urllib.parse import unquote

import cv2
import numpy as np
from numpy.typing import NDArray

from segdesk.core.document import Bytes2D
from segdesk.imaging import encoders, files
from segdesk.wire import WireRequest, aliyun, baidu, baidu_auth, oss
from segdesk.wire.acs3 import AliyunKeys
from segdesk.wire.aliyun_errors import AliyunFault, fault_answer
from segdesk.wire.baidu_auth import BaiduKeys, Token
from segdesk.wire.baidu_errors import BaiduFault, TokenFault
from tests.engines.hostile import Heard, Hostile, Turn, answer, json_answer

BAIDU_KEYS = BaiduKeys("double-api-key", "double-secret-key")
ALIYUN_KEYS = AliyunKeys("double-key-id", "double-key-secret")
_STORAGE_SECRET = "storage-secret"
Pixels = NDArray[np.uint8]


class Double(Hostile):
    """Answers with one mask, fitted to the picture's size. `faults` are taken before good answers, stage by stage.

    Stages are token, segment (Baidu's), authorize, upload, action and result.
    """

    def __init__(self, mask: Bytes2D) -> None:
        super().__init__()
        self.mask = mask
        self.faults: dict[str, list[Turn]] = {}
        self.stages: list[str] = []
        self.tokens: set[str] = set()
        self.stored: dict[str, bytes] = {}
        self.baidu_calls: list[baidu.SegmentCall] = []
        self.scribble_calls: list[aliyun.ScribbleCall] = []
        self._nonces: set[str] = set()

    def turn_for(self, heard: Heard) -> Turn:
        method, target, _ = heard.line.split(" ")
        stage = self._stage(method, target, heard)
        self.stages.append(stage)
        waiting = self.faults.get(stage)
        if waiting:
            return waiting.pop(0)
        request = WireRequest(method, target, tuple(heard.headers.items()), heard.body)
        try:
            return self._good(stage, request)
        except BaiduFault as fault:
            return json_answer({"error_code": fault.code, "error_msg": fault.message})
        except TokenFault as fault:
            return answer(401, baidu_auth.token_fault_answer(fault))
        except AliyunFault as fault:
            return answer(fault.status, fault_answer(fault, request_id="1", host=""))

    def _stage(self, method: str, target: str, heard: Heard) -> str:
        path = target.partition("?")[0]
        action = aliyun.action_of(tuple(heard.headers.items()), target.partition("?")[2])
        if path == baidu_auth.TOKEN_PATH:
            return "token"
        if path == baidu.SEGMENT_PATH:
            return "segment"
        if action is not None:
            return "authorize" if action == oss.ACTION else "action"
        return "result" if method == "GET" else "upload"

    def _good(self, stage: str, request: WireRequest) -> Turn:
        match stage:
            case "token":
                return self._token(request)
            case "segment":
                return self._segment(request)
            case "authorize":
                self._verify(request)
                return answer(200, oss.authorize_answer(self._ticket(), "1"))
            case "upload":
                return self._upload(request)
            case "action":
                self._verify(request)
                return self._action(request)
            case _:
                content = self.stored.get(unquote(request.path).lstrip("/"))
                return answer(404) if content is None else answer(200, content, kind="image/png")

    def _token(self, request: WireRequest) -> Turn:
        keys = baidu_auth.read_token_request(request.query, request.body)
        baidu_auth.check_keys(keys, {BAIDU_KEYS.api_key: BAIDU_KEYS.secret_key}.get)
        token = Token(f"double-token-{len(self.tokens)}", 3600)
        self.tokens.add(token.access_token)
        return answer(200, baidu_auth.token_answer(token))

    def _segment(self, request: WireRequest) -> Turn:
        if baidu_auth.presented_token(request.headers, request.query) not in self.tokens:
            raise BaiduFault(111, "Access token expired")
        call = baidu.read_segment(request.headers, request.query, request.body)
        self.baidu_calls.append(call)
        pixels = files.decode_rgb(call.image or b"")
        mask = self._fitted(pixels)
        if call.return_form is baidu.ReturnForm.MASK:
            return answer(200, baidu.segment_answer(encoders.encode_mask(_hard(mask)), 7))
        return answer(200, baidu.segment_answer(encoders.encode_cutout(np.dstack([pixels, mask]), None), 7))

    def _verify(self, request: WireRequest) -> None:
        secret_of = {ALIYUN_KEYS.key_id: ALIYUN_KEYS.key_secret}.get
        aliyun.verify(request, secret_of, now=datetime.now(UTC), nonces=self._is_new)

    def _is_new(self, nonce: str) -> bool:
        is_new = nonce not in self._nonces
        self._nonces.add(nonce)
        return is_new

    def _ticket(self) -> oss.UploadTicket:
        key = f"double/object-{len(self.stages)}"
        place = oss.UploadTicket("storage-key", "127", f"0.0.1:{self.port}", key)
        later = datetime.now(UTC) + timedelta(minutes=5)
        return oss.issue_ticket(place, secret=_STORAGE_SECRET, expires=later, max_bytes=10_000_000)

    def _upload(self, request: WireRequest) -> Turn:
        upload = oss.read_upload(request.headers, request.body)
        oss.verify_upload(upload, {"storage-key": _STORAGE_SECRET}.get, datetime.now(UTC))
        self.stored[upload.object_key] = upload.content
        body = oss.upload_answer(f"127.0.0.1:{self.port}", upload.object_key, address="", etag="1")
        return answer(201, body, kind="application/xml")

    def _action(self, request: WireRequest) -> Turn:
        call = aliyun.read_action(request.headers, request.query, request.body)
        self.scribble_calls.append(call)
        pixels = files.decode_rgb(self.content(call.image_url))
        mask = self._fitted(pixels)
        match call.return_form:
            case aliyun.ReturnForm.ONLY_ALPHA:
                content = encoders.encode_mask(mask)
            case aliyun.ReturnForm.RGB_ALPHA:
                content = encoders.encode_cutout(np.dstack([pixels, mask]), None)
            case aliyun.ReturnForm.WHITE_BACKGROUND:
                share = mask[:, :, None] / 255
                content = encoders.encode_rgb((pixels * share + 255 * (1 - share)).round().astype(np.uint8), None)
        if call.return_format is aliyun.ReturnFormat.JPG:
            content = _as_jpeg(content)
        name = f"double/result-{len(self.stages)}.jpg"
        self.stored[name] = content
        return answer(200, aliyun.action_answer(f"{self.url}/{name}?Expires=1&Signature=double-signature", "1"))

    def content(self, address: str) -> bytes:
        """What was uploaded to an address. Raises AliyunFault as the service would."""
        name = address.partition("://")[2].partition("/")[2]
        if name not in self.stored:
            raise AliyunFault("InvalidFile.Download", "File download failed.")
        return self.stored[name]

    def _fitted(self, pixels: Pixels) -> Bytes2D:
        height, width = pixels.shape[:2]
        return np.asarray(cv2.resize(self.mask, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)


def _hard(mask: Bytes2D) -> Bytes2D:
    return np.where(mask >= 128, 255, 0).astype(np.uint8)


def _as_jpeg(content: bytes) -> bytes:
    pixels = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_UNCHANGED)
    assert pixels is not None
    return cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, 95])[1].tobytes()

"""The fault table: what a cloud does wrong ends in its typed error or a success, in time, the document unchanged."""

import traceback
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from time import perf_counter

import numpy as np
import pytest

from segdesk import pipeline
from segdesk.core.document import Document, Picture
from segdesk.core.errors import (
    ClockWrong,
    CredentialsRejected,
    EngineError,
    PictureRefused,
    QuotaExceeded,
    ServiceAnswerMalformed,
    ServiceUnavailable,
    ServiceWithdrawn,
)
from segdesk.core.prompts import Prompts
from segdesk.core.work import CancelToken
from segdesk.engines.setup import Setup
from segdesk.engines.transport import Pace
from segdesk.imaging import encoders
from segdesk.wire import baidu
from tests.engines import hostile
from tests.engines.double import Double
from tests.engines.hostile import Turn, answer, json_answer, redirect
from tests.engines.test_clouds import SECRETS
from tests.engines.test_fit import huge_png
from tests.scenes import Scene, click

MANY = 20
SMALL = encoders.encode_mask(np.zeros((4, 5), np.uint8))


@dataclass(frozen=True)
class Fault:
    """What a stage does `times` over, and the error it ends in; None where a later attempt succeeds."""

    turn: Turn
    ends_in: type[EngineError] | None
    times: int = MANY


def baidu_image(content: bytes) -> Turn:
    return answer(200, baidu.segment_answer(content, 1))


def baidu_code(code: int) -> Turn:
    return json_answer({"error_code": code, "error_msg": "said the double"})


def aliyun_code(code: str, status: int = 400) -> Turn:
    return json_answer({"RequestId": "1", "HostId": "h", "Code": code, "Message": "said the double"}, status)


ANYWHERE = {
    "reset once": Fault(hostile.reset_mid_body, None, 1),
    "reset always": Fault(hostile.reset_mid_body, ServiceUnavailable),
    "slow-loris": Fault(hostile.drip, ServiceUnavailable),
    "silence": Fault(hostile.silence, ServiceUnavailable),
    "gzip bomb": Fault(hostile.bomb, ServiceAnswerMalformed),
    "redirect to another host": Fault(redirect("https://evil.example/"), ServiceAnswerMalformed),
    "429 once": Fault(answer(429), None, 1),
    "429 always": Fault(answer(429), QuotaExceeded),
    "500 once": Fault(answer(500), None, 1),
    "503 always": Fault(answer(503), ServiceUnavailable),
}
ASKED = {
    "200 with HTML": Fault(answer(200, b"<html><body>Log in</body></html>", kind="text/html"), ServiceAnswerMalformed),
    "empty 200": Fault(answer(200, b""), ServiceAnswerMalformed),
    "truncated JSON": Fault(answer(200, b'{"log_id": 1, "ima'), ServiceAnswerMalformed),
    "401": Fault(answer(401), CredentialsRejected),
    "403": Fault(answer(403), CredentialsRejected),
}
BAIDU = {
    "wrong-size mask": Fault(baidu_image(SMALL), ServiceAnswerMalformed),
    "huge mask": Fault(baidu_image(huge_png()), ServiceAnswerMalformed),
    "not a picture": Fault(baidu_image(b"hello"), ServiceAnswerMalformed),
    "token expired mid-way": Fault(baidu_code(111), None, 1),
    "token never good": Fault(baidu_code(110), CredentialsRejected),
    "daily quota": Fault(baidu_code(17), QuotaExceeded),
    "too fast once": Fault(baidu_code(18), None, 1),
    "no permission": Fault(baidu_code(6), CredentialsRejected),
    "picture refused": Fault(baidu_code(216201), PictureRefused),
    "internal once": Fault(baidu_code(282000), None, 1),
}
ALIYUN = {
    "wrong key": Fault(aliyun_code("InvalidAccessKeyId.NotFound", 404), CredentialsRejected),
    "clock off by a day": Fault(aliyun_code("InvalidTimeStamp.Expired"), ClockWrong),
    "too fast once": Fault(aliyun_code("Throttling.User", 503), None, 1),
    "withdrawn": Fault(aliyun_code("InvalidApi.NotFound", 404), ServiceWithdrawn),
    "picture refused": Fault(aliyun_code("InvalidFile.Decode"), PictureRefused),
    "internal once": Fault(aliyun_code("InternalError.Algo", 500), None, 1),
}
RESULT = {
    "wrong-size mask": Fault(answer(200, SMALL, kind="image/png"), ServiceAnswerMalformed),
    "huge mask": Fault(answer(200, huge_png(), kind="image/png"), ServiceAnswerMalformed),
    "HTML": Fault(answer(200, b"<html>", kind="text/html"), ServiceAnswerMalformed),
    "empty": Fault(answer(200, b""), ServiceAnswerMalformed),
    "expired": Fault(answer(403), ServiceAnswerMalformed),
    "not there yet": Fault(answer(404), None, 1),
}
UPLOAD = {
    "ticket expired": Fault(
        answer(403, b"<Error><Code>AccessDenied</Code><Message>Policy expired.</Message></Error>"), None, 1
    ),
}
TABLE = [
    *(("baidu", stage, name, fault) for stage in ("token", "segment") for name, fault in (ANYWHERE | ASKED).items()),
    *(("baidu", "segment", name, fault) for name, fault in BAIDU.items()),
    *(
        ("aliyun", stage, name, fault)
        for stage in ("authorize", "upload", "action", "result")
        for name, fault in ANYWHERE.items()
    ),
    *(("aliyun", stage, name, fault) for stage in ("authorize", "action") for name, fault in (ASKED | ALIYUN).items()),
    *(("aliyun", "result", name, fault) for name, fault in RESULT.items()),
    *(("aliyun", "upload", name, fault) for name, fault in UPLOAD.items()),
]


@pytest.mark.parametrize(
    ("engine", "stage", "fault"),
    [pytest.param(engine, stage, fault, id=f"{engine} {stage} {name}") for engine, stage, name, fault in TABLE],
)
def test_a_fault_ends_well(
    engine: str, stage: str, fault: Fault, scene: Scene, double: Double, setup: Setup, quick: Pace
) -> None:
    double.faults[stage] = [fault.turn] * fault.times
    prompts = Prompts(auto=True) if engine == "baidu" else Prompts(strokes=(click(scene.inside),))
    document = pipeline.with_prompts(Document(Picture(scene.pixels)), prompts)
    before = replace(document)
    started = perf_counter()
    if fault.ends_in is None:
        outcome = pipeline.answer(document, engine, setup=setup, cancel=CancelToken())
        mask = outcome.document.subject.mask
        assert mask is not None
        assert np.array_equal(mask.coverage, scene.truth)
    else:
        with pytest.raises(fault.ends_in) as caught:
            pipeline.answer(document, engine, setup=setup, cancel=CancelToken())
        assert type(caught.value) is fault.ends_in
        told = "".join(traceback.format_exception(caught.value))
        assert not [secret for secret in SECRETS if secret in told]
    assert perf_counter() - started < 2 * quick.whole
    assert document == before
    assert document.revision == before.revision


def test_connection_refused_ends_well(scene: Scene, setup: Setup, double: Double, quick: Pace) -> None:
    double.stop_listening()
    for engine, prompts in (("baidu", Prompts(auto=True)), ("aliyun", Prompts(strokes=(click(scene.inside),)))):
        document = pipeline.with_prompts(Document(Picture(scene.pixels)), prompts)
        with pytest.raises(ServiceUnavailable, match="nothing listens there"):
            pipeline.answer(document, engine, setup=setup, cancel=CancelToken())


def test_a_clock_off_by_a_day_is_named(scene: Scene, setup: Setup, monkeypatch: pytest.MonkeyPatch) -> None:
    """The double checks the signature's time against its own clock, which is right."""

    class Yesterday(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> "Yesterday":
            return super().now(tz) - timedelta(days=1)

    monkeypatch.setattr("segdesk.engines.aliyun_line.datetime", Yesterday)
    document = pipeline.with_prompts(Document(Picture(scene.pixels)), Prompts(strokes=(click(scene.inside),)))
    with pytest.raises(ClockWrong, match="Set date and time"):
        pipeline.answer(document, "aliyun", setup=setup, cancel=CancelToken())

"""Aliyun's InteractiveScribbleSegmentation: finds what strokes mean, starting from a mask. It takes strokes only.

The picture is uploaded once and its address reused; a stroke then costs one small picture that holds mask and strokes.
The vendor's own service has ended, so this engine needs the address of a server that speaks its protocol.
"""

import time
from dataclasses import dataclass, field
from typing import Final

from segdesk.core.document import Mask, Picture
from segdesk.core.errors import EngineError, PromptUnsupported, Reason
from segdesk.core.notes import Note, Notice
from segdesk.core.prompts import Prompts
from segdesk.core.work import CancelToken, Report
from segdesk.engines import fit, whiteness
from segdesk.engines.addresses import host_of, is_loopback
from segdesk.engines.aliyun_line import Line, obstacle_of
from segdesk.engines.base import Capabilities, Finding
from segdesk.engines.setup import Setup
from segdesk.imaging import scribbles
from segdesk.wire import aliyun
from segdesk.wire.aliyun_errors import SERVICE

PICTURE_LIFE: Final = 1500.0
"""Seconds for which an uploaded picture's address is reused. Servers keep uploads for half an hour or longer."""


class AliyunEngine:
    """Needs a pair of keys and the address of a server."""

    name = "aliyun"
    capabilities = Capabilities(
        auto=False,
        boxes=False,
        strokes=True,
        prior_mask=True,
        min_side=aliyun.MIN_SIDE,
        max_side=aliyun.MAX_SIDE,
        max_bytes=aliyun.MAX_PICTURE_BYTES,
    )

    def __init__(self, setup: Setup) -> None:
        self._setup = setup

    @property
    def obstacle(self) -> str | None:
        failure = obstacle_of(self._setup.aliyun)
        return None if failure is None else str(failure)

    def open(self, picture: Picture, *, cancel: CancelToken) -> "AliyunSession":
        """Nothing travels yet. Raises CredentialsRejected without keys, ServiceWithdrawn at the vendor's address."""
        cancel.check()
        return AliyunSession(picture, self._setup, Line(self._setup))

    def test_keys(self, *, cancel: CancelToken) -> None:
        """Ask for leave to upload. Raises EngineError, which names the key that is wrong."""
        line = Line(self._setup)
        try:
            line.ticket(cancel)
        finally:
            line.close()


@dataclass(frozen=True)
class _Stored:
    """An uploaded picture: where it lies, and since when on the monotonic clock."""

    address: str = field(repr=False)
    since: float


class AliyunSession:
    """One picture, uploaded at the first question."""

    def __init__(self, picture: Picture, setup: Setup, line: "Line") -> None:
        self._picture: Picture | None = picture
        self._setup = setup
        self._line = line
        self._fitted: fit.Fitted | None = None
        self._stored: _Stored | None = None

    def segment(self, prompts: Prompts, prior: Mask | None, *, cancel: CancelToken, report: Report) -> Finding:
        """The mask that strokes make of the prior, or of nothing. Raises EngineError or Cancelled."""
        if prompts.boxes or (prior is None and not prompts.has_strokes):
            kind = "boxes" if prompts.boxes else "pictures without strokes"
            raise PromptUnsupported(Reason.PROMPT_UNSUPPORTED, engine=AliyunEngine.name, prompt=kind)
        report("fit", 0.0)
        fitted = self._prepared(cancel)
        report("send", 0.1)
        # The picture goes first, so that whoever watches agrees before anything of it leaves.
        picture = self._address(fitted, cancel)
        maps = self._uploaded_maps(fitted, prompts, prior, cancel)
        content = self._result(fitted, picture, maps, cancel)
        pixels = fit.decode_answer(content, fitted.canvas, SERVICE)
        report("edges", 0.8)
        return self._finding(fitted, pixels, prompts, cancel)

    def close(self) -> None:
        """Forget the picture and close the connections."""
        self._picture = self._fitted = self._stored = None
        self._line.close()

    def _prepared(self, cancel: CancelToken) -> fit.Fitted:
        if self._picture is None:
            raise ValueError("this session is closed")
        if self._fitted is None:
            setup = self._setup.aliyun
            limits = _limits(is_local=is_loopback(host_of(setup.endpoint)))
            is_sent = setup.picture_url is None
            self._fitted = fit.fit(self._picture, limits, cancel) if is_sent else fit.unfitted(self._picture, limits)
        return self._fitted

    def _uploaded_maps(
        self, fitted: fit.Fitted, prompts: Prompts, prior: Mask | None, cancel: CancelToken
    ) -> dict[str, str]:
        """Where the maps lie, by the call's field: one integrated picture, or those of three that say something."""
        keep, remove = fitted.scribble_maps(prompts)
        start = None if prior is None else fitted.prior(prior.coverage)
        if not self._setup.aliyun.separate_maps:
            maps = {"integrated_url": scribbles.pack_integrated(start, keep, remove)}
        else:
            given = {"mask_url": start, "positive_url": keep, "negative_url": remove}
            maps = {name: array for name, array in given.items() if array is not None and array.any()}
        contents = {name: fit.encode_map(array, SERVICE, aliyun.MAX_MAP_BYTES) for name, array in maps.items()}
        return {name: self._line.upload(content, "image/png", cancel) for name, content in contents.items()}

    def _result(
        self, fitted: fit.Fitted, picture: tuple[str, bool], maps: dict[str, str], cancel: CancelToken
    ) -> bytes:
        """The service's picture, fetched at once. A picture it no longer finds is uploaded once more."""
        address, is_reused = picture
        try:
            return self._line.segment(self._call(address, maps), cancel)
        except EngineError as error:
            if not is_reused or error.reason is not Reason.PICTURE_UNREACHABLE:
                raise
        self._stored = None
        return self._line.segment(self._call(self._address(fitted, cancel)[0], maps), cancel)

    def _address(self, fitted: fit.Fitted, cancel: CancelToken) -> tuple[str, bool]:
        """Where the service finds the picture, and whether it was uploaded for an earlier question."""
        if self._setup.aliyun.picture_url is not None:
            return self._setup.aliyun.picture_url, False
        if self._stored is not None and time.monotonic() - self._stored.since < PICTURE_LIFE:
            return self._stored.address, True
        address = self._line.upload(fitted.content, fitted.media_type, cancel, is_picture=True)
        self._stored = _Stored(address, time.monotonic())
        return address, False

    def _call(self, image_url: str, maps: dict[str, str]) -> aliyun.ScribbleCall:
        setup = self._setup.aliyun
        return aliyun.ScribbleCall(
            image_url=image_url,
            mask_url=maps.get("mask_url"),
            positive_url=maps.get("positive_url"),
            negative_url=maps.get("negative_url"),
            integrated_url=maps.get("integrated_url"),
            return_form=setup.return_form,
            return_format=setup.return_format,
            edge_feathering=setup.feather,
            postprocess=setup.postprocess,
        )

    def _finding(self, fitted: fit.Fitted, pixels: fit.Pixels, prompts: Prompts, cancel: CancelToken) -> Finding:
        notes: tuple[Note, ...] = ()
        match self._setup.aliyun.return_form:
            case aliyun.ReturnForm.ONLY_ALPHA:
                coverage = fit.mask(pixels, SERVICE)
            case aliyun.ReturnForm.RGB_ALPHA:
                coverage = fit.transparency(pixels, SERVICE)
            case aliyun.ReturnForm.WHITE_BACKGROUND:
                coverage = whiteness.coverage(fitted.pixels, pixels)
                notes = (Note.of(Notice.MASK_FROM_WHITE),)
        return Finding(fitted.restored(coverage, prompts, cancel), notes)


def _limits(*, is_local: bool) -> fit.Limits:
    """To this very computer a picture travels without loss where the vendor's limit lets it."""
    most = aliyun.MAX_PICTURE_BYTES
    return fit.Limits(SERVICE, aliyun.MIN_SIDE, aliyun.MAX_SIDE, most, most if is_local else fit.LOSSLESS_BYTES)

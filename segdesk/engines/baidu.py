"""Baidu's `segment`: finds the main subject, or what is in boxes. Strokes it does not take."""

from dataclasses import replace
from typing import Final

from segdesk.core.document import Bytes2D, Mask, Picture
from segdesk.core.errors import Act, CredentialsRejected, EngineError, PromptUnsupported, Reason
from segdesk.core.prompts import Prompts
from segdesk.core.work import CancelToken, Report
from segdesk.engines import fit
from segdesk.engines.addresses import host_of, is_loopback
from segdesk.engines.base import Capabilities, Finding
from segdesk.engines.setup import Setup, Upload
from segdesk.engines.transport import Call, Transport
from segdesk.wire.baidu import (
    MAX_BASE64,
    MAX_SIDE,
    MIN_SIDE,
    Method,
    ReturnForm,
    SegmentCall,
    parse_segment,
    segment_request,
)
from segdesk.wire.baidu_auth import BaiduKeys, Token, parse_token, token_request
from segdesk.wire.baidu_errors import SERVICE

MAX_BYTES: Final = MAX_BASE64 // 4 * 3
"""Bytes of a picture whose base64 text is just short enough."""


class BaiduEngine:
    """Needs a pair of keys, and the vendor's invitation for them."""

    name = "baidu"
    capabilities = Capabilities(
        auto=True,
        boxes=True,
        strokes=False,
        prior_mask=False,
        min_side=MIN_SIDE,
        max_side=MAX_SIDE,
        max_bytes=MAX_BYTES,
    )

    def __init__(self, setup: Setup) -> None:
        self._setup = setup

    @property
    def obstacle(self) -> str | None:
        return None if self._setup.baidu.keys else str(_keys_missing())

    def open(self, picture: Picture, *, cancel: CancelToken) -> "BaiduSession":
        """Nothing travels yet. Raises CredentialsRejected without keys."""
        cancel.check()
        if self._setup.baidu.keys is None:
            raise _keys_missing()
        return BaiduSession(picture, self._setup, self._setup.baidu.keys)

    def test_keys(self, *, cancel: CancelToken) -> None:
        """Ask for an access token. Raises EngineError, which names the key that is wrong."""
        if self._setup.baidu.keys is None:
            raise _keys_missing()
        transport = _transport(self._setup)
        try:
            _fresh_token(transport, self._setup, self._setup.baidu.keys, cancel=cancel)
        finally:
            transport.close()


class BaiduSession:
    """One picture, encoded once and sent with every question, for the service remembers nothing."""

    def __init__(self, picture: Picture, setup: Setup, keys: BaiduKeys) -> None:
        self._picture: Picture | None = picture
        self._setup = setup
        self._keys = keys
        self._transport = _transport(setup)
        self._fitted: fit.Fitted | None = None
        self._form = setup.baidu.return_form

    def segment(self, prompts: Prompts, prior: Mask | None, *, cancel: CancelToken, report: Report) -> Finding:
        """The mask of the boxes, or of the main subject without any. The prior is not looked at.

        Raises PromptUnsupported for strokes, any other EngineError, or Cancelled.
        """
        if prompts.has_strokes:
            raise PromptUnsupported(Reason.PROMPT_UNSUPPORTED, engine=BaiduEngine.name, prompt="strokes")
        report("fit", 0.0)
        fitted = self._prepared(cancel)
        report("send", 0.1)
        found = self._coverage(fitted, self._call(fitted, prompts), cancel)
        report("edges", 0.8)
        # Enlarged, its shades would be those of the edges found here and not its own.
        is_soft = fitted.is_whole and self._form is ReturnForm.RGBA and fit.has_shades(found)
        return Finding(fitted.restored(found, prompts, cancel), is_soft=is_soft)

    def close(self) -> None:
        """Forget the picture and close the connections."""
        self._picture = self._fitted = None
        self._transport.close()

    def _prepared(self, cancel: CancelToken) -> fit.Fitted:
        """The picture as it is sent; made, and agreed to by whoever watches, once."""
        if self._picture is None:
            raise ValueError("this session is closed")
        if self._fitted is None:
            endpoint, url = self._setup.baidu.endpoint, self._setup.baidu.picture_url
            limits = _limits(is_local=is_loopback(host_of(endpoint)))
            made = fit.fit(self._picture, limits, cancel) if url is None else fit.unfitted(self._picture, limits)
            if url is None:
                self._setup.before_upload(Upload(SERVICE, host_of(endpoint, with_port=True), len(made.content)))
            self._fitted = made
        return self._fitted

    def _call(self, fitted: fit.Fitted, prompts: Prompts) -> SegmentCall:
        boxes = fitted.boxes(prompts)
        return SegmentCall(
            image=fitted.content or None,
            url=self._setup.baidu.picture_url,
            method=Method.CONTROL if boxes else Method.AUTO,
            position=boxes,
            return_form=self._form,
            refine_mask=self._setup.baidu.refine_mask,
        )

    def _coverage(self, fitted: fit.Fitted, call: SegmentCall, cancel: CancelToken) -> Bytes2D:
        """The mask on the canvas: the soft alpha of a cutout, or the hard mask where cutouts have none."""
        pixels = fit.decode_answer(self._answer(call, cancel), fitted.canvas, SERVICE)
        if call.return_form is ReturnForm.MASK:
            return fit.mask(pixels, SERVICE)
        if pixels.ndim == 3 and pixels.shape[2] == 4 and not (pixels[:, :, 3] == fit.OPAQUE).all():
            return fit.transparency(pixels, SERVICE)
        # Some answers show the subject on white instead; the mask form is what is left to ask for, from now on.
        self._form = ReturnForm.MASK
        return self._coverage(fitted, replace(call, return_form=ReturnForm.MASK), cancel)

    def _answer(self, call: SegmentCall, cancel: CancelToken) -> bytes:
        """The file the service answers with; a token it no longer takes is replaced once."""
        token = self._token(cancel)
        try:
            return self._asked(call, token, cancel)
        except EngineError as error:
            if error.act is not Act.NEW_TOKEN:
                raise
        self._setup.baidu.tokens.drop(self._keys, self._setup.baidu.endpoint, token)
        return self._asked(call, self._token(cancel), cancel)

    def _asked(self, call: SegmentCall, token: Token, cancel: CancelToken) -> bytes:
        request = segment_request(token, self._setup.baidu.endpoint, call)
        return self._transport.ask(Call("segment", lambda: request, parse_segment), cancel=cancel)

    def _token(self, cancel: CancelToken) -> Token:
        kept = self._setup.baidu.tokens.find(self._keys, self._setup.baidu.endpoint)
        return kept or _fresh_token(self._transport, self._setup, self._keys, cancel=cancel)


def _limits(*, is_local: bool) -> fit.Limits:
    """To this very computer a picture travels without loss where the vendor's limit lets it."""
    return fit.Limits(SERVICE, MIN_SIDE, MAX_SIDE, MAX_BYTES, MAX_BYTES if is_local else fit.LOSSLESS_BYTES)


def _fresh_token(transport: Transport, setup: Setup, keys: BaiduKeys, *, cancel: CancelToken) -> Token:
    base = setup.baidu.endpoint
    token = transport.ask(Call("token", lambda: token_request(keys, base), parse_token), cancel=cancel)
    setup.baidu.tokens.keep(keys, base, token)
    return token


def _transport(setup: Setup) -> Transport:
    return Transport(SERVICE, ca_file=setup.ca_file, proxy=setup.proxy, on_send=setup.on_send)


def _keys_missing() -> CredentialsRejected:
    return CredentialsRejected(Reason.KEYS_MISSING, service=SERVICE)

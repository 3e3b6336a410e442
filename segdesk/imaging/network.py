"""The trained network: read from its file, checked, and asked about views."""

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Self

import cv2
import numpy as np
from numpy.typing import NDArray

from segdesk.imaging.cues import CHANNELS, VERSION

Floats = NDArray[np.float32]

SIDE = 256
"""Side of the views it was exported for, in pixels."""


@dataclass(frozen=True, eq=False)
class Network:
    """Weights behind OpenCV, which answers one question at a time."""

    layers: cv2.dnn.Net
    _turn: Lock = field(default_factory=Lock)

    @classmethod
    def of(cls, file: bytes, *, sha256: str) -> Self:
        """Read an ONNX file. Raises ValueError when its bytes are not those that were meant, or make no network."""
        if hashlib.sha256(file).hexdigest() != sha256:
            raise ValueError("the model file is damaged")
        try:
            layers = cv2.dnn.readNetFromONNX(np.frombuffer(file, np.uint8))
        except cv2.error as error:
            raise ValueError("the model file holds no network") from error
        return cls(layers)

    def logits(self, channels: Floats) -> Floats:
        """How surely each pixel of a view is the subject's: channels float32 CHANNELSxSxS to float32 SxS."""
        if channels.shape != (CHANNELS, SIDE, SIDE):
            raise ValueError(f"a view of {channels.shape}, not {(CHANNELS, SIDE, SIDE)}")
        with self._turn:
            self.layers.setInput(channels[None])
            answer = np.asarray(self.layers.forward(), np.float32)[0, 0]
        return np.asarray(cv2.resize(answer, (SIDE, SIDE), interpolation=cv2.INTER_LINEAR), np.float32)


def load_network(path: Path) -> Network:
    """Read an ONNX file by the particulars that lie beside it as JSON.

    Raises OSError when either cannot be read, ValueError when they do not fit each other or this program.
    """
    match json.loads(path.with_suffix(".json").read_text(encoding="utf-8")):
        case {"cues": int(cues), "sha256": str(sha256)} if cues == VERSION:
            return Network.of(path.read_bytes(), sha256=sha256)
        case _:
            raise ValueError("the model was trained on other cues")

"""The training itself: scenes, a robot designer in the loop, a step of learning after each of its turns.

Stops and goes on from its checkpoint; runs on a processor as on an accelerator.
"""

import copy
import json
import math
import multiprocessing
import time
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from multiprocessing.synchronize import Event
from pathlib import Path
from queue import Full
from typing import cast

import cv2
import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from segdesk.imaging.cues import CHANNELS, KEEP, REMOVE, Hints, View

from .dents import dented
from .network import WIDTHS, Network
from .optimiser import Optimiser
from .pictures import Gallery, load_gallery
from .robot import corrected, opening_hints
from .scenes import Scene, Studio
from .unfolding import unfold

Queue = multiprocessing.Queue

_DENTED = 0.12
"""How often a scene gets a hole where it has room for one, as one in five has."""


@dataclass(frozen=True)
class Recipe:
    """What decides how a network comes out. Times are minutes of training."""

    minutes: float = 200.0
    steps: int | None = None
    """Ends the training too, wherever the clock stands: for runs that are to be alike on every machine."""
    near: float = 0.67
    """Share of the time at the smaller side."""
    sides: tuple[int, int] = (192, 256)
    batches: tuple[int, int] = (24, 16)
    rate: float = 3e-3
    decay: float = 0.02
    flat: float = 0.6
    """Share of the time before the learning rate begins to fall."""
    memory: float = 0.9985
    """Of the moving average of the weights, which is what is exported."""
    turns: tuple[float, ...] = (0.0, 0.25, 0.4, 0.35)
    """Chances of one, two, ... turns of the robot at a scene."""
    seed: int = 7
    threads: int = 2
    makers: int = 1
    """Processes that make scenes."""
    widths: tuple[int, int, int, int] = WIDTHS
    compile: bool = True


@dataclass
class Progress:
    """How far a training is."""

    seconds: float = 0.0
    steps: int = 0
    views: int = 0
    recent: dict[int, deque[tuple[float, float]]] = field(default_factory=dict)

    def note(self, turn: int, loss: float, iou: float) -> None:
        self.recent.setdefault(turn, deque(maxlen=200)).append((loss, iou))

    def line(self, side: int, rate: float) -> dict[str, object]:
        """One line of the learning curve."""
        means = {
            str(turn + 1): [round(float(value), 4) for value in np.mean(list(marks), axis=0)]
            for turn, marks in sorted(self.recent.items())
        }
        spent = {"minutes": round(self.seconds / 60, 1), "steps": self.steps, "views": self.views}
        return {**spent, "side": side, "rate": rate, "turns": means}


def train(pictures: Path, out: Path, recipe: Recipe, *, each: int | None = None, exported: Path | None = None) -> Path:
    """Train until the recipe's time is up; `out` gets checkpoint.pt, curve.jsonl and weights.pt, whose path returns.

    A checkpoint in `out` is gone on from; where there is none, an exported network, if given, is begun with. `each`
    limits the pictures read from each tar file.
    """
    out.mkdir(parents=True, exist_ok=True)
    cv2.setNumThreads(1)
    torch.set_num_threads(recipe.threads)
    torch.manual_seed(recipe.seed)
    learner = Learner(recipe, out)
    with _scenes(load_gallery(pictures, each=each), recipe, learner.progress) as batches:
        if exported is not None and learner.is_new:
            learner.begin_with(exported, next(batches))
        learner.learn(batches)
    return learner.save_weights()


class Learner:
    """A network, its moving average, and what the optimiser remembers."""

    def __init__(self, recipe: Recipe, out: Path) -> None:
        self._recipe, self._out = recipe, out
        self._device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self._network = Network(recipe.widths).to(self._device)
        self._network.to(memory_format=torch.channels_last)  # pyright: ignore[reportCallIssue]
        self._optimiser = Optimiser(self._network, decay=recipe.decay)
        self._average = copy.deepcopy(self._network).eval()
        self.progress = Progress()
        self._saved = 0.0
        self._resume()
        self._step = torch.compile(self._network, dynamic=False) if recipe.compile else self._network
        self._pool = ThreadPoolExecutor(recipe.threads)
        self._rng = np.random.default_rng((recipe.seed, self.progress.steps))
        self._channels = np.empty(0, np.float32)

    @property
    def is_new(self) -> bool:
        """Whether it has learned nothing yet."""
        return not self.progress.steps

    def begin_with(self, exported: Path, scenes: Sequence[Scene]) -> None:
        """Know what an exported network, as wide or narrower, knows. Raises ValueError if that has another shape."""
        told = [View.of(scene.pixels).told(opening_hints(scene, self._rng)) for scene in scenes]
        views = torch.from_numpy(np.stack(told)).to(self._device, memory_format=torch.channels_last)
        unfold(self._network, exported, views)
        self._average.load_state_dict(self._network.state_dict())

    def learn(self, batches: Iterator[list[Scene]]) -> None:
        """Take batch after batch until the time is up."""
        started = time.monotonic()
        while self._done < 1:
            scenes = next(batches)
            self._play(scenes)
            now = time.monotonic()
            # A machine that slept, or a training that was stopped for a while, did not train meanwhile.
            self.progress.seconds += min(now - started, 20.0 if self.progress.steps > 50 else 600.0)
            started = now
            if self.progress.seconds - self._saved > 60:
                self._save(len(scenes[0].truth))
        if self.progress.seconds > self._saved:
            self._save(0)

    def save_weights(self) -> Path:
        path = self._out / "weights.pt"
        torch.save({"widths": self._recipe.widths, "state": self._average.state_dict()}, path)
        return path

    def _play(self, scenes: Sequence[Scene]) -> None:
        """The robot's turns at one batch, each followed by a step of learning."""
        rng = self._rng
        views = list(self._pool.map(lambda scene: View.of(scene.pixels), scenes))
        hints = [opening_hints(scene, rng) for scene in scenes]
        truth, counts = self._targets(scenes)
        for turn in range(int(rng.choice(len(self._recipe.turns), p=self._recipe.turns)) + 1):
            channels = self._told(views, hints)
            probability, loss = self._taught(channels, truth, counts)
            self.progress.note(turn, loss, _iou(probability, truth, counts))
            self.progress.steps += 1
            self.progress.views += len(scenes)
            large = functional.interpolate(probability, scale_factor=2, mode="bilinear").cpu().numpy()[:, 0]
            hints = [
                corrected(hint, scene, answer, rng) for hint, scene, answer in zip(hints, scenes, large, strict=True)
            ]

    def _told(self, views: Sequence[View], hints: Sequence[Hints]) -> Tensor:
        """The channels of views that were told hints, float32 BxCxSxS, good until the next are asked for."""
        shape = (len(views), CHANNELS, *hints[0].keep.shape)
        if self._channels.shape != shape:
            self._channels = np.empty(shape, np.float32)

        def tell(number: int) -> None:
            self._channels[number] = views[number].told(hints[number])

        list(self._pool.map(tell, range(len(views))))
        return torch.from_numpy(self._channels).to(self._device)

    def _targets(self, scenes: Sequence[Scene]) -> tuple[Tensor, Tensor]:
        """Truth and whether it counts, both float32 Bx1xS/2xS/2."""
        half = [cv2.resize(scene.truth, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA) for scene in scenes]
        counts = [1 - np.maximum(scene.unknown[::2, ::2], scene.unknown[1::2, 1::2]) for scene in scenes]
        return tuple(
            torch.from_numpy(np.stack(maps)).float()[:, None].to(self._device) / most
            for maps, most in ((half, 255), (counts, 1))
        )  # pyright: ignore[reportReturnType]

    def _taught(self, channels: Tensor, truth: Tensor, counts: Tensor) -> tuple[Tensor, float]:
        """One step of learning. Returns the probabilities before it, and the loss."""
        with torch.autocast(self._device.type, dtype=torch.bfloat16):
            logits = cast(Tensor, self._step(channels))
        loss, probability = _loss(logits.float(), truth, weight=_weights(channels, counts), counts=counts)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self._network.parameters(), 2.0)
        self._optimiser.step(self._rate())
        self._remember()
        return probability.detach(), float(loss.item())

    @property
    def _done(self) -> float:
        """How much of the training is behind us, 1 at its end."""
        recipe = self._recipe
        by_steps = self.progress.steps / recipe.steps if recipe.steps else 0.0
        return min(1.0, max(by_steps, self.progress.seconds / (recipe.minutes * 60)))

    def _rate(self) -> float:
        recipe = self._recipe
        warm = min(1.0, self.progress.steps / 150 + 0.02)
        fallen = max(0.0, (self._done - recipe.flat) / (1 - recipe.flat))
        return recipe.rate * warm * (0.5 * (1 + math.cos(math.pi * fallen)) + 0.004)

    @torch.no_grad()
    def _remember(self) -> None:
        memory = min(self._recipe.memory, self.progress.steps / (self.progress.steps + 20))
        for kept, new in zip(self._average.state_dict().values(), self._network.state_dict().values(), strict=True):
            if kept.dtype.is_floating_point:
                kept.lerp_(new, 1 - memory)
            else:
                kept.copy_(new)

    def _save(self, side: int) -> None:
        self._saved = self.progress.seconds
        state = {
            "network": self._network.state_dict(),
            "average": self._average.state_dict(),
            "optimiser": self._optimiser.state(),
            "progress": (self.progress.seconds, self.progress.steps, self.progress.views),
        }
        # A killed training must find a whole file.
        torch.save(state, self._out / "checkpoint.new")
        (self._out / "checkpoint.new").replace(self._out / "checkpoint.pt")
        with (self._out / "curve.jsonl").open("a", encoding="utf-8") as curve:
            curve.write(json.dumps(self.progress.line(side, round(self._rate(), 6))) + "\n")
        (self._out / "recipe.json").write_text(json.dumps(asdict(self._recipe), indent=1), encoding="utf-8")

    def _resume(self) -> None:
        checkpoint = self._out / "checkpoint.pt"
        if checkpoint.exists():
            state = torch.load(checkpoint, map_location=self._device, weights_only=True)
            self._network.load_state_dict(state["network"])
            self._average.load_state_dict(state["average"])
            self._optimiser.go_on_from(state["optimiser"])
            self.progress = Progress(*state["progress"])
            self._saved = self.progress.seconds


def _weights(channels: Tensor, counts: Tensor) -> Tensor:
    """What pixels weigh: what lies under strokes is the designer's own word."""
    strokes = functional.max_pool2d(channels[:, KEEP : KEEP + 1] + channels[:, REMOVE : REMOVE + 1], 2)
    return (1 + 4 * strokes) * counts


def _loss(logits: Tensor, truth: Tensor, *, weight: Tensor, counts: Tensor) -> tuple[Tensor, Tensor]:
    """Cross entropy, dice and a quarter of normalised focal loss (Sofiiuk et al., "Reviving iterative training with
    mask guidance for interactive segmentation", 2021), and the probabilities."""
    probability = torch.sigmoid(logits)
    entropy = functional.binary_cross_entropy_with_logits(logits, truth, reduction="none")
    wrong = (probability - truth).abs().clamp(0, 0.999).detach()
    focal = (entropy * weight * wrong).sum((1, 2, 3)) / ((wrong * weight).sum((1, 2, 3)) + 20)
    plain = (entropy * weight).mean((1, 2, 3)) / counts.mean((1, 2, 3)).clamp_min(0.2)
    overlap = (probability * truth * counts).sum((1, 2, 3))
    total = ((probability + truth) * counts).sum((1, 2, 3))
    dice = 1 - (2 * overlap + 20) / (total + 20)
    return (0.25 * focal + plain + dice).mean(), probability


def _iou(probability: Tensor, truth: Tensor, counts: Tensor) -> float:
    inside, subject = (probability > 0.5) & (counts > 0), (truth > 0.5) & (counts > 0)
    shared, either = ((inside & subject).sum((1, 2, 3)), (inside | subject).sum((1, 2, 3)))
    return float((shared / (either + 1e-6)).mean().item())


class _scenes:  # noqa: N801 - used as a function
    """Batches of scenes as long as the block lasts, made by processes of their own."""

    def __init__(self, gallery: Gallery, recipe: Recipe, progress: Progress) -> None:
        context = multiprocessing.get_context("fork")
        self._recipe, self._progress = recipe, progress
        self._queue: Queue[list[Scene]] = context.Queue(4)
        self._end = context.Event()
        self._stage = context.Value("i", self._stage_now())
        self._makers = [
            context.Process(target=self._make, args=(gallery, (recipe.seed, progress.steps, number), self._end))
            for number in range(recipe.makers)
        ]

    def __enter__(self) -> Iterator[list[Scene]]:
        for maker in self._makers:
            maker.start()
        return self._batches()

    def __exit__(self, *_: object) -> None:
        self._end.set()
        for maker in self._makers:
            maker.terminate()
            maker.join()

    def _batches(self) -> Iterator[list[Scene]]:
        while True:
            self._stage.value = self._stage_now()
            yield self._queue.get(timeout=300)

    def _stage_now(self) -> int:
        return int(self._progress.seconds >= self._recipe.near * self._recipe.minutes * 60)

    def _make(self, gallery: Gallery, seed: tuple[int, ...], end: Event) -> None:
        cv2.setNumThreads(1)
        rng = np.random.default_rng(seed)
        studio = Studio(gallery, rng)

        def scene(side: int) -> Scene:
            made = studio.scene(side)
            return dented(made, rng) if rng.random() < _DENTED else made

        while not end.is_set():
            stage = self._stage.value
            batch = [scene(self._recipe.sides[stage]) for _ in range(self._recipe.batches[stage])]
            while not end.is_set():
                try:
                    self._queue.put(batch, timeout=1)
                    break
                except Full:
                    continue

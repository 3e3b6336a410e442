"""Two engines as one: where the first cannot take a prompt, its partner finds the first mask or refines the last."""

from dataclasses import replace

from segdesk.core.document import Mask, MaskSource, Picture
from segdesk.core.notes import Note, Notice
from segdesk.core.prompts import Prompts
from segdesk.core.work import CancelToken, Report
from segdesk.engines.base import Capabilities, Engine, EngineSession, Finding


class PairedEngine:
    """Goes by the first engine's name and limits, and takes whatever either of both takes."""

    def __init__(self, first: Engine, partner: Engine) -> None:
        self._first = first
        self._partner = partner

    @property
    def name(self) -> str:
        return self._first.name

    @property
    def obstacle(self) -> str | None:
        return self._first.obstacle

    @property
    def capabilities(self) -> Capabilities:
        can, other = self._first.capabilities, self._partner.capabilities
        return replace(
            can,
            auto=can.auto or other.auto,
            boxes=can.boxes or other.boxes,
            strokes=can.strokes or other.strokes,
            prior_mask=can.prior_mask or other.prior_mask,
        )

    def open(self, picture: Picture, *, cancel: CancelToken) -> "PairedSession":
        """The first engine's session now, the partner's when it is needed. Raises EngineError or Cancelled."""
        session = self._first.open(picture, cancel=cancel)
        return PairedSession(picture, session, first=self._first, partner=self._partner)


class PairedSession:
    """Both engines' memory of one picture, and the last first mask."""

    def __init__(self, picture: Picture, session: EngineSession, *, first: Engine, partner: Engine) -> None:
        self._picture: Picture | None = picture
        self._first = first
        self._partner = partner
        self._sessions = {first.name: session}
        self._begun: Mask | None = None

    def segment(self, prompts: Prompts, prior: Mask | None, *, cancel: CancelToken, report: Report) -> Finding:
        """The first engine's mask, or what both found together, with a note of who did what."""
        spoken = _without_strokes(prompts)
        starter = self._first if _begins(self._first.capabilities, spoken) else self._partner
        if not prompts.has_strokes:
            finding = self._session(starter, cancel).segment(prompts, prior, cancel=cancel, report=report)
            return finding if starter is self._first else self._noted(finding, Notice.ANSWERED_BY_PARTNER)
        if not self._first.capabilities.strokes:
            start = self._start(starter, spoken, self._own(prior, spoken), cancel=cancel, report=report)
            finding = self._session(self._partner, cancel).segment(prompts, start, cancel=cancel, report=report)
            is_own = start.source.engine == self._first.name
            return self._noted(finding, Notice.FIRST_MASK_THEN_STROKES if is_own else Notice.ANSWERED_BY_PARTNER)
        if starter is self._first or spoken.is_empty:
            return self._session(self._first, cancel).segment(prompts, prior, cancel=cancel, report=report)
        start = self._start(starter, spoken, prior, cancel=cancel, report=report)
        strokes = replace(prompts, boxes=(), auto=False, candidate=0)
        finding = self._session(self._first, cancel).segment(strokes, start, cancel=cancel, report=report)
        return self._noted(finding, Notice.FIRST_MASK_FOR_STROKES)

    def close(self) -> None:
        """Close both sessions."""
        self._picture = self._begun = None
        sessions, self._sessions = self._sessions, {}
        for session in sessions.values():
            session.close()

    def _own(self, prior: Mask | None, spoken: Prompts) -> Mask | None:
        """The prior, unless it is another engine's and the first one can find its own from what was said."""
        is_own = prior is not None and prior.source.engine == self._first.name
        return prior if is_own or spoken.is_empty else None

    def _start(
        self, starter: Engine, spoken: Prompts, prior: Mask | None, *, cancel: CancelToken, report: Report
    ) -> Mask:
        """The mask that strokes refine: the prior where it answers what else was said, else the starter's, kept."""
        if prior is not None and _without_strokes(prior.source.prompts) == spoken:
            return prior
        if self._begun is None or self._begun.source.prompts != spoken:
            finding = self._session(starter, cancel).segment(spoken, None, cancel=cancel, report=report)
            self._begun = Mask(finding.coverage, MaskSource(starter.name, spoken))
        return self._begun

    def _session(self, engine: Engine, cancel: CancelToken) -> EngineSession:
        if self._picture is None:
            raise ValueError("this session is closed")
        if engine.name not in self._sessions:
            self._sessions[engine.name] = engine.open(self._picture, cancel=cancel)
        return self._sessions[engine.name]

    def _noted(self, finding: Finding, notice: Notice) -> Finding:
        note = Note.of(notice, engine=self._first.name, partner=self._partner.name)
        return replace(finding, notes=(*finding.notes, note))


def _without_strokes(prompts: Prompts) -> Prompts:
    return replace(prompts, strokes=(), maps=())


def _begins(can: Capabilities, spoken: Prompts) -> bool:
    """Whether an engine can find a first mask from these prompts; from none at all it looks for the main subject."""
    return can.boxes if spoken.boxes else can.auto

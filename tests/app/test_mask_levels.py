"""What masks are painted from takes no memory beside the masks, and none of what is no longer there."""

import gc
import weakref
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from segdesk.app.road import Request
from segdesk.app.session import Session
from segdesk.core.document import EdgeMode
from segdesk.core.geometry import Box
from segdesk.core.prompts import BoxPrompt
from tests.app.conftest import Settle
from tests.app.desks import PaperDesks

BOX = BoxPrompt(Box(40, 40, 200, 180))


@pytest.fixture
def opened(session: Session, picture: Path, qtbot: QtBot) -> Session:
    with qtbot.waitSignal(session.document_opened, timeout=20_000):
        session.open(Request.of_file(picture))
    return session


def test_a_mask_that_came_while_something_else_was_changed_is_held_once(
    opened: Session, settle: Settle, desks: PaperDesks, qtbot: QtBot
) -> None:
    desks.gate.clear()
    opened.add(BOX)
    qtbot.waitUntil(desks.started.is_set)
    assert opened.document is not None
    opened.set_edges(replace(opened.document.subject.edges, mode=EdgeMode.HARD), "edges")
    desks.gate.set()
    settle()
    mask, levels = opened.document.subject.mask, opened.mask_levels
    assert mask is not None
    assert levels is not None
    assert levels.levels[0] is mask.coverage


def test_nothing_holds_a_mask_that_was_cleared(opened: Session, settle: Settle) -> None:
    opened.add(BOX)
    settle()
    assert opened.document is not None
    mask, levels = opened.document.subject.mask, opened.mask_levels
    assert mask is not None
    assert levels is not None
    held: weakref.ref[np.ndarray] = weakref.ref(mask.coverage)
    opened.clear()
    settle()
    del mask, levels
    gc.collect()
    assert held() is None

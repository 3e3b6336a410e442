"""The bars around the canvas: the picture and its commands on top, the rail of tools, the status line."""

from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from segdesk.app.actions import Actions
from segdesk.app.commands.tools import TOOL_KEYS
from segdesk.app.hairlines import Hairline
from segdesk.app.icons import icon
from segdesk.app.lines import Line
from segdesk.app.numbers import number
from segdesk.app.plan import RAIL_WIDTH, STATUS_HEIGHT, TOP_HEIGHT
from segdesk.app.theme import Palette
from segdesk.app.toolbox import LARGE_STEPS, Kind, Toolbox
from segdesk.app.toolbutton import ActionButton, IconButton
from segdesk.app.widgets import label
from segdesk.core.document import MaskSource
from segdesk.core.geometry import UPRIGHT, Point, Size, Turn

_FIRST_OF_GROUP = (Kind.BOX.value, Kind.HAIR.value, Kind.PAN.value)
"""Above these tools the rail has a line."""


class TopBar(QFrame):
    """Menu, the picture's name and size, undo, redo and history, the engine, auto subject, export."""

    def __init__(self, actions: Actions, menu: QMenu | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("topBar")
        self.setFixedHeight(TOP_HEIGHT)
        self._name, self._about, self._engine = Line(role="title"), label(role="dim"), _menu_button()
        self._menu_button = IconButton(QSize(40, 36))
        self._auto, self._export = _push_button(actions["auto"]), _push_button(actions["export"], role="primary")
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 12, 0)
        row.setSpacing(8)
        if menu is not None:
            self._add_menu(row, menu)
        row.addWidget(self._name)
        row.addWidget(self._about)
        row.addStretch(1)
        for key in ("undo", "redo", "history"):
            row.addWidget(ActionButton(actions[key], QSize(36, 32)))
        row.addSpacing(8)
        row.addWidget(self._engine)
        row.addWidget(self._auto)
        row.addWidget(self._export)

    def show_picture(self, name: str, size: Size | None, *, is_edited: bool) -> None:
        """Name and size of the picture, and whether there is work that no export holds."""
        self._name.setText(name)
        parts = [] if size is None else [f"{size.width} × {size.height}"]
        if is_edited:
            parts.append(self.tr("edited"))
        self._about.setText("  ·  ".join(parts))

    @property
    def engine_button(self) -> QPushButton:
        """Opens the menu of engines."""
        return self._engine

    def set_engine_menu(self, menu: QMenu) -> None:
        self._engine.setMenu(menu)

    def show_engine(self, words: str) -> None:
        self._engine.setText(self.tr("Engine: {name}").format(name=words))
        self._engine.setAccessibleName(self._engine.text())

    def dress(self, palette: Palette) -> None:
        self._engine.setIcon(icon("down", palette, colour=palette.dim))
        self._menu_button.setIcon(icon("menu", palette))

    def _add_menu(self, row: QHBoxLayout, menu: QMenu) -> None:
        self._menu_button.setMenu(menu)
        self._menu_button.setPopupMode(IconButton.ToolButtonPopupMode.InstantPopup)
        self._menu_button.setToolTip(self.tr("Menu  (F10)"))
        self._menu_button.setAccessibleName(self.tr("Menu"))
        self._menu_button.setShortcut("F10")
        row.addWidget(self._menu_button)


class Rail(QFrame):
    """The tools, in groups, and the keys of their brushes."""

    def __init__(self, actions: Actions, toolbox: Toolbox, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self.setFixedWidth(RAIL_WIDTH)
        self._actions, self._toolbox = actions, toolbox
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 12, 7, 12)
        column.setSpacing(4)
        group = QActionGroup(self)
        for key in TOOL_KEYS:
            if key in _FIRST_OF_GROUP:
                column.addSpacing(6)
                column.addWidget(Hairline())
                column.addSpacing(6)
            group.addAction(actions[key])
            column.addWidget(ActionButton(actions[key], QSize(40, 40), icon_side=22))
        column.addStretch(1)
        group.triggered.connect(lambda action: toolbox.take(Kind(action.objectName())))
        sizes = {"smaller": -1, "larger": 1, "much_smaller": -LARGE_STEPS, "much_larger": LARGE_STEPS}
        actions.bind({key: partial(toolbox.resize, steps) for key, steps in sizes.items()})
        actions.bind({"softer": partial(toolbox.harden, -1), "harder": partial(toolbox.harden, 1)})
        toolbox.kind_changed.connect(self._on_kind_changed)
        self._on_kind_changed(toolbox.kind)

    def _on_kind_changed(self, kind: Kind) -> None:
        self._actions[kind.value].setChecked(True)


class StatusLine(QFrame):
    """Engine and its last time, calls to clouds, which proposal is shown, the view, the pointer's place, work at
    full size, the zoom."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("statusLine")
        self.setFixedHeight(STATUS_HEIGHT)
        self._engine, self._calls, self._candidate, self._view = label(), label(), label(), label()
        self._place, self._work, self._zoom = label(), Line(), label()
        self._calls.setToolTip(self.tr("Questions put to a cloud since SegDesk was started; clouds charge by them"))
        self._calls.hide()
        self._candidate.hide()
        self._zoom.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(24)
        for words in (self._engine, self._calls, self._candidate, self._view, self._place):
            row.addWidget(words)
        row.addStretch(1)
        row.addWidget(self._work)
        row.addWidget(self._zoom)

    def show_engine(self, words: str) -> None:
        self._engine.setText(words)

    @property
    def engine(self) -> str:
        """The engine and how long it took, in words."""
        return self._engine.text()

    @property
    def calls(self) -> str:
        """The number of calls in words; empty while there were none."""
        return self._calls.text()

    def show_calls(self, count: int) -> None:
        """How often a cloud was asked."""
        words = self.tr("1 call") if count == 1 else self.tr("{count} calls").format(count=count)
        self._calls.setText(words if count else "")
        self._calls.setVisible(count > 0)

    @property
    def candidate(self) -> str:
        """Which of the proposals for the main subject is shown, in words; empty where there is no choice."""
        return self._candidate.text()

    def show_candidate(self, source: MaskSource | None) -> None:
        """Which proposal the mask of this source is."""
        words = ""
        if source is not None and source.candidates > 1:
            number = source.prompts.candidate % source.candidates + 1
            words = self.tr("Proposal {number} of {count}").format(number=number, count=source.candidates)
        self._candidate.setText(words)
        self._candidate.setVisible(bool(words))

    def show_view(self, words: str) -> None:
        self._view.setText(self.tr("View: {name}").format(name=words) if words else "")

    def show_place(self, at: Point | None) -> None:
        self._place.setText("" if at is None else f"x {int(at.x)}   y {int(at.y)}")

    @property
    def work(self) -> str:
        """What is said of the edges at full size or of an export; empty while there is neither."""
        return self._work.text()

    def show_work(self, words: str) -> None:
        """How far the edges at full size or an export are; empty when they are done."""
        self._work.setText(words)

    @property
    def zoom(self) -> str:
        """Scale and turn in words."""
        return self._zoom.text()

    def show_zoom(self, scale: float | None, turn: Turn = UPRIGHT) -> None:
        """The scale in device pixels per picture pixel, and how the view is turned if it is."""
        percent = None if scale is None else scale * 100
        parts = [] if percent is None else [f"{number(percent, 0 if percent >= 10 else 1)} %"]
        if turn.is_mirrored:
            parts.insert(0, self.tr("mirrored"))
        if turn.degrees:
            parts.insert(0, self.tr("turned {degrees}°").format(degrees=turn.degrees))
        self._zoom.setText("  ·  ".join(parts))


def _menu_button() -> QPushButton:
    """A button with an arrow behind its words."""
    button = QPushButton()
    button.setObjectName("engineButton")
    button.setIconSize(QSize(20, 20))
    button.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return button


def _push_button(action: QAction, role: str = "") -> QPushButton:
    """A button that follows an action."""
    button = QPushButton()
    button.setProperty("role", role)
    button.setIconSize(QSize(20, 20))
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def follow() -> None:
        words = action.text().removesuffix("…")
        button.setText(" " + words)
        button.setAccessibleName(words)
        button.setIcon(action.icon())
        button.setToolTip(action.toolTip())
        button.setEnabled(action.isEnabled())

    follow()
    action.changed.connect(follow)
    button.clicked.connect(action.trigger)
    return button

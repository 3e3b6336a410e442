"""The shortcut editor: all commands, the keys of the one in hand, and what stands in the way of another key."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QCoreApplication, QModelIndex
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QKeySequenceEdit,
    QLineEdit,
    QListView,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
)

from segdesk.app.commandlist import CommandList, CommandRows, listed
from segdesk.app.commands import COMMANDS
from segdesk.app.keymap import FIXED, TAKEN, Keymap, native
from segdesk.app.preferences.page import Page
from segdesk.app.theme import Palette
from segdesk.app.widgets import dress_clearable, label, make_clearable
from segdesk.storage.settings import Settings


class KeysPage(Page):
    """Changes a keymap of its own; a key that belongs to another command changes hands only when that is asked for."""

    def __init__(self) -> None:
        super().__init__()
        self._keymap, self._command, self._wanted = Keymap(), COMMANDS[0].key, ""
        self.search, self.view = QLineEdit(), QListView()
        self.name, self.field = label(role="title"), QKeySequenceEdit()
        self.take, self.reset = QPushButton(self.tr("Take it over")), QPushButton(self.tr("Reset"))
        self.reset_all = QPushButton(self.tr("Reset all"))
        self._said, self._chips, self._card = label(role="dim"), QHBoxLayout(), QFrame()
        self.chips: list[QPushButton] = []
        """One for each key of the command in hand; pressed, it takes the key away."""
        self._model, self._rows = CommandList(self), CommandRows(self)
        self._prepare()
        self._arrange()
        self.search.textChanged.connect(self._on_find)
        self.view.selectionModel().currentChanged.connect(self._on_current)
        self.view.activated.connect(lambda _: self.field.setFocus())
        self.field.editingFinished.connect(self._on_typed)
        self.take.clicked.connect(self._on_take)
        self.reset.clicked.connect(lambda: self._change(self._keymap.resetting(self._command)))
        self.reset_all.clicked.connect(lambda: self._change(Keymap()))

    @property
    def said(self) -> str:
        """What stands in the way of the key that was typed; empty where nothing does."""
        return "" if self._said.isHidden() else self._said.text()

    def show_settings(self, settings: Settings) -> None:
        self._change(Keymap.of(settings.shortcuts))
        self.turn_to(COMMANDS[0].key)

    def read(self, settings: Settings) -> Settings:
        return replace(settings, shortcuts=dict(self._keymap.own))

    def dress(self, palette: Palette) -> None:
        self._rows.dress(palette)
        dress_clearable(self.search, palette)

    def begin(self) -> None:
        self.search.setFocus()

    def turn_to(self, command: str) -> None:
        """Take a command in hand."""
        self.view.setCurrentIndex(self._model.index(max(self._model.row_of(command), 0)))

    def _prepare(self) -> None:
        self.search.setPlaceholderText(self.tr("Find a command"))
        self.search.setAccessibleName(self.tr("Find a command"))
        make_clearable(self.search, self.tr("Clear"))
        self.view.setModel(self._model)
        self.view.setItemDelegate(self._rows)
        self.view.setObjectName("commandRows")
        self.view.setAccessibleName(self.tr("Commands and their keys"))
        self.view.setUniformItemSizes(True)
        self.view.setMouseTracking(True)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.field.setMaximumSequenceLength(1)
        self.field.setFixedWidth(150)
        self.field.setAccessibleName(self.tr("Another key for this command"))
        self._invite()
        self._said.setWordWrap(True)
        self.take.setProperty("role", "link")
        self.reset.setProperty("role", "link")
        self.reset_all.setProperty("role", "link")
        self.reset.setToolTip(self.tr("Give this command its own keys back"))
        self.reset_all.setToolTip(self.tr("Give every command its own keys back"))
        for button in (self.take, self.reset, self.reset_all):
            button.setAutoDefault(False)

    def _arrange(self) -> None:
        self.column.setSpacing(10)
        top = QHBoxLayout()
        top.addWidget(self.search, 1)
        top.addWidget(self.reset_all)
        self.column.addLayout(top)
        self.column.addWidget(self.view, 1)
        self._card.setObjectName("callout")
        inner = QVBoxLayout(self._card)
        inner.setContentsMargins(12, 8, 8, 10)
        inner.setSpacing(6)
        head = QHBoxLayout()
        head.addWidget(self.name, 1)
        head.addWidget(self.reset)
        row = QHBoxLayout()
        row.setSpacing(8)
        self._chips.setSpacing(6)
        row.addLayout(self._chips)
        row.addWidget(self.field)
        row.addWidget(self.take)
        row.addStretch(1)
        inner.addLayout(head)
        inner.addLayout(row)
        inner.addWidget(self._said)
        self.column.addWidget(self._card)

    def _invite(self) -> None:
        """Qt's own invitation comes back whenever the field is emptied."""
        line = self.field.findChild(QLineEdit)
        if line is not None:
            line.setPlaceholderText(self.tr("Press another key"))
            line.setAccessibleName(self.field.accessibleName())

    def _on_find(self, query: str) -> None:
        self._model.find(query)
        self.turn_to(self._command)

    def _on_current(self, index: QModelIndex) -> None:
        entry = self._model.entry(index.row())
        if entry is not None:
            self._command = entry.command.key
            self._show()

    def _change(self, keymap: Keymap) -> None:
        self._keymap = keymap
        row = self._command

        def keys_of(command: str) -> str:
            return "   ".join(map(native, keymap.keys_of(command)))

        self._model.show_entries(listed(keys_of, is_own=keymap.is_own))
        self.turn_to(row)
        self._show()

    def _show(self) -> None:
        """The command in hand and its keys."""
        self.name.setText(_words(self._command))
        self._say("")
        self.field.clear()
        self._invite()
        for chip in self.chips:
            self._chips.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        is_fixed = self._command in FIXED
        self.chips = [self._chip(key, is_fixed=is_fixed) for key in self._keymap.keys_of(self._command)]
        for chip in self.chips:
            self._chips.addWidget(chip)
        self.field.setEnabled(not is_fixed)
        self.reset.setEnabled(self._keymap.is_own(self._command))
        self.reset_all.setEnabled(bool(self._keymap.own))
        if is_fixed:
            self._say(self.tr("This key stays as it is."))

    def _chip(self, key: str, *, is_fixed: bool) -> QPushButton:
        chip = QPushButton(native(key) if is_fixed else f"{native(key)}  ×")
        chip.setProperty("role", "chip")
        chip.setEnabled(not is_fixed)
        chip.setAutoDefault(False)
        chip.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        chip.setAccessibleName(self.tr("Take {key} away").format(key=native(key)))
        chip.setToolTip(chip.accessibleName())
        chip.clicked.connect(partial(self._take_away, key))
        return chip

    def _take_away(self, key: str, _checked: bool = False) -> None:
        self._change(self._keymap.taking(self._command, key))
        self.field.setFocus()

    def _on_typed(self) -> None:
        """A key that nobody has is taken at once; another one only when that is asked for."""
        key = self.field.keySequence().toString(QKeySequence.SequenceFormat.PortableText)
        if not key:
            return
        owner = self._keymap.owner_of(key)
        if key in TAKEN:
            what = QCoreApplication.translate("Keymap", TAKEN[key])
            self._refuse(self.tr("{key} is taken on the canvas: {what}.").format(key=native(key), what=what.lower()))
        elif owner is not None and owner in FIXED:
            words = self.tr("{key} always means “{command}”.")
            self._refuse(words.format(key=native(key), command=_words(owner)))
        elif owner is not None and owner != self._command:
            words = self.tr("{key} means “{command}” now.").format(key=native(key), command=_words(owner))
            self._say(words, wanted=key)
        else:
            self._change(self._keymap.giving(self._command, key))

    def _refuse(self, words: str) -> None:
        self.field.clear()
        self._invite()
        self._say(words)

    def _on_take(self) -> None:
        if self._wanted:
            self._change(self._keymap.giving(self._command, self._wanted))
            self.field.setFocus()

    def _say(self, words: str, *, wanted: str = "") -> None:
        self._wanted = wanted
        self._said.setText(words)
        self._said.setVisible(bool(words))
        self.take.setVisible(bool(wanted))


def _words(command: str) -> str:
    words = next(each.words for each in COMMANDS if each.key == command)
    return QCoreApplication.translate("Commands", words).removesuffix("…")

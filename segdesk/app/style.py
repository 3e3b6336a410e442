"""The style sheet: one text with names of colours in it, filled from a palette."""

from collections.abc import Mapping
from string import Template
from typing import Final

_SHEET: Final = Template("""
* { font-size: 13px; outline: none; }
QMainWindow, QDialog, QMessageBox { background: $panel; }
QLabel { background: transparent; color: $text; }
QLabel[role="dim"] { color: $dim; font-size: 12px; }
QLabel[role="dim"]:disabled { color: $faint; }
QLabel[role="head"] { color: $dim; font-size: 11px; font-weight: 600; }
QLabel[role="title"] { font-size: 14px; font-weight: 600; }
QLabel[role="welcome"] { font-size: 17px; font-weight: 600; }
QLabel[role="bad"] { color: $remove; font-size: 12px; }
QLabel[role="failure"] { color: $remove; }
QLabel[role="value"] { color: $text; }
QToolTip { background: $raised; color: $text; border: 1px solid $line; padding: 1px 4px; font-size: 12px; }

#topBar { background: $panel; border-bottom: 1px solid $line; }
#rail { background: $panel; border-right: 1px solid $line; }
#column { background: $panel; border-left: 1px solid $line; }
#column QScrollArea, #column QWidget#columnBody { background: transparent; border: none; }
#filmStrip { background: $panel; border-top: 1px solid $line; }
#filmRow { background: transparent; border: none; padding: 0 8px; }
#statusLine { background: $panel; border-top: 1px solid $line; }
#statusLine QLabel { color: $dim; font-size: 12px; }

QToolButton { background: transparent; color: $text; border: 1px solid transparent; border-radius: 8px; padding: 0; }
QToolButton:hover { background: $raised; }
QToolButton:pressed { background: $hover; }
QToolButton:focus { border: 1px solid $accent; }
QToolButton:disabled { color: $faint; }
QToolButton::menu-indicator { image: none; }
QToolButton[role="quiet"] { color: $dim; font-size: 12px; border-radius: 6px; padding: 0; }
QToolButton[role="quiet"]:hover { color: $text; }
#rail QToolButton:checked, #topBar QToolButton:checked { background: $fill; border-color: $fill; }
#rail QToolButton:checked:focus { border: 2px solid $text; }

QPushButton { background: $raised; color: $text; border: 1px solid $line; border-radius: 8px;
  padding: 0 14px; min-height: 30px; max-height: 30px; }
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $line; }
QPushButton:focus { border: 1px solid $accent; }
QPushButton:disabled { color: $faint; background: $panel; }
QPushButton[role="primary"], QPushButton:default { background: $fill; color: $on_accent; border: 1px solid $fill; }
QPushButton[role="primary"] { font-weight: 600; }
QMessageBox QPushButton { min-width: 64px; }
QMessageBox QLabel#qt_msgbox_informativelabel { min-width: 360px; }
QPushButton[role="primary"]:hover, QPushButton:default:hover { background: $fill_hover; border-color: $fill_hover; }
QPushButton[role="primary"]:focus, QPushButton:default:focus { border: 2px solid $text; }
QPushButton[role="primary"]:disabled, QPushButton:default:disabled {
    background: $raised; color: $faint; border-color: $line;
}
QPushButton[role="link"] { background: transparent; color: $link; border: 1px solid transparent; padding: 0 10px; }
QPushButton[role="link"]:hover { background: $raised; }
QPushButton[role="link"]:disabled { color: $faint; background: transparent; }
QPushButton[role="link"]:focus { border: 1px solid $accent; }
QPushButton[role="fold"] { background: transparent; color: $dim; border: 1px solid transparent; border-radius: 6px;
  font-size: 12px; text-align: left; padding: 0; min-height: 22px; max-height: 22px; }
QPushButton[role="quiet"] { background: transparent; color: $dim; border: 1px solid transparent; border-radius: 6px;
  font-size: 12px; padding: 0 8px; min-height: 22px; max-height: 22px; }
QPushButton[role="quiet"]:hover { background: $raised; color: $text; }
QPushButton[role="quiet"]:focus { border: 1px solid $accent; }
QPushButton[role="fold"]:hover { color: $text; }
QPushButton[role="fold"]:focus { border: 1px solid $accent; }

#card { background: $raised; border: none; border-radius: 10px; }
#card QLabel[role="dim"] { color: $dim; }
#card QPushButton, #callout QPushButton { background: $panel; }
#card QPushButton:hover, #callout QPushButton:hover { background: $hover; }
#card QPushButton[role="link"], #callout QPushButton[role="link"] { background: transparent; }
#card QPushButton[role="link"]:hover, #callout QPushButton[role="link"]:hover { background: $hover; }
#subjectRow { background: $raised; border: 1px solid transparent; border-radius: 10px; }
#subjectRow:hover { background: $hover; }
#subjectRow[active="true"] { border-color: $accent; }
#subjectRow:focus { border: 1px solid $text; }
#subjectRow QToolButton { border-radius: 6px; }
#subjectRow QToolButton:hover { background: $panel; }
#subjectName { border: 1px solid $accent; border-radius: 6px; background: $panel; color: $text; padding: 0 3px;
  min-height: 18px; max-height: 18px; }
#subjectName:read-only { border-color: transparent; background: transparent; color: $text; padding: 0; }
#subjectName:disabled { color: $dim; }
#dropLine { background: $accent; border-radius: 1px; }
#segments { background: $raised; border-radius: 8px; }
#segments QToolButton { border-radius: 6px; border: 1px solid transparent; }
#segments QToolButton:hover { background: $hover; }
#segments QToolButton:checked { background: $fill; }
#segments QToolButton[role="word"]:checked { color: $on_accent; }
#segments QToolButton[role="word"]:disabled { color: $faint; }
#segments QToolButton[role="word"]:checked:disabled { background: $hover; }
#segments QToolButton:focus { border: 1px solid $text; }

#compareWords { background: $panel; border: none; border-radius: 8px; }
#callout { background: $raised; border: none; border-radius: 10px; }
#dialogFoot { background: $panel; border-top: 1px solid $line; }
#engineButton { padding: 0 10px 0 14px; }
#engineButton::menu-indicator { image: none; width: 0; }

#toolOptions, #toast, #busyChip, #recovery, #historyPanel {
  background: $panel; border: 1px solid $line; border-radius: 10px; }
#colourBox { background: $panel; border: 1px solid $edge; }
#busyChip QToolButton, #toast QToolButton, #recovery QToolButton { border-radius: 6px; }

#historyPanel QListWidget { background: transparent; border: none; color: $text; }
#historyPanel QListWidget::item { padding: 5px 8px; border-radius: 6px; }
#historyPanel QListWidget::item:hover { background: $raised; }
#historyPanel QListWidget::item:selected { background: $fill; color: $on_accent; }
#historyPanel QLineEdit { min-height: 20px; max-height: 20px; padding: 0 4px; border-radius: 6px; }

QLabel#dividerLabel { background: rgba(0, 0, 0, 150); color: #ffffff; border-radius: 6px; padding: 3px 8px;
  font-size: 12px; }

QSlider { min-height: 22px; background: transparent; }
QSlider::groove:horizontal { height: 3px; border-radius: 1px; background: $edge; }
QSlider::sub-page:horizontal { background: $accent; border-radius: 1px; }
QSlider[twosided="true"]::sub-page:horizontal { background: $edge; }
QSlider::handle:horizontal { background: $text; width: 12px; height: 12px; margin: -6px 0 -5px 0; border-radius: 7px;
  border: 1px solid $panel; }
QSlider::handle:horizontal:hover { background: $accent; }
QSlider:focus { border: 1px solid $accent; border-radius: 6px; }
QSlider::sub-page:horizontal:disabled { background: $edge; }
QSlider::handle:horizontal:disabled { background: $faint; }

QAbstractSpinBox { background: $raised; color: $text; border: 1px solid $line; border-radius: 8px; padding: 0 8px;
  min-height: 26px; max-height: 26px; selection-background-color: $fill; selection-color: $on_accent; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { width: 0; height: 0; border: none; }
QAbstractSpinBox:focus { border: 1px solid $accent; }
QAbstractSpinBox:disabled { color: $faint; }

QLineEdit { background: $raised; color: $text; placeholder-text-color: $dim; border: 1px solid $line;
  border-radius: 8px; padding: 0 10px; min-height: 30px; max-height: 30px;
  selection-background-color: $fill; selection-color: $on_accent; }
#callout QLineEdit { background: $panel; }
QLineEdit:focus { border: 1px solid $accent; }
QLineEdit:read-only { background: $panel; color: $dim; }
QLineEdit:disabled { color: $faint; placeholder-text-color: $faint; }
QAbstractSpinBox QLineEdit { border: none; padding: 0; min-height: 0; }

QPlainTextEdit { background: $raised; color: $text; border: 1px solid $line; border-radius: 8px; padding: 8px;
  font-size: 12px; selection-background-color: $fill; selection-color: $on_accent; }
QKeySequenceEdit QLineEdit { min-height: 26px; max-height: 26px; border-radius: 6px; }
QPlainTextEdit:focus { border: 1px solid $accent; }
QListView { background: $panel; color: $text; placeholder-text-color: $dim; border: 1px solid $line;
  border-radius: 8px; padding: 3px; }
#libraries::item { min-height: 28px; padding: 0 8px; border-radius: 6px; color: $text; }
#libraries::item:hover { background: $hover; }
#libraries::item:selected { background: $fill; color: $on_accent; }
QListView:focus { border: 1px solid $accent; }
#chapters { background: $window; border: 1px solid transparent; border-right-color: $line; border-radius: 0;
  padding: 12px 8px; }
#chapters:focus { border: 1px solid $accent; }
#chapters::item { min-height: 32px; padding: 0 10px; border-radius: 6px; color: $text; }
#chapters::item:hover { background: $hover; }
#chapters::item:selected { background: $fill; color: $on_accent; }
#sheetBody { background: $panel; }
#commandPalette { background: $panel; border: 1px solid $edge; }
#commandPalette QListView { border: none; padding: 0; }
QPushButton[role="chip"] { background: $panel; border-radius: 6px; padding: 0 8px; min-height: 26px; max-height: 26px; }
QPushButton[role="chip"]:hover { background: $hover; }
QPushButton[role="chip"]:disabled { color: $dim; }
#batchList, #batchList:focus { background: $panel; border: none; border-radius: 0; padding: 0 12px; }
QProgressBar { background: $raised; border: none; border-radius: 2px; min-height: 4px; max-height: 4px; }
QProgressBar::chunk { background: $accent; border-radius: 2px; }

QCheckBox { spacing: 8px; color: $text; background: transparent; min-height: 24px; }
QCheckBox:disabled { color: $faint; }
QMenu { background: $panel; color: $text; border: 1px solid $line; padding: 6px; }
QMenu::item { padding: 6px 28px 6px 12px; border-radius: 6px; }
QMenu::item:selected { background: $fill; color: $on_accent; }
QMenu::item:disabled { color: $faint; background: transparent; }
#engineMenu::item { padding: 8px 12px 8px 38px; }
QMenu::separator { height: 13px; background: transparent; }
QMenu::indicator, QMenu::right-arrow { image: none; width: 14px; height: 14px; }

QScrollBar:vertical { background: transparent; width: 8px; margin: 0; }
QScrollBar::handle:vertical { background: $edge; border-radius: 2px; margin: 2px; min-height: 28px; }
QScrollBar:horizontal { background: transparent; height: 8px; margin: 0; }
QScrollBar::handle:horizontal { background: $edge; border-radius: 2px; margin: 2px; min-width: 28px; }
QScrollBar::handle:disabled { background: transparent; }
QScrollBar::handle:hover { background: $dim; border-radius: 3px; margin: 1px; }
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page { width: 0; height: 0;
  background: none; }
""")


def style_sheet(colours: Mapping[str, object]) -> str:
    """The sheet in these colours."""
    return _SHEET.substitute(colours)

"""What is seen and how large."""

from typing import Final

from segdesk.app.commands.table import Command, Group, Needs
from segdesk.app.marks import QT_TRANSLATE_NOOP
from segdesk.app.views import VIEWS, WAYS, View

VIEW: Final = (
    Command("fit", QT_TRANSLATE_NOOP("Commands", "Fit in window"), Group.VIEW, ("Ctrl+0",), needs=Needs.PICTURE),
    Command("actual", QT_TRANSLATE_NOOP("Commands", "Actual size"), Group.VIEW, ("Ctrl+1",), needs=Needs.PICTURE),
    Command("zoom_in", QT_TRANSLATE_NOOP("Commands", "Zoom in"), Group.VIEW, ("Ctrl++", "Ctrl+="), needs=Needs.PICTURE),
    Command(
        "zoom_out",
        QT_TRANSLATE_NOOP("Commands", "Zoom out"),
        Group.VIEW,
        ("Ctrl+-",),
        needs=Needs.PICTURE,
        ends_section=True,
    ),
    Command(
        "next_picture",
        QT_TRANSLATE_NOOP("Commands", "Next picture"),
        Group.VIEW,
        ("PgDown",),
        icon="right",
        needs=Needs.PICTURES,
    ),
    Command(
        "previous_picture",
        QT_TRANSLATE_NOOP("Commands", "Previous picture"),
        Group.VIEW,
        ("PgUp",),
        icon="left",
        needs=Needs.PICTURES,
    ),
    Command(
        "next_untouched",
        QT_TRANSLATE_NOOP("Commands", "Next untouched picture"),
        Group.VIEW,
        ("Ctrl+PgDown",),
        needs=Needs.PICTURES,
    ),
    Command(
        "film",
        QT_TRANSLATE_NOOP("Commands", "Film-strip"),
        Group.VIEW,
        ("F7",),
        icon="down",
        needs=Needs.PICTURES,
        is_checkable=True,
        ends_section=True,
    ),
    Command("next_view", QT_TRANSLATE_NOOP("Commands", "Next view"), Group.VIEW, ("F",), needs=Needs.PICTURE),
    Command(
        "previous_view", QT_TRANSLATE_NOOP("Commands", "Previous view"), Group.VIEW, ("Shift+F",), needs=Needs.PICTURE
    ),
    Command(
        "split",
        QT_TRANSLATE_NOOP("Commands", "Before and after"),
        Group.VIEW,
        ("\\",),
        "split",
        needs=Needs.PICTURE,
        is_checkable=True,
    ),
    Command(
        "prompts",
        QT_TRANSLATE_NOOP("Commands", "Show boxes and strokes"),
        Group.VIEW,
        ("S",),
        icon="strokes",
        is_checkable=True,
    ),
    Command("next_part", QT_TRANSLATE_NOOP("Commands", "Next part of the window"), Group.VIEW, ("F6",)),
    Command("previous_part", QT_TRANSLATE_NOOP("Commands", "Previous part of the window"), Group.VIEW, ("Shift+F6",)),
)
SHOWS: Final = tuple(
    Command(
        view.value,
        words,
        Group.SHOW,
        keys,
        icon="picture" if view is View.ORIGINAL else view.value,
        needs=Needs.PICTURE,
        is_checkable=True,
        ends_section=view in (View.ANTS, View.PICTURE),
    )
    for view, words, keys in VIEWS
)
TURNS: Final = tuple(
    Command(key, words, Group.TURN, keys, needs=Needs.PICTURE, ends_section=key in ("turn_quarter_left", "mirror_down"))
    for key, words, keys in WAYS
)

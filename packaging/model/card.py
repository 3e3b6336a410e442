"""The model card: what a network was made of, how, what it can do and what it cannot."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from .export import Particulars
from .training import Recipe

Rows = Mapping[str, Mapping[str, Mapping[str, float]]]

_COLUMNS = ("objects", "iou_1", "iou_3", "clicks_to_90", "box", "auto")

_HEAD = """\
# The local engine's network

Version {version}, SHA-256 `{sha256}`, {size:.1f} MB, {parameters:.2f} million weights kept as half floats.

It takes a square view of a picture in {channels} channels (`segdesk/imaging/cues.py`) and answers how surely each
place is the subject's. The minimum cut of `segdesk/imaging/cut.py` has the last word on the outline, and strokes are
law above both.

## What it was trained on

Nothing pretrained. Pictures with masks, none of which is part of this program:

| pictures | licence |
|---|---|
| 700 objects of COCO val2017; photographs from Flickr under their own terms | CC BY 4.0 (annotations) |
| 1003 people, Clothing Co-Parsing | Apache-2.0 |
| 995 pictures of feral cats | public domain as declared by their author, MIT |
| 7335 pets, Oxford-IIIT, at 128 pixels | CC BY-SA 4.0 |
| 81 cats (ardamavi), ragged outlines | Apache-2.0 |
| 81 products and 1161 shop shelves as backgrounds, Grocery Store Dataset | MIT |
| 1583 things, animals and faces of Fluent Emoji 3D to paste, by `packaging/model/cutouts.py` | MIT |
| 802 drawings of Open Clip Art (no symbols, maps, flags) to paste, by the same with `--variety 2.6` | public domain |
| 1071 drawings of Noto Emoji, rendered with 320 pixels, to paste, by the same | Apache-2.0 |
| rendered objects and backgrounds, made up endlessly by `packaging/model/rendered.py` | our own |

One picture in 32 of each source, by the hash of its name, was held out.

## How

`python packaging/train.py --pictures DIR --out DIR --install` does all of it, from the tar files to this card.
Views of real pictures ({real:.0%}) and composites with one to three pasted objects ({composites:.0%}) in changing
light, blur, noise and compression; a robot designer opens with nothing, clicks, strokes, a box or a poor mask, or takes
back a part of what is kept already, then corrects the largest errors with a shaking hand for two to four turns, each
followed by a step of learning. Loss: cross entropy, dice, and a quarter of normalised focal loss; Muon for filters,
AdamW for the rest; a moving average of the weights is what is kept.

```json
{recipe}
```
"""


def write_card(out: Path, *, recipe: Recipe, particulars: Particulars, rows: Rows) -> None:
    """Write local.md into `out`; the learning curve is read from curve.jsonl there, and notes.md ends the card."""
    from segdesk.imaging.cues import CHANNELS

    from .scenes import COMPOSITES

    head = _HEAD.format(
        **asdict(particulars) | {"size": particulars.size / 1e6, "parameters": particulars.parameters / 1e6},
        channels=CHANNELS,
        real=1 - COMPOSITES,
        composites=COMPOSITES,
        recipe=json.dumps(asdict(recipe)),
    )
    parts = [head, _curve(out / "curve.jsonl"), *_tables(rows)]
    notes = Path(__file__).with_name("notes.md")
    (out / "local.md").write_text("\n".join([*parts, notes.read_text(encoding="utf-8")]), encoding="utf-8")


def _curve(path: Path) -> str:
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    chosen = lines[: -1 : max(1, len(lines) // 10)]
    rows = [
        f"| {line['minutes']:g} | {line['views']} | {line['side']} | "
        + " | ".join(f"{line['turns'].get(turn, (0, 0))[1]:.3f}" for turn in "1234")
        + " |"
        for line in (*chosen, lines[-1])
    ]
    head = "| minutes | views | side | IoU after turn 1 | 2 | 3 | 4 |\n|---|---|---|---|---|---|---|"
    return "\n".join(("## Learning curve (on training scenes, running mean)\n", head, *rows, ""))


def _tables(rows: Rows) -> list[str]:
    if not any(rows.values()):
        return []
    lines = [
        "## Held-out pictures, by the whole engine\n",
        "| | pictures | " + " | ".join(_COLUMNS) + " |",
        "|---|---|" + "---|" * len(_COLUMNS),
    ]
    for name, table in rows.items():
        for source, marks in table.items():
            cells = (f"{marks[column]:.3f}" if column in marks else "-" for column in _COLUMNS)
            lines.append(f"| {name} | {source} | " + " | ".join(cells) + " |")
    return ["\n".join((*lines, ""))]

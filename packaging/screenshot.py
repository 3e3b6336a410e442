"""Makes the README's pictures of the window, the real one on the sample, in both themes.

The window is drawn off screen in a process and a home of its own, so nobody's settings show in it or change.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
FOLDER: Final = ROOT / "packaging" / "screenshots"
THEMES: Final = ("dark", "light")
SIZE: Final = (1440, 900)
QUALITY: Final = 90
PATIENCE_MILLISECONDS: Final = 120_000
REST_MILLISECONDS: Final = 8000
"""How long the picture is left alone after the answer, until it shows as an export would make it."""


def main() -> int:
    """Write both pictures."""
    FOLDER.mkdir(exist_ok=True)
    for theme in THEMES:
        target = FOLDER / f"window-{theme}.webp"
        with tempfile.TemporaryDirectory() as home:
            environment = os.environ | {
                "HOME": home,
                "PYTHONPATH": str(ROOT),
                "QT_QPA_PLATFORM": "offscreen",
                "SEGDESK_LANGUAGE": "en_US",
                "SEGDESK_THEME": theme,
            }
            subprocess.run([sys.executable, __file__, str(target)], check=True, env=environment)
        print(f"{target.stat().st_size / 1e3:.0f} kB  {target.relative_to(ROOT)}")
    return 0


def grab(target: Path) -> None:
    """Open the sample with its prompts, wait for the answer and for the full size, and keep what shows."""
    from PySide6.QtCore import QTimer

    from segdesk import pipeline
    from segdesk.app import road, start

    sample = pipeline.sample()
    request = road.Request.of_file(sample.picture, sample.prompts)
    application = start.make_application()
    window = start.make_window(application)
    window.resize(*SIZE)
    window.show()
    wait_for(lambda done: window.session.answered.connect(done), lambda: window.open(request))
    wait_for(lambda done: QTimer.singleShot(REST_MILLISECONDS, done), lambda: None)
    window.commands["box"].trigger()
    if not window.grab().save(str(target), quality=QUALITY):
        raise SystemExit(f"{target} could not be written.")
    sys.stdout.flush()
    # What the window still computes need not be awaited.
    os._exit(0)


def wait_for(listen: Callable[[Callable[[], None]], object], begin: Callable[[], object]) -> None:
    """Let the window work until what `listen` was given is called."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    listen(lambda *_: loop.quit())
    QTimer.singleShot(0, begin)
    QTimer.singleShot(PATIENCE_MILLISECONDS, loop, lambda: loop.exit(1))
    if loop.exec():
        raise SystemExit("The window did not get so far in time.")


if __name__ == "__main__":
    sys.exit(grab(Path(sys.argv[1])) if sys.argv[1:] else main())

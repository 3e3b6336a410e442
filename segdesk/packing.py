"""What `segdesk pack` writes: prompts as pictures and as the requests both clouds would get, and files into folders."""

from pathlib import Path

from segdesk.core.document import Bytes2D
from segdesk.core.errors import OutputError, Reason
from segdesk.core.geometry import Size
from segdesk.core.prompts import Prompts
from segdesk.imaging import atomic, encoders, scribbles
from segdesk.wire import JsonValue, aliyun, baidu


def packed(prompts: Prompts, size: Size, prior: Bytes2D | None) -> dict[str, bytes]:
    """The PNG files that carry prompts to a server: both scribble maps, and the integrated picture."""
    keep, remove = scribbles.scribble_maps(prompts, size)
    return {
        "positive.png": encoders.encode_mask(keep),
        "negative.png": encoders.encode_mask(remove),
        "integrated.png": encoders.encode_rgb(scribbles.pack_integrated(prior, keep, remove), None),
    }


def request_previews(prompts: Prompts, size: Size) -> dict[str, dict[str, JsonValue]]:
    """What each cloud would be sent for these prompts, by its name; without keys and without the picture."""
    return {"baidu": baidu.segment_preview(prompts, size), "aliyun": aliyun.segment_preview(size)}


def write_folder(folder: Path, contents: dict[str, bytes], *, overwrite: bool) -> None:
    """Write files into a folder that is made when it is missing; each is whole or not there. Raises OutputError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(Reason.OUTPUT_FAILED, name=folder.name, detail=error.strerror) from error
    for name in contents:
        if not overwrite and (folder / name).exists():
            raise OutputError(Reason.OUTPUT_EXISTS, name=name)
    for name, content in contents.items():
        atomic.write_atomic(folder / name, content, overwrite=overwrite)

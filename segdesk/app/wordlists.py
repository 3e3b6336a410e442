"""Single words of the rooms below in English: details of errors, engines, stages of work, what a project lost."""

from typing import Final

from segdesk.app.marks import QT_TRANSLATE_NOOP
from segdesk.core.notes import Loss

DETAILS: Final = (
    QT_TRANSLATE_NOOP("Details", "the request cannot be sent with these keys, this address or this proxy"),
    QT_TRANSLATE_NOOP("Details", "the address is not valid"),
    QT_TRANSLATE_NOOP("Details", "only HTTPS is used beyond this computer"),
    QT_TRANSLATE_NOOP("Details", "the file of the certificate authority cannot be read"),
    QT_TRANSLATE_NOOP("Details", "the proxy refuses"),
    QT_TRANSLATE_NOOP("Details", "no such host, or no network"),
    QT_TRANSLATE_NOOP("Details", "nothing listens there"),
    QT_TRANSLATE_NOOP("Details", "no connection"),
    QT_TRANSLATE_NOOP("Details", "the connection was lost"),
    QT_TRANSLATE_NOOP("Details", "no common TLS"),
    QT_TRANSLATE_NOOP("Details", "redirected in a circle"),
    QT_TRANSLATE_NOOP("Details", "packed in a way nobody asked for"),
    QT_TRANSLATE_NOOP("Details", "damaged gzip"),
    QT_TRANSLATE_NOOP("Details", "neither PNG nor JPEG"),
    QT_TRANSLATE_NOOP("Details", "a damaged picture"),
    QT_TRANSLATE_NOOP("Details", "a picture in colours instead of a mask"),
    QT_TRANSLATE_NOOP("Details", "a picture without transparency"),
    QT_TRANSLATE_NOOP("Details", "no token"),
    QT_TRANSLATE_NOOP("Details", "no result"),
    QT_TRANSLATE_NOOP("Details", "no address of a result"),
    QT_TRANSLATE_NOOP("Details", "no ticket for the upload"),
    QT_TRANSLATE_NOOP("Details", "the ticket names no host"),
    QT_TRANSLATE_NOOP("Details", "boxes"),
    QT_TRANSLATE_NOOP("Details", "strokes"),
    QT_TRANSLATE_NOOP("Details", "pictures without strokes"),
    QT_TRANSLATE_NOOP("Details", "there is no graph in it"),
    QT_TRANSLATE_NOOP("Details", "its parts do not add up"),
    QT_TRANSLATE_NOOP("Details", "its parts are of no known kind"),
    QT_TRANSLATE_NOOP("Details", "it has too many parts"),
    QT_TRANSLATE_NOOP("Details", "it ends too early"),
    QT_TRANSLATE_NOOP("Details", "a name that is no text"),
    QT_TRANSLATE_NOOP("Details", "it has a name of enormous length"),
    QT_TRANSLATE_NOOP("Details", "it has a number of enormous length"),
    QT_TRANSLATE_NOOP("Details", "its answer holds no numbers"),
    QT_TRANSLATE_NOOP("Details", "two of its parts have one name"),
    QT_TRANSLATE_NOOP("Details", "a part’s name leads out of it"),
    QT_TRANSLATE_NOOP("Details", "it is encrypted"),
    QT_TRANSLATE_NOOP("Details", "it would grow beyond all measure"),
)
"""What engines and projects put into a sentence as its cause, where it is always the same; others stay as they come."""

LOSSES: Final = {
    Loss.PICTURE: QT_TRANSLATE_NOOP("Losses", "part of the picture"),
    Loss.SUBJECT: QT_TRANSLATE_NOOP("Losses", "subjects ({count})"),
    Loss.MASK: QT_TRANSLATE_NOOP("Losses", "masks ({count})"),
    Loss.MAP: QT_TRANSLATE_NOOP("Losses", "scribble maps ({count})"),
    Loss.ORDER: QT_TRANSLATE_NOOP("Losses", "the order of the subjects"),
    Loss.SNAPSHOT: QT_TRANSLATE_NOOP("Losses", "snapshots ({count})"),
}
ENGINES: Final = {
    "local": QT_TRANSLATE_NOOP("Engines", "Local"),
    "model": QT_TRANSLATE_NOOP("Engines", "Model"),
    "baidu": QT_TRANSLATE_NOOP("Engines", "Baidu"),
    "aliyun": QT_TRANSLATE_NOOP("Engines", "Aliyun"),
    "file": QT_TRANSLATE_NOOP("Engines", "From the file"),
    "matting": QT_TRANSLATE_NOOP("Engines", "Matting"),
}
STAGES: Final = {
    "prepare": QT_TRANSLATE_NOOP("Stages", "Reading the picture"),
    "fit": QT_TRANSLATE_NOOP("Stages", "Preparing the picture"),
    "send": QT_TRANSLATE_NOOP("Stages", "Waiting for the answer"),
    "edges": QT_TRANSLATE_NOOP("Stages", "Following the edges"),
    "trimap": QT_TRANSLATE_NOOP("Stages", "Looking for hair"),
    "matting": QT_TRANSLATE_NOOP("Stages", "Working out hair and soft edges"),
    "colours": QT_TRANSLATE_NOOP("Stages", "Cleaning the colours"),
}

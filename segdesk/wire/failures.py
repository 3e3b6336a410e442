"""What a failed answer means when the service's own code is missing, and how foreign words enter our sentences."""

import re
from typing import Final

from segdesk.core.errors import (
    Act,
    CredentialsRejected,
    EngineError,
    PictureOutOfLimits,
    QuotaExceeded,
    Reason,
    ServiceAnswerMalformed,
    ServiceUnavailable,
)
from segdesk.wire import WireAnswer

MAX_DETAIL: Final = 120
MAX_WAIT: Final = 300.0
"""Seconds; a longer wait asked for by a service is cut to this."""
BUSY_WAIT: Final = 1.0
"""Seconds to wait when a service calls for slowness without saying for how long."""
_SECRETIVE: Final = re.compile(r"[a-z][a-z0-9+.-]*://\S*|(?<!\S)(?=\S*[0-9])\S{24,}", re.IGNORECASE)
"""Addresses carry keys and signatures in their queries; long words with digits may be such things themselves."""


def detail_of(text: object) -> str:
    """Foreign words fit to show: one printable line of 120 characters at most, without what may hold a secret."""
    line = " ".join(_SECRETIVE.sub("…", str(text)[: 8 * MAX_DETAIL]).split())
    shown = "".join(character for character in line if character.isprintable())
    return shown if len(shown) <= MAX_DETAIL else shown[: MAX_DETAIL - 1] + "…"


def malformed(service: str, detail: str) -> ServiceAnswerMalformed:
    """An answer that makes no sense, and in which way."""
    return ServiceAnswerMalformed(Reason.ANSWER_MALFORMED, service=service, detail=detail_of(detail))


def failure_of_status(service: str, answer: WireAnswer, detail: str) -> EngineError:
    """What an answer without a code of its own means: its HTTP status is then all there is to judge by."""
    status = answer.status
    match status:
        case 401 | 403:
            return CredentialsRejected(Reason.KEYS_REJECTED, service=service, code=status)
        case 404 | 405 | 410:
            return ServiceAnswerMalformed(Reason.SERVICE_ELSEWHERE, service=service, code=status)
        case 413:
            return PictureOutOfLimits(Reason.PICTURE_LIMITS, service=service, detail="HTTP 413", code=status)
        case 429:
            return too_fast(service, status, wait_of(answer))
        case 408 | 500 | 502 | 503 | 504:
            return ServiceUnavailable(Reason.SERVICE_DOWN, service=service, code=status, act=Act.RETRY)
        case _ if status >= 500:
            return ServiceUnavailable(Reason.SERVICE_DOWN, service=service, code=status)
        case _ if status >= 300:
            return malformed(service, f"HTTP {status}")
        case _:
            return malformed(service, detail)


def too_fast(service: str, code: object, wait: float | None) -> QuotaExceeded:
    """Too many requests in a short time; `wait` in seconds, None when the service does not say."""
    seconds = BUSY_WAIT if wait is None else wait
    return QuotaExceeded(Reason.TOO_FAST, service=service, code=code, retry_after=seconds, act=Act.RETRY)


def wait_of(answer: WireAnswer) -> float | None:
    """Seconds asked for by `x-acs-retry-after` (whole milliseconds) or `Retry-After` (whole seconds); None without."""
    for name, per_second in (("x-acs-retry-after", 1000), ("retry-after", 1)):
        text = (answer.header(name) or "").strip()
        if text.isascii() and text.isdigit() and len(text) < 12 and int(text) > 0:
            return min(int(text) / per_second, MAX_WAIT)
    return None

"""Where exports go: to one file, or to one for each subject, be it that only their sizes tell what they are called."""

from collections.abc import Container
from dataclasses import dataclass, field
from pathlib import Path

from segdesk.app.wayout import Called
from segdesk.core.document import Document
from segdesk.core.geometry import Size
from segdesk.core.naming import free


@dataclass(eq=False)
class Place:
    """Where an export goes, or what the names of several begin with; where a size is part of it, only that tells."""

    path: Path
    made: Called | None = None

    @property
    def again(self) -> "Place":
        """The same file."""
        return Place(self.path)

    @property
    def caller(self) -> Called | None:
        """What is to be asked for the path, where only the size tells."""
        return None if self.made is None else self.called

    def called(self, document: Document, size: Size) -> Path:
        """On the lane, once the size is known."""
        if self.made is not None:
            self.path = self.made(document, size)
        return self.path


@dataclass(eq=False)
class Places(Place):
    """Each subject's own, by the size of each.

    replaced: files that may be written over; nothing else that is there is.
    """

    replaced: Container[Path] = ()
    own: dict[int, Path] = field(default_factory=dict[int, Path])
    """By the subject's key, as they were written."""

    @property
    def again(self) -> Place:
        """The same files."""
        return self

    def called(self, document: Document, size: Size) -> Path:
        """On the lane, once the size of the active subject's is known."""
        if document.active not in self.own:
            path = self.path if self.made is None else self.made(document, size)
            is_agreed = path in self.replaced and path not in self.own.values()
            self.own[document.active] = path if is_agreed else free(path)
        return self.own[document.active]

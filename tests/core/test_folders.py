"""Names of pictures and their order."""

from pathlib import PurePath

import pytest

from segdesk.core.folders import is_picture_name, natural


def test_numbers_in_names_count() -> None:
    names = ["图10.jpg", "Shot 2.png", "图2.jpg", "shot 10.png", "shot 1b.png", "shot 1.png", "２.png", "10.png"]
    assert sorted(names, key=natural) == [
        "２.png",
        "10.png",
        "shot 1.png",
        "shot 1b.png",
        "Shot 2.png",
        "shot 10.png",
        "图2.jpg",
        "图10.jpg",
    ]


@pytest.mark.parametrize(
    ("name", "is_picture"),
    [
        ("a/b.JPG", True),
        ("../b.tiff", True),
        (".a/b.jpg", False),
        ("a/.b.jpg", False),
        ("a.txt", False),
        ("jpg", False),
    ],
)
def test_pictures_are_known_by_their_names(name: str, is_picture: bool) -> None:
    assert is_picture_name(PurePath(name)) is is_picture

"""What a long computation tells of itself: in order, once for each per cent, and as a stretch of a longer one."""

from segdesk.core.work import by_percent, stretch


def test_pieces_by_the_thousand_are_told_by_the_hundred() -> None:
    told: list[tuple[str, float]] = []
    report = by_percent(lambda stage, share: told.append((stage, share)))
    for stage in ("first", "second"):
        for piece in range(5000):
            report(stage, piece / 5000)
    for stage in ("first", "second"):
        shares = [share for said, share in told if said == stage]
        assert [int(share * 100) for share in shares] == list(range(100))


def test_a_stretch_of_a_longer_work_tells_its_place_in_it() -> None:
    told: list[float] = []
    report = stretch(lambda stage, share: told.append(share), 0.25, 0.75)
    for share in (0.0, 0.5, 1.0, 1.5, -1.0):
        report("stage", share)
    assert told == [0.25, 0.5, 0.75, 0.75, 0.25]

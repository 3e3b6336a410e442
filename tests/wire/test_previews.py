"""What `pack` shows of the requests: the vendors' own field names, limits and value forms."""

from segdesk.core.geometry import Box, Point, Size
from segdesk.core.prompts import BoxPrompt, Polarity, Prompts, Stroke
from segdesk.wire import aliyun, baidu

STROKE = Stroke(Polarity.KEEP, 4, (Point(5, 5),))


def test_baidu_asks_for_the_subject_when_there_is_no_box() -> None:
    body = baidu.segment_body(Prompts(strokes=(STROKE,)), Size(640, 480), "AAAA")
    assert body == {"image": "AAAA", "return_form": "rgba", "refine_mask": "true", "method": "auto"}


def test_baidu_gets_every_box_as_a_pair_of_corners() -> None:
    prompts = Prompts(boxes=(BoxPrompt(Box(10, 20, 30.4, 40)), BoxPrompt(Box(-5, -5, 700, 90))))
    body = baidu.segment_body(prompts, Size(640, 480), "AAAA")
    assert body["method"] == "control"
    assert body["position"] == [[[10, 20], [30, 40]], [[0, 0], [640, 90]]]


def test_baidu_boxes_follow_the_picture_down_to_the_limit() -> None:
    prompts = Prompts(boxes=(BoxPrompt(Box(600, 400, 3000, 2000)),))
    preview = baidu.segment_preview(prompts, Size(6000, 4000))
    assert preview["picture"] == {"width": 3000, "height": 2000}
    assert preview["body"]["position"] == [[[300, 200], [1500, 1000]]]  # type: ignore[index, call-overload]


def test_a_sliver_of_a_box_keeps_a_pixel() -> None:
    prompts = Prompts(boxes=(BoxPrompt(Box(10.2, 20.1, 10.4, 20.3)), BoxPrompt(Box(639.9, 479.9, 640, 480))))
    body = baidu.segment_body(prompts, Size(640, 480), "")
    assert body["position"] == [[[10, 20], [11, 21]], [[639, 479], [640, 480]]]


def test_a_box_outside_the_picture_is_not_sent() -> None:
    prompts = Prompts(boxes=(BoxPrompt(Box(900, 900, 990, 990)),))
    assert baidu.segment_body(prompts, Size(640, 480), "")["method"] == "auto"


def test_baidu_says_how_many_strokes_it_cannot_take() -> None:
    assert baidu.segment_preview(Prompts(strokes=(STROKE, STROKE)), Size(9, 9))["left_out"] == {"strokes": 2}


def test_aliyun_sends_one_integrated_picture_and_strings_only() -> None:
    preview = aliyun.segment_preview(Size(5000, 100))
    form = preview["form"]
    assert isinstance(form, dict)
    assert all(isinstance(value, str) for value in form.values())
    assert "IntegratedMaskUrl" in form
    assert "MaskImageUrl" not in form
    assert preview["picture"] == {"width": 4096, "height": 82}
    assert preview["headers"]["x-acs-action"] == "InteractiveScribbleSegmentation"  # type: ignore[index, call-overload]

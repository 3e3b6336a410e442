"""Tiny models with the signatures of the real ones. They really look: at colours, at points, boxes and prior masks."""

from pathlib import Path
from typing import Final

import onnx
import onnx.parser

_HEAD: Final = '<ir_version: 8, opset_import: ["" : 17]>'

_NORMAL_ENCODER: Final = """
encoder (float[1,3,1024,1024] {picture}) => (float[1,48,64,64] {features}) {{
    cells = AveragePool <kernel_shape = [4, 4], strides = [4, 4]> ({picture})
    {features} = SpaceToDepth <blocksize = 4> (cells)
}}
"""

_RAW_ENCODER: Final = """
encoder (float[h,w,3] input_image) => (float[1,48,64,64] image_embeddings)
<float[3] mean = {123.675, 116.28, 103.53}, float[3] spread = {58.395, 57.12, 57.375}, int64[2] both = {0, 1},
 int64[1] nought = {0}, int64[2] noughts = {0, 0}, int64[2] whole = {1024, 1024}> {
    less = Sub (input_image, mean)
    normal = Div (less, spread)
    sides = Shape <start = 0, end = 2> (normal)
    missing = Sub (whole, sides)
    before = Concat <axis = 0> (noughts, nought)
    after = Concat <axis = 0> (missing, nought)
    pads = Concat <axis = 0> (before, after)
    padded = Pad (normal, pads)
    turned = Transpose <perm = [2, 0, 1]> (padded)
    picture = Unsqueeze (turned, nought)
    cells = AveragePool <kernel_shape = [4, 4], strides = [4, 4]> (picture)
    image_embeddings = SpaceToDepth <blocksize = 4> (cells)
}
"""

_SECOND_ENCODER: Final = """
encoder (float[1,3,1024,1024] image) =>
    (float[1,12,256,256] high_res_feats_0, float[1,12,128,128] high_res_feats_1, float[1,48,64,64] image_embed) {
    fine = AveragePool <kernel_shape = [2, 2], strides = [2, 2]> (image)
    cells = AveragePool <kernel_shape = [4, 4], strides = [4, 4]> (image)
    high_res_feats_0 = SpaceToDepth <blocksize = 2> (fine)
    high_res_feats_1 = SpaceToDepth <blocksize = 2> (cells)
    image_embed = SpaceToDepth <blocksize = 4> (cells)
}
"""

# A pixel is inside when its colour is nearer to those of the keep points, or of the box's middle, than to those of the
# remove points and the box's corners; a prior mask speaks for its pixels.
_LOOKING: Final = """
    colours = DepthToSpace <blocksize = 4> ({features})
    flat = Reshape (colours, flat_shape)
    shifted = Add (point_coords, half)
    cells = Div (shifted, four)
    bounded = Clip (cells, zero, last)
    places = Floor (bounded)
    is_first = Equal (point_labels, two)
    first = Cast <to = 1> (is_first)
    is_second = Equal (point_labels, three)
    second = Cast <to = 1> (is_second)
    first_column = Unsqueeze (first, axis_two)
    second_column = Unsqueeze (second, axis_two)
    first_places = Mul (places, first_column)
    second_places = Mul (places, second_column)
    top_left = ReduceSum (first_places, axis_one)
    bottom_right = ReduceSum (second_places, axis_one)
    corners = Add (top_left, bottom_right)
    halved = Mul (corners, half)
    middle = Floor (halved)
    has_box = ReduceMax <axes = [1]> (first)
    doubled = Mul (has_box, two)
    middle_label = Sub (doubled, one)
    all_places = Concat <axis = 1> (places, middle)
    all_labels = Concat <axis = 1> (point_labels, middle_label)
    x = Gather <axis = 2> (all_places, index_zero)
    y = Gather <axis = 2> (all_places, index_one)
    rows = Mul (y, width)
    spots = Add (rows, x)
    spot_line = Reshape (spots, line)
    indices = Cast <to = 7> (spot_line)
    seen = Gather <axis = 1> (flat, indices)
    seen_column = Unsqueeze (seen, axis_two)
    flat_row = Unsqueeze (flat, axis_one)
    apart = Sub (flat_row, seen_column)
    squares = Mul (apart, apart)
    ways = ReduceSum <keepdims = 0> (squares, axis_zero)
    label_line = Reshape (all_labels, line)
    is_keep = Equal (label_line, one)
    keeps = Cast <to = 1> (is_keep)
    is_mark = GreaterOrEqual (label_line, zero)
    marks = Cast <to = 1> (is_mark)
    removes = Sub (marks, keeps)
    not_keeps = Sub (one, keeps)
    keep_penalty = Mul (not_keeps, far)
    keep_column = Unsqueeze (keep_penalty, axis_one)
    keep_ways = Add (ways, keep_column)
    not_removes = Sub (one, removes)
    remove_penalty = Mul (not_removes, far)
    remove_column = Unsqueeze (remove_penalty, axis_one)
    remove_ways = Add (ways, remove_column)
    to_keep = ReduceMin <axes = [0], keepdims = 0> (keep_ways)
    to_remove = ReduceMin <axes = [0], keepdims = 0> (remove_ways)
    keep_bounded = Min (to_keep, two)
    remove_bounded = Min (to_remove, one)
    difference = Sub (remove_bounded, keep_bounded)
    sharpened = Mul (difference, eight)
    grid = Reshape (sharpened, grid_shape)
    {hint}
    x_first = Gather <axis = 2> (top_left, index_zero)
    y_first = Gather <axis = 2> (top_left, index_one)
    x_last = Gather <axis = 2> (bottom_right, index_zero)
    y_last = Gather <axis = 2> (bottom_right, index_one)
    across = Range (zero, width, one)
    down = Unsqueeze (across, axis_one)
    right_of = GreaterOrEqual (across, x_first)
    left_of = LessOrEqual (across, x_last)
    below = GreaterOrEqual (down, y_first)
    above = LessOrEqual (down, y_last)
    in_columns = And (right_of, left_of)
    in_rows = And (below, above)
    in_box = And (in_columns, in_rows)
    no_box = Equal (has_box, zero)
    allowed = Or (in_box, no_box)
    logits = Where (allowed, hinted, lowest)
"""
_NUMBERS: Final = """
<float half = {0.5}, float zero = {0.0}, float one = {1.0}, float two = {2.0}, float three = {3.0}, float four = {4.0},
 float eight = {8.0}, float last = {255.0}, float width = {256.0}, float far = {1000.0}, float lowest = {-20.0},
 int64 index_zero = {0}, int64 index_one = {1}, int64[1] axis_zero = {0}, int64[1] axis_one = {1},
 int64[1] axis_two = {2}, int64[1] line = {-1}, int64[2] flat_shape = {3, 65536},
 int64[4] grid_shape = {1, 1, 256, 256}, float[1,1] good = {0.9},
 float[1,3] mistaken = {0.2, 0.9, 0.1}, float[1,3] righting = {1.0, 0.0, 0.0},
 float[1,4] sure = {0.9, 0.1, 0.2, 0.3},
 int64[2] one_one = {1, 1}>
"""
_WITH_PRIOR: Final = """
    weighed = Mul (mask_input, has_mask_input)
    halved_hint = Mul (weighed, half)
    hinted = Add (grid, halved_hint)
"""
_NO_PRIOR: Final = "hinted = Identity (grid)"


def sam_pair(folder: Path) -> tuple[Path, Path]:
    """Encoder and decoder as segment-anything exports them."""
    encoder = _NORMAL_ENCODER.format(picture="images", features="embeddings")
    decoder = f"""
    decoder (float[1,48,64,64] image_embeddings, float[1,n,2] point_coords, float[1,n] point_labels,
             float[1,1,256,256] mask_input, float[1] has_mask_input, float[2] orig_im_size)
        => (float[1,1,h,w] masks, float[1,1] iou_predictions, float[1,1,256,256] low_res_masks)
    {_NUMBERS} {{
        {_LOOKING.format(features="image_embeddings", hint=_WITH_PRIOR)}
        low_res_masks = Identity (logits)
        iou_predictions = Identity (good)
        asked = Cast <to = 7> (orig_im_size)
        sizes = Concat <axis = 0> (one_one, asked)
        masks = Resize <mode = "linear"> (logits, , , sizes)
    }}
    """
    return _written(folder, "one", encoder), _written(folder, "other", decoder)


def mobile_pair(folder: Path) -> tuple[Path, Path]:
    """As MobileSAM goes around: the encoder takes the picture as it is, of any size."""
    return _written(folder, "small", _RAW_ENCODER), sam_pair(folder)[1]


def edge_pair(folder: Path) -> tuple[Path, Path]:
    """As EdgeSAM exports it: no prior mask, four masks of which the scores mistake one."""
    encoder = _NORMAL_ENCODER.format(picture="image", features="image_embeddings")
    decoder = f"""
    decoder (float[1,48,64,64] image_embeddings, float[1,n,2] point_coords, float[1,n] point_labels)
        => (float[1,4] scores, float[1,4,256,256] masks)
    {_NUMBERS} {{
        {_LOOKING.format(features="image_embeddings", hint=_NO_PRIOR)}
        other = Neg (logits)
        masks = Concat <axis = 1> (logits, other, other, other)
        scores = Identity (sure)
    }}
    """
    return _written(folder, "edge-one", encoder), _written(folder, "edge-other", decoder)


def second_pair(folder: Path) -> tuple[Path, Path]:
    """As SAM 2 is exported: three feature maps, three masks, and scores that are wrong where there is no box."""
    decoder = f"""
    decoder (float[1,48,64,64] image_embed, float[1,12,256,256] high_res_feats_0, float[1,12,128,128] high_res_feats_1,
             float[k,n,2] point_coords, float[k,n] point_labels, float[k,1,256,256] mask_input, float[k] has_mask_input)
        => (float[k,3,256,256] masks, float[k,3] iou_predictions)
    {_NUMBERS} {{
        {_LOOKING.format(features="image_embed", hint=_WITH_PRIOR)}
        other = Neg (logits)
        masks = Concat <axis = 1> (logits, other, other)
        help = Mul (has_box, righting)
        iou_predictions = Add (mistaken, help)
    }}
    """
    return _written(folder, "second-one", _SECOND_ENCODER), _written(folder, "second-other", decoder)


def saliency(folder: Path) -> Path:
    """As U2-Net is exported: 320 pixels a side, colours scaled as usual, the finest map first, shares."""
    model = """
    net (float[1,3,320,320] input) => (float[1,1,320,320] first, float[1,1,160,160] coarser)
    <float gain = {12.0}, float least = {1.0}, int64[1] start = {0}, int64[1] end = {1}, int64[1] rows = {2}> {
        red, green, blue = Split <axis = 1> (input)
        redness = Sub (red, green)
        top = Slice (redness, start, end, rows)
        ground = ReduceMean (top)
        above = Sub (redness, ground)
        over = Sub (above, least)
        sharp = Mul (over, gain)
        first = Sigmoid (sharp)
        coarser = AveragePool <kernel_shape = [2, 2], strides = [2, 2]> (first)
    }
    """
    return _written(folder, "salient", model)


def plain_saliency(folder: Path) -> Path:
    """As IS-Net is exported: 1024 pixels a side, and blind where colours are scaled any other way than less a half."""
    model = """
    net (float[1,3,1024,1024] input) => (float[1,1,1024,1024] output)
    <float gain = {60.0}, float least = {0.25}, float bound = {0.6}> {
        red, green, blue = Split <axis = 1> (input)
        redness = Sub (red, green)
        over = Sub (redness, least)
        sharp = Mul (over, gain)
        size = Abs (input)
        largest = ReduceMax (size)
        is_scaled = Less (largest, bound)
        sees = Cast <to = 1> (is_scaled)
        seen = Mul (sharp, sees)
        output = Sigmoid (seen)
    }
    """
    return _written(folder, "plain", model)


def open_saliency(folder: Path) -> Path:
    """As BiRefNet is exported: any size that 32 divides, and logits."""
    model = """
    net (float[n,3,h,w] input_image) => (float[n,1,h,w] output_image)
    <float gain = {12.0}, float least = {1.0}> {
        red, green, blue = Split <axis = 1> (input_image)
        redness = Sub (red, green)
        half = AveragePool <kernel_shape = [32, 32], strides = [32, 32]> (redness)
        ground = ReduceMin (half)
        above = Sub (redness, ground)
        over = Sub (above, least)
        output_image = Mul (over, gain)
    }
    """
    return _written(folder, "open", model)


def stranger(folder: Path) -> Path:
    """A model for something else."""
    model = "net (float[1,40] sound) => (float[1,40] words) { words = Sigmoid (sound) }"
    return _written(folder, "stranger", model)


def classifier(folder: Path) -> Path:
    """A model that says what is in a picture, but not where."""
    model = """
    net (float[1,3,224,224] image) => (float[1,3] classes) {
        classes = ReduceMean <axes = [2, 3], keepdims = 0> (image)
    }
    """
    return _written(folder, "classifier", model)


def upscaler(folder: Path) -> Path:
    """A model that makes another picture of a picture."""
    return _written(folder, "upscaler", "net (float[1,3,h,w] image) => (float[1,3,h,w] more) { more = Abs (image) }")


def slow(folder: Path) -> Path:
    """A saliency model that takes minutes, in many small steps."""
    model = """
    net (float[1,3,320,320] input) => (float[1,1,320,320] output)
    <int64 times = {100000}, bool goes = {1}> {
        red, green, blue = Split <axis = 1> (input)
        output = Loop (times, goes, red) <body = step (int64 i, bool on, float[1,1,320,320] was)
            => (bool still, float[1,1,320,320] now) { still = Identity (on) now = Sigmoid (was) }>
    }
    """
    return _written(folder, "slow", model)


def _written(folder: Path, name: str, text: str) -> Path:
    model = onnx.parser.parse_model(_HEAD + text)
    path = folder / f"{name}.onnx"
    onnx.save(model, path)
    return path

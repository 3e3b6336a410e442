"""SegDesk: cut pictures out by hand, with an engine that listens.

The words this program uses, each with one meaning:

picture      decoded image, its ICC profile and where it came from
prompt       what the designer said: a box, a stroke, a scribble map, or "find the subject"
box          half-open rectangle in picture pixels
stroke       one brush gesture: points, radius, polarity
scribble map rasterised strokes of one polarity, uint8 HxW, 255 on the stroke
polarity     keep (positive) or remove (negative)
mask         an engine's coverage, uint8 HxW, 128 and more is inside
prior mask   the mask handed to the next iteration
subject      one object being cut out, with its prompts and mask
cutout       straight-alpha RGBA ready to export
recipe       how a cutout becomes a file: format, layout, background, what goes along, name; a preset names one
engine       what finds masks; a session is its memory of one picture
edit         a change of the document; its inverse undoes it; a step is one undo unit
draft        a gesture that has not ended yet
lane, job    a thread on which the newest job wins; one call on it

x and y are floats in picture pixels with the pixel centre at +0.5; arrays are indexed [row, column].
"""

__version__ = "0.1.0"

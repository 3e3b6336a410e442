"""Models that the person brings as ONNX files: what a file is, how it is run, and how prompts are put to it.

`onnxfile` reads what goes in and out, `recognition` tells from that what a model is for, `runtime` alone runs models,
`sam` and `saliency` speak with the two kinds, `points` makes few points of strokes. `catalogue` and `download` fetch
files for those who want it.
"""

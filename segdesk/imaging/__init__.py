"""Pixels in, pixels out: files, scribble maps, the local engine's mathematics, edges, compositing."""

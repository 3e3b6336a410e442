"""The scene of SegDesk's own sample picture: a glazed jug with dried bunny-tail grass beside a window.

Units are decimetres: x to the right, y up, z towards the camera, the table at y = 0, the jug on the y axis.
Points and directions are float32 arrays of shape 3xN; colours are linear light, RGB.
"""

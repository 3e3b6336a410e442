"""What trains and packs the network that turns strokes and boxes into masks."""

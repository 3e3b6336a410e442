"""What the clouds speak: pure codecs between values and requests, without sockets."""

JsonValue = None | bool | int | float | str | list["JsonValue"] | dict[str, "JsonValue"]

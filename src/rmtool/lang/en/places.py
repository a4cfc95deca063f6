"""Coordinates of clients that can't be right."""

TEXTS = {
    "odd": "{count} {count:client has|clients have} coordinates that can't be right and aren't used for ways: "
    "{clients}",
    "odd_more": "{count} clients have coordinates that can't be right and aren't used for ways: {clients} and {more} "
    "more",
    "half": "{name} (lat {lat}, lon {lon}: one is missing)",
    "zero": "{name} (0, 0: not known)",
    "range": "{name} ({lat}, {lon}: not on the globe)",
    "swapped": "{name} ({lat}, {lon}: latitude and longitude look swapped)",
    "far": "{name} ({lat}, {lon}: {kilometres} km from the others)",
    "mend": "correct them: rmtool client-set WHO lat=22.54 lon=113.95, or empty them: lat= lon=",
    "known": "{count} {count:client has|clients have} coordinates; {shared} of them share a point with other addresses "
    "and count as their district",
    "none": "no client has coordinates; ways go by district",
}

"""How cells of a workbook look, by names such as `head` and `late`. Not: what stands in them (cells.py)."""

from typing import Any

from rmtool.lang import Language

INK, SOFT, LINE, SHADE, ACCENT, BAR, BLOCK = "#1D2329", "#59636E", "#D5DAE0", "#F2F4F6", "#A03C00", "#5B7083", "#E6EDF3"
"""The colours of a page (page.css); the one accent is for states only."""

FONTS = {"zh": ("微软雅黑", 10), "en": ("Calibri", 11)}
"""Typeface and size in points by language."""

_LOOKS: dict[str, dict[str, Any]] = {
    "cell": {"bottom": 1, "bottom_color": LINE, "valign": "vcenter"},
    "head": {
        "bold": True,
        "bg_color": BLOCK,
        "bottom": 1,
        "bottom_color": SOFT,
        "text_wrap": True,
        "valign": "vcenter",
    },
    "lead": {"bold": True, "font_size": 14, "text_wrap": True, "valign": "top"},
    "title": {"bold": True, "font_size": 12},
    "line": {"font_color": SOFT, "text_wrap": True, "valign": "top"},
    "wrap": {"text_wrap": True},
    "left": {"align": "left"},
    "right": {"align": "right", "indent": 1},
    "center": {"align": "center"},
    "bold": {"bold": True},
    "due": {"font_color": ACCENT},
    "late": {"font_color": ACCENT, "bold": True},
    "overdue": {"font_color": ACCENT, "bold": True, "underline": 1},
    "held": {"bg_color": BLOCK},
    "suits": {"font_color": ACCENT},
    "grid": {"border": 1, "border_color": LINE},
    "off": {"bg_color": "#E2E6EA"},
    "today": {"bg_color": "#FFF3D6"},
    "visit": {"bg_color": BLOCK, "text_wrap": True, "valign": "top", "font_size": 9},
}


class Looks:
    """The formats of one workbook; each is made once."""

    def __init__(self, book: Any, language: Language) -> None:
        self._book = book
        self._made: dict[tuple[str, ...], Any] = {}
        self.language = language

    def __call__(self, *names: str, number: str = "") -> Any:
        """The format that looks as `names` say, the later over the earlier, and writes numbers as `number` says."""
        key = (*names, number)
        if key not in self._made:
            properties: dict[str, Any] = {}
            for name in names:
                properties |= _LOOKS.get(name, {})
            self._made[key] = self._book.add_format(properties | ({"num_format": number} if number else {}))
        return self._made[key]


def defaults(language: Language) -> dict[str, Any]:
    """What every format of a workbook begins with."""
    font, size = FONTS[language.code]
    return {"font_name": font, "font_size": size, "font_color": INK}

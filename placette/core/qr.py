"""Addresses as a drawing that a telephone's camera reads."""

import segno
from django.utils.safestring import SafeString, mark_safe


def drawing(text: str) -> SafeString:
    """`text` as SVG to put into a page; black on whatever is behind it, which must be light."""
    code = segno.make(text, micro=False, error="m")
    return mark_safe(code.svg_inline(omitsize=True, border=4, svgclass=None, lineclass=None))  # noqa: S308 - drawn by us

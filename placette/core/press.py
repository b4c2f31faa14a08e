"""A template of typst and what it is to say, made into a PDF. Fonts come with typst, so that it looks the same everywhere."""

import json
from typing import Any, Literal

import typst

ACCESSIBLE: Literal["ua-1"] = "ua-1"  # PDF/UA: read aloud with its headings and tables


def printed(template: bytes, paper: dict[str, Any]) -> bytes:
    """The PDF, which keeps the standard where it can.

    The standard forbids a letter that no font has, and the fonts of typst have neither emoji nor Tamil, which a title or
    a name may hold: then such a letter is an empty box, which is better than no paper for all the others.
    """
    said = inputs(paper)
    try:
        return bytes(
            typst.compile(template, sys_inputs=said, ignore_system_fonts=True, pdf_standards=ACCESSIBLE)
        )
    except typst.TypstError:
        return bytes(typst.compile(template, sys_inputs=said, ignore_system_fonts=True))


def inputs(paper: dict[str, Any]) -> dict[str, str]:
    return {"paper": json.dumps(paper)}

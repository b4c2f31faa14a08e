"""A template of typst and what it is to say, made into a PDF. Fonts come with typst, so that it looks the same everywhere."""

import json
import subprocess
import sys
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


def printed_apart(template: bytes, paper: dict[str, Any]) -> bytes:
    """The same for hundreds of pages, by a process of its own: typst keeps what it has drawn (a fifth of a megabyte a page)
    until ten papers later, and only the end of a process gives that back. Raises CalledProcessError.
    """
    asked = json.dumps({"template": template.decode(), "paper": paper}).encode()
    return subprocess.run(
        [sys.executable, "-P", __file__], input=asked, stdout=subprocess.PIPE, check=True, timeout=300
    ).stdout


def inputs(paper: dict[str, Any]) -> dict[str, str]:
    return {"paper": json.dumps(paper)}


if __name__ == "__main__":
    asked = json.load(sys.stdin)
    sys.stdout.buffer.write(printed(asked["template"].encode(), asked["paper"]))

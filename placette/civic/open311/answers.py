"""Answers of GeoReport v2, as JSON or XML, and its errors.

Both say the same: JSON is what the Spark convention makes of the XML (« JSON Support » of the specification), an empty
element is null, and the children of a container are a list even where there is one.
"""

import json
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from django.http import HttpResponse

# Signs that XML 1.0 has not, even escaped.
NOT_IN_XML = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)])


class Refused(Exception):
    """The status of the answer and what was wrong, in the words of the standard's errors."""

    def __init__(self, status: int, description: str, wait: int = 0) -> None:
        super().__init__(description)
        self.status, self.description, self.wait = status, description, wait


# What a list holds, by its name: « endpoints » of « endpoint ».
EACH = {
    "services": "service",
    "service_requests": "request",
    "attributes": "attribute",
    "endpoints": "endpoint",
    "formats": "format",
    "errors": "error",
}
Said = dict[str, Any] | list[Any]


def said(form: str, root: str, answer: Said, status: int = 200) -> HttpResponse:
    """`root`: the name of the outermost element in XML; JSON has none."""
    if form == "xml":
        top = Element(root)
        _fill(top, answer)
        body = tostring(top, encoding="utf-8", xml_declaration=True)
        return HttpResponse(body, content_type="text/xml; charset=utf-8", status=status)
    body = json.dumps(answer, ensure_ascii=False)
    return HttpResponse(body, content_type="application/json; charset=utf-8", status=status)


def refused(form: str, wrong: Refused) -> HttpResponse:
    error = {"code": wrong.status, "description": wrong.description}
    response = said(form, "errors", [error], wrong.status)
    if wrong.wait:
        response["Retry-After"] = str(wrong.wait)
    return response


def _fill(element: Element, value: object) -> None:
    if isinstance(value, dict):
        for name, part in value.items():
            _fill(SubElement(element, name), part)
    elif isinstance(value, list):
        for part in value:
            _fill(SubElement(element, EACH[element.tag]), part)
    elif isinstance(value, bool):
        element.text = str(value).lower()
    elif value is not None:
        element.text = str(value).translate(NOT_IN_XML)

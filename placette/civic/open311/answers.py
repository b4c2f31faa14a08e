"""Answers of GeoReport v2: lists of flat objects, as JSON or XML, and its errors."""

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


def said(form: str, root: str, each: str, objects: list[dict[str, Any]], status: int = 200) -> HttpResponse:
    """`root` and `each`: the names of the elements in XML, « service_requests » of « request »."""
    if form == "xml":
        return HttpResponse(_xml(root, each, objects), content_type="text/xml; charset=utf-8", status=status)
    body = json.dumps(objects, ensure_ascii=False)
    return HttpResponse(body, content_type="application/json; charset=utf-8", status=status)


def refused(form: str, wrong: Refused) -> HttpResponse:
    error = {"code": str(wrong.status), "description": wrong.description}
    response = said(form, "errors", "error", [error], wrong.status)
    if wrong.wait:
        response["Retry-After"] = str(wrong.wait)
    return response


def _xml(root: str, each: str, objects: list[dict[str, Any]]) -> bytes:
    top = Element(root)
    for one in objects:
        _fill(SubElement(top, each), one)
    return bytes(tostring(top, encoding="utf-8", xml_declaration=True))


def _fill(element: Element, fields: dict[str, Any]) -> None:
    for name, value in fields.items():
        child = SubElement(element, name)
        if isinstance(value, list):
            continue  # attributes of a service: we ask for none
        if isinstance(value, bool):
            child.text = str(value).lower()
        elif value is not None:
            child.text = str(value).translate(NOT_IN_XML)

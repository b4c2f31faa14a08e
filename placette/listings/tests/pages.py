"""The forms of a page, as a browser would send them."""

from html.parser import HTMLParser


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: dict[str, dict[str, str]] = {}
        self.form: dict[str, str] = {}

    def handle_starttag(self, tag: str, found: list[tuple[str, str | None]]) -> None:
        attrs = {name: value or "" for name, value in found}
        if tag == "form":
            self.form = self.forms.setdefault(attrs.get("action", ""), {})
        if tag != "input" or "name" not in attrs:
            return
        if attrs.get("type") not in {"radio", "checkbox"} or "checked" in attrs:
            self.form[attrs["name"]] = attrs.get("value", "")


def form_on(page: str, action: str) -> dict[str, str]:
    """The inputs of the form that is sent to `action`, filled as the page shows them."""
    reader = _Forms()
    reader.feed(page)
    return {
        name: value for name, value in reader.forms[action].items() if not name.startswith("csrfmiddleware")
    }

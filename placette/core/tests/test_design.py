"""The components, and hostile words in each of them."""

import pytest
from django.template import engines

from placette.core.views.design import Face

HOSTILE = '"><script>alert(1)</script>'


def render(source: str, **context: object) -> str:
    return engines["django"].from_string(source).render(context)


@pytest.mark.parametrize(
    "source",
    [
        "{% button words %}", "{% button 'x' kind=words name=words value=words %}", "{% link_button words words %}",
        "{% badge words tone=words %}", "{% avatar face %}", "{% card href=words room=words %}x{% endcard %}",
        "{% disclosure words %}x{% enddisclosure %}", "{% empty_state words words action=words href=words %}", "{% tabs tabs label=words %}",
        "{% dialog words words %}x{% enddialog %}", "{% dialog_opener words words kind=words %}", "{% pager page %}", "{% place_map words words features=features pick=words %}x{% endplace_map %}", "{% icon words %}", "{% callout tone=words %}{{ words }}{% endcallout %}",
    ],
)  # fmt: skip
def test_no_component_lets_markup_through(source):
    face = Face(HOSTILE, HOSTILE, 1, HOSTILE)
    page = type("Page", (), {"previous_url": HOSTILE, "next_url": HOSTILE})()

    html = render(
        source,
        words=HOSTILE,
        features={"name": HOSTILE},
        face=face,
        page=page,
        tabs=[{"label": HOSTILE, "href": HOSTILE, "count": 1}],
    )

    assert "<script>alert" not in html
    assert html


def test_the_page_of_components_stands(client):
    page = client.get("/design/")

    assert page.status_code == 200
    assert page.content.decode().count("<section") >= 8


def test_an_invented_commune_is_drawn_on_its_maps(client):
    answer = client.get("/design/outlines.geojson")

    assert answer["Content-Type"] == "application/geo+json"
    assert answer.json()["features"][0]["properties"]["role"] == "commune"

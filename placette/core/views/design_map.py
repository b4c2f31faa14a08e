"""An invented commune for the maps of /design/."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

OUTLINES = {
    "type": "FeatureCollection",
    "bbox": [1.2, 43.5, 1.26, 43.54],
    "features": [
        {
            "type": "Feature",
            "properties": {"role": "commune", "name": "Sainte-Exemple", "at": [1.229, 43.521]},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[1.2, 43.51], [1.23, 43.5], [1.26, 43.515], [1.25, 43.54], [1.21, 43.535], [1.2, 43.51]]],
            },
        },
        {
            "type": "Feature",
            "properties": {"role": "neighbour", "name": "Voisine", "url": "#d-map", "at": [1.275, 43.532]},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[1.26, 43.515], [1.3, 43.51], [1.3, 43.55], [1.25, 43.54], [1.26, 43.515]]],
            },
        },
    ],
}  # fmt: skip


def _feature(shape: str, coordinates: list[object], **properties: str) -> dict[str, object]:
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": shape, "coordinates": coordinates},
    }


ROUTE = {
    "type": "FeatureCollection",
    "features": [
        _feature("LineString", [[1.21, 43.515], [1.222, 43.524], [1.238, 43.521], [1.249, 43.533]]),
        _feature("Point", [1.21, 43.515], kind="start", name="La mairie"),
        _feature("Point", [1.238, 43.521], kind="stop", name="L’abribus", url="#d-map"),
        _feature("Point", [1.249, 43.533], kind="end", name="La gare"),
    ],
}
CELL = {
    "type": "FeatureCollection",
    "features": [
        _feature(
            "Polygon",
            [
                [
                    [1.222, 43.513],
                    [1.2245, 43.5118],
                    [1.227, 43.513],
                    [1.227, 43.5155],
                    [1.2245, 43.5167],
                    [1.222, 43.5155],
                    [1.222, 43.513],
                ]
            ],
        )
    ],
}


@require_safe
@cache_control(public=True, max_age=24 * 3600)
def outlines(_request: HttpRequest) -> JsonResponse:
    return JsonResponse(OUTLINES, content_type="application/geo+json")

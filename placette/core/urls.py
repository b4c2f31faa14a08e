from django.urls import path, register_converter

from placette.core.views.design import design
from placette.core.views.design_map import outlines
from placette.core.views.errors import too_large
from placette.core.views.photos import photo

app_name = "core"


class PhotoName:
    """2026/11/ and 32 hexadecimal digits, as photos.store names them."""

    regex = r"\d{4}/\d\d/[0-9a-f]{32}"

    def to_python(self, value: str) -> str:
        return value

    to_url = to_python


register_converter(PhotoName, "photo_name")

urlpatterns = [
    path("design/", design, name="design"),
    path("design/outlines.geojson", outlines, name="design_outlines"),
    path("trop-lourd/", too_large, name="too_large"),
    path("photos/<int:day>/<str:signature>/<photo_name:name>-<int:width>.webp", photo, name="photo"),
]

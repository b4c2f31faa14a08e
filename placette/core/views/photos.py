from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from placette.core import photos


@require_safe
def photo(request: HttpRequest, day: int, signature: str, name: str, width: int) -> FileResponse:
    file = photos.opened(day, signature, name, width)
    if file is None:
        raise Http404
    response = FileResponse(file, content_type="image/webp")
    response["Cache-Control"] = "private, max-age=86400, immutable"
    return response

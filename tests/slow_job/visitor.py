from placette.core import limits


class ShowVisitor:
    """Says who the site thinks asks."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response["X-Visitor"] = limits.visitor(request)
        return response

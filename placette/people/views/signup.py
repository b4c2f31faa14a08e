"""The first step of somebody new, from the page of a commune or from nowhere."""

from typing import Any

from allauth.account.views import SignupView

from placette.people import queries


class Signup(SignupView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the commune whose page she comes from, remembered by welcome.join. One query."""
        code = self.request.session.get("commune", "")
        commune = queries.commune_with_space(code) if code else None
        return super().get_context_data(**kwargs) | {"commune": commune}

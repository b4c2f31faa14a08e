"""Who is signed in: read at each request, so the query is prepared."""

from allauth.account.auth_backends import AuthenticationBackend

from placette.core.prepared import Prepared

from .models import Person


class Backend(AuthenticationBackend):
    def get_user(self, user_id: int) -> Person | None:
        return next((each for each in BY_ID(user_id) if self.user_can_authenticate(each)), None)


BY_ID = Prepared(lambda person: Person.objects.filter(pk=person), int)

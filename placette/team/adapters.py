"""What allauth asks us about second factors."""

import io

import segno
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.utils.translation import gettext_lazy as _

from placette.people.models import Role

from .second_factor import POSSESSIONS

# Whose desks open with a second factor.
AT_WORK = (Role.Name.OFFICER, Role.Name.SOCIAL, Role.Name.TERRITORY_OFFICER)


class MFAAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": _(
            "Votre compte ouvre un bureau : il lui faut toujours une deuxième clé. Ajoutez-en d’abord une autre."
        ),
        "incorrect_code": _(
            "Ce code n’est pas le bon, ou il a déjà servi. Attendez que votre application en montre un nouveau."
        ),
    }

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Who works at a desk keeps one at least."""
        others = Authenticator.objects.filter(user=authenticator.user_id, type__in=POSSESSIONS)
        if others.exclude(pk=authenticator.pk).exists():
            return True
        at_work = Role.objects.filter(person=authenticator.user_id, name__in=AT_WORK, until=None)
        return not (authenticator.user.is_operator or at_work.exists())

    def build_totp_svg(self, url: str) -> str:
        drawn = io.BytesIO()
        segno.make(url, micro=False, error="m").save(
            drawn, kind="svg", border=4, light="white", xmldecl=False
        )
        return drawn.getvalue().decode()

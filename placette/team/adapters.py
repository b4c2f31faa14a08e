"""What allauth asks us about second factors."""

import io

import segno
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.utils.translation import gettext_lazy as _

from placette.people.standing import standing_of

from .second_factor import POSSESSIONS, opens_a_desk


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
        return not opens_a_desk(standing_of(authenticator.user))

    def build_totp_svg(self, url: str) -> str:
        drawn = io.BytesIO()
        segno.make(url, micro=False, error="m").save(
            drawn, kind="svg", border=4, light="white", xmldecl=False
        )
        return drawn.getvalue().decode()

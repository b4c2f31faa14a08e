from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """How accounts are made here."""


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """How accounts of OpenID Connect providers are made here."""

from django.urls import path

from .views import position, profile, trust, welcome

app_name = "people"

urlpatterns = [
    path("rejoindre/<slug:code>/", welcome.join, name="join"),
    path("bienvenue/", welcome.welcome, name="welcome"),
    path("bienvenue/moi/", welcome.name, name="name"),
    path("bienvenue/commune/", welcome.commune, name="commune"),
    path("confiance/", trust.trust, name="trust"),
    path("confiance/code/", trust.trust, name="code"),
    path("confiance/<slug:code>/", trust.trust_in, name="trust_in"),
    path("confiance/<slug:code>/garants/", trust.ask_for_vouches, name="ask_for_vouches"),
    path("garant/<str:token>/", trust.vouch, name="vouch"),
    path("habitants/", profile.members, name="members"),
    path("habitants/<int:person_id>/", profile.profile, name="profile"),
    path("moi/", profile.profile_me, name="profile_me"),
    path("moi/reglages/", profile.settings, name="settings"),
    path("moi/position/<slug:code>/", position.position, name="position"),
    path("moi/position/<slug:code>/oubli/", position.forget, name="forget_position"),
    path("moi/position/<slug:code>/carte.svg", position.drawing, name="position_drawing"),
    path("moi/reglages/travail/", profile.leave_commune, name="leave_commune"),
]

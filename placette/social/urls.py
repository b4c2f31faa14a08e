from django.urls import path

from .views import desk, resident

app_name = "social"

urlpatterns = [
    path("ccas/", resident.mine, name="mine"),
    path("ccas/<int:pk>/regle/", resident.close, name="close"),
    path("ccas/<int:pk>/effacer/", resident.erase, name="erase_letter"),
    path("mairie/ccas/", desk.letters, name="letters"),
    path("mairie/ccas/<int:pk>/", desk.letter, name="letter"),
    path("mairie/ccas/<int:pk>/regle/", desk.settle, name="settle"),
]

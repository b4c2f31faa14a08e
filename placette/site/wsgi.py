import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import reverse

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "placette.core.settings")
application = get_wsgi_application()
reverse("site:home")  # reads all addresses, and with them all views, before the first visitor waits for them
# What is loaded by now stays: looking through it for garbage took a tenth of a second, every hundredth page.
gc.collect()
gc.freeze()

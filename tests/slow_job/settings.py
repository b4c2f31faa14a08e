from placette.core.settings import *  # noqa: F403

INSTALLED_APPS = [*INSTALLED_APPS, "tests.slow_job"]  # noqa: F405
MIDDLEWARE = ["tests.slow_job.visitor.ShowVisitor", *MIDDLEWARE]  # noqa: F405

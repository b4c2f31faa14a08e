"""What only the system's own packages bring: the tests' browser, its fonts, gettext."""

import os
import shutil

from .steps import Stop, work

TEST_PACKAGES = {
    # a command or a file that shows that it is there: Debian's package
    "chromium": "chromium",
    "msgfmt": "gettext",
    "zbarimg": "zbar-tools",
    "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf": "fonts-dejavu-core",
    "/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf": "fonts-noto-color-emoji",
}


def install_what_tests_need():
    missing = [
        package for sign, package in TEST_PACKAGES.items() if not (os.path.exists(sign) or shutil.which(sign))
    ]
    if not missing:
        return
    if not is_root_on_debian():
        raise Stop(
            f"The tests also need: {', '.join(missing)}. Install them (on Debian: "
            f"sudo apt-get install {' '.join(missing)}), then start again."
        )
    apt_install(missing)


def is_root_on_debian():
    return os.geteuid() == 0 and bool(shutil.which("apt-get"))


def apt_install(packages):
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    names = ", ".join(packages)
    trouble = f"The system packages {names} could not be installed."
    work("Reading the list of system packages", ["apt-get", "update", "-qq"], trouble, environment)
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    work(f"Installing {names}", install, trouble, environment)

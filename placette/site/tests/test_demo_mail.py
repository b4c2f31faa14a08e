"""The demo's mailbox: readable by whoever tries the demo, sealed, and absent elsewhere."""

from email.message import EmailMessage
from pathlib import Path

import pytest

pytestmark = pytest.mark.django_db


@pytest.fixture
def mailbox(settings, tmp_path) -> Path:
    settings.VAR = tmp_path
    folder = tmp_path / "mails"
    folder.mkdir()
    return folder


def caught(folder: Path, name: str, subject: str, html: str = "") -> None:
    message = EmailMessage()
    message["To"], message["Subject"] = "jeanne@example.org", subject
    message.set_content("Votre code : AB12 <b>")
    if html:
        message.add_alternative(html, subtype="html")
    (folder / f"{name}.eml").write_bytes(bytes(message))


def test_the_newest_mail_comes_first_as_text(client, mailbox):
    caught(mailbox, "1-a", "Ancien")
    caught(mailbox, "2-b", "Récent", "<p>Bonjour</p>")
    (mailbox / ".3-c.eml").write_bytes(b"still being written")

    page = client.get("/demo/courriels/").content.decode()

    assert page.index("Récent") < page.index("Ancien")
    assert "AB12 &lt;b&gt;" in page
    assert "/demo/courriels/2-b/" in page
    assert "/demo/courriels/1-a/" not in page


def test_the_html_of_a_mail_is_sealed(client, mailbox):
    caught(mailbox, "1-a", "Bonjour", "<p>Bonjour<script>alert(1)</script></p>")

    answer = client.get("/demo/courriels/1-a/")

    policy = answer["Content-Security-Policy"]
    assert "<p>Bonjour" in answer.content.decode()
    assert "sandbox" in policy
    assert "default-src 'none'" in policy
    assert "script-src" not in policy


@pytest.mark.parametrize("name", ["none", "..", "%2e%2e%2fdemo-secret-key"])
def test_no_other_file_is_read(client, mailbox, name):
    (mailbox.parent / "demo-secret-key.eml").write_text("secret")

    assert client.get(f"/demo/courriels/{name}/").status_code == 404


def test_outside_the_demo_there_is_no_mailbox(client, mailbox, settings):
    caught(mailbox, "1-a", "Bonjour", "<p>Bonjour</p>")
    settings.DEMO = False

    assert client.get("/demo/courriels/").status_code == 404
    assert client.get("/demo/courriels/1-a/").status_code == 404

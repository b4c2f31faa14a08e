from procrastinate.contrib.django import app

from placette.core import mail


@app.task(name="people.deliver", queue="mail", retry=mail.RETRY)
def deliver(to: str, subject: str, body: str, html: str) -> None:
    """Send one account e-mail. A retry after a lost answer of the mail server may send it twice: a code twice is harmless."""
    mail.deliver(mail.write(to, subject, body, html))

from django.core.mail import EmailMultiAlternatives
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app


@app.task(name="people.deliver", retry=RetryStrategy(max_attempts=8, exponential_wait=3))
def deliver(to: str, subject: str, body: str, html: str) -> None:
    """Send one account e-mail. A retry after a lost answer of the mail server may send it twice: a code twice is harmless."""
    mail = EmailMultiAlternatives(subject, body, to=[to], headers={"Auto-Submitted": "auto-generated"})
    mail.attach_alternative(html, "text/html")
    mail.send()

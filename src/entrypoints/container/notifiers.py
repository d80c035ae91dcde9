"""What mails and posts: its libraries are imported when it is first needed, for the API sends nothing."""

from functools import partial

from application.ports.mail.alerts_webhook import AlertsWebhook
from application.ports.mail.mailer import Mailer
from application.ports.system.clock import Clock
from entrypoints.settings import Settings


def mailer_of(settings: Settings, clock: Clock) -> Mailer:
    """Returns the mailer of these settings."""
    # Templates and languages take long to import, and the API sends no mail.
    from adapters.smtp.mailer import smtp_mailer

    mail = settings.mail
    return smtp_mailer(
        smtp_url=mail.smtp_url.reveal(),
        sender=mail.sender,
        alerts_to=mail.alerts_to,
        public_url=settings.public_url,
        api_url=settings.api_url,
        clock=clock,
        time_zone=settings.shop.time_zone,
    )


def alerts_webhook_of(settings: Settings) -> AlertsWebhook | None:
    """Returns the poster to the operators' chat, or None where they have none."""
    url = settings.mail.alerts_webhook_url
    if url is None:
        return None
    from adapters.alerts_webhook.poster import HttpAlertsWebhook
    from adapters.smtp.letters.operator_letter import alert_text

    return HttpAlertsWebhook(url=url.reveal(), text_of=partial(alert_text, api_url=settings.api_url.rstrip("/")))

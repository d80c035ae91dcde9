"""Whether mail can be sent."""

from aiosmtplib import SMTPAuthenticationError, SMTPException

from adapters.smtp.sending.delivery import smtp_client
from adapters.smtp.sending.server import smtp_server
from entrypoints.doctor.finding import Finding
from entrypoints.settings import Settings

_SECONDS = 10.0


async def examine_mail(settings: Settings) -> list[Finding]:
    """Connects and signs in, but sends nothing."""
    server = smtp_server(settings.mail.smtp_url.reveal())
    where = f"{server.host}:{server.port}"
    client = smtp_client(server, _SECONDS)
    try:
        await client.connect()
        await client.quit()
    except SMTPAuthenticationError as refused:
        return [Finding(f"{where} refuses the user or password ({refused.code})", "Check the two in SMTP_URL")]
    except (SMTPException, OSError, TimeoutError) as failure:
        return [
            Finding(
                f"{where} can't be used to send mail ({type(failure).__name__})",
                "Check SMTP_URL: host and port, and smtps:// or smtp+starttls:// where the server wants encryption",
            )
        ]
    finally:
        client.close()
    return []

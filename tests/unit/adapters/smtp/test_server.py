"""SMTP_URL says where mail is handed over, and how encrypted."""

import pytest

from adapters.smtp.mailer import smtp_mailer
from adapters.smtp.sending.server import SmtpServer, smtp_server
from tests.unit.adapters.smtp.test_delivery import StoppedClock


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://localhost", SmtpServer(host="localhost", port=25)),
        ("smtp://mail.example:2525?starttls=never", SmtpServer(host="mail.example", port=2525, start_tls=False)),
        ("smtp://mail.example?starttls=required", SmtpServer(host="mail.example", port=25, start_tls=True)),
        (
            "smtp://till:p@mail.example",
            SmtpServer(host="mail.example", port=25, username="till", password="p", start_tls=True),
        ),
        ("smtp+starttls://mail.example", SmtpServer(host="mail.example", port=587, start_tls=True)),
        ("smtps://mail.example", SmtpServer(host="mail.example", port=465, implicit_tls=True, start_tls=False)),
        (
            "smtps://till%40shop.example:p%2Fss%20w@mail.example:4650",
            SmtpServer(
                host="mail.example",
                port=4650,
                username="till@shop.example",
                password="p/ss w",
                implicit_tls=True,
                start_tls=False,
            ),
        ),
    ],
)
def test_a_url_names_host_port_credentials_and_encryption(url: str, server: SmtpServer) -> None:
    assert smtp_server(url) == server


@pytest.mark.parametrize(
    "url",
    [
        "http://u:hunter2@mail.example",
        "smtp://",
        "mail.example",
        "smtp://u:hunter2@mail.example?starttls=maybe",
        "smtp://u:hunter2@mail.example?starttls=",
        "smtp://u:hunter2@mail.example?starttls",
        "smtp://u:hunter2@mail.example?starttls=never&starttls=required",
        "smtp://u:hunter2@mail.example?timeout=7",
        "smtps://u:hunter2@mail.example?starttls=never",
        "smtp://u:hunter2@mail.example#inbox",
        "smtp://u:hunter2@mail.example/inbox",
        "smtp://mail.example:hunter2",
        "smtp://u:hunter2@mail.example:99999",
        "smtp://u:hunter2@mail.example:0",
        "smtp://u:hunter2%@mail.example",
        "smtp://u:hunter2%ff@mail.example",
        "smtp://:hunter2@mail.example",
        "smtp://u:hunter2@[mail.example",
    ],
)
def test_a_url_that_can_not_be_meant_is_refused_without_being_quoted(url: str) -> None:
    with pytest.raises(ValueError, match="must be smtp://user:password@host") as refused:
        smtp_server(url)
    assert "hunter2" not in str(refused.value)


def test_a_password_is_not_shown() -> None:
    assert "hunter2" not in repr(smtp_server("smtp://u:hunter2@mail.example"))


@pytest.mark.parametrize(
    ("variable", "url", "sender", "alerts_to"),
    [
        ("SMTP_URL", "smtp://localhost/x", "a@shop.example", ("ops@shop.example",)),
        ("MAIL_FROM", "smtp://localhost", "nobody", ("ops@shop.example",)),
        ("ALERTS_TO", "smtp://localhost", "a@shop.example", ("ops@shop.example", "ops@")),
    ],
)
def test_a_configured_address_that_can_not_be_mailed_stops_the_start(
    variable: str, url: str, sender: str, alerts_to: tuple[str, ...]
) -> None:
    with pytest.raises(ValueError, match=variable):
        smtp_mailer(
            smtp_url=url,
            sender=sender,
            alerts_to=alerts_to,
            public_url="https://shop.example",
            api_url="https://shop.example",
            clock=StoppedClock(),
        )

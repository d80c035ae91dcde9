"""Settings with which Till starts in a test, against no Stripe."""


def settings_of_a_start(**more: str) -> dict[str, str]:
    """Everything that has no default, and what is given on top."""
    return {
        "ENVIRONMENT": "test",
        "STRIPE_SECRET_KEY": "sk_test_51T1LLdeploy",
        "STRIPE_PUBLISHABLE_KEY": "pk_test_51T1LLdeploy",
        "STRIPE_WEBHOOK_SECRET": "whsec_ZGVwbG95LXRlc3RzLXdlYmhvb2s",
        "JWT_SECRET": "a-secret-of-the-deployment-tests-for-tokens",
        "AUDIT_SECRET": "a-secret-of-the-deployment-tests-for-audits",
        "PUBLIC_URL": "http://127.0.0.1:8000",
        "SMTP_URL": "smtp://127.0.0.1:25",
        "MAIL_FROM": "Shop <orders@shop.example>",
        "ALERTS_TO": "operators@shop.example",
        **more,
    }

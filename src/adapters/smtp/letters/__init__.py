"""Writing mails: in the order's language, from templates."""

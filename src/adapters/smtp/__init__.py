"""Mail to shoppers and operators: written from templates in the order's language, handed to an SMTP server."""

"""The stand-in as a web application: API, webhooks, card form and dashboard."""

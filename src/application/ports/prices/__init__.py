"""What shipping and tax cost."""

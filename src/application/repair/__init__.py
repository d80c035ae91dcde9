"""What the worker does so that nothing half-done stays so."""

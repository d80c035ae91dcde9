"""Every store in memory."""

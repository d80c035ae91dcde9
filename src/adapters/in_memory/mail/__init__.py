"""Mail in memory."""

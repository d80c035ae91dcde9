"""What a process tells of itself: log lines, metrics, errors and traces."""

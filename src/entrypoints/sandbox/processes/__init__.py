"""The processes of the sandbox: started, watched, restarted and stopped."""

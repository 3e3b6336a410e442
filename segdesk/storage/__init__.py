"""What stays on disk between two starts."""

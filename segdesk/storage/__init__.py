"""What stays on disk: settings, projects, and a journal of the work that is in no project yet."""

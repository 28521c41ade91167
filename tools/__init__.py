"""Programs that look after the project's own files; run from its folder, as `make` does."""

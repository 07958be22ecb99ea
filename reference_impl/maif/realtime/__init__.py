"""Live streams into MAIF files: sources, handlers, at least once."""

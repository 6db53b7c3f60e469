"""A text → the people, organisations and places it names, tied to canonical entities."""

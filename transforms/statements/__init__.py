"""A text → who is credited with saying what."""

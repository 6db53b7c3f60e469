"""Records → warehouse rows: ids are made here, and nowhere else, from natural keys."""

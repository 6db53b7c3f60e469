"""A feed's bytes → its entries: RSS, Atom, RDF, JSON Feed."""

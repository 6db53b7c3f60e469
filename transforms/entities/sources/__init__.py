"""Knowledge bases in the formats people have → entities."""

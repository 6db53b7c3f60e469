"""Who and what an article speaks of while it is being read, and what ties a mention to them."""

from __future__ import annotations

from dataclasses import dataclass, field

from schemas.entity import Entity, EntityType
from transforms.entities.mentions import Found
from transforms.entities.nominals import Office


@dataclass(slots=True, eq=False)
class Referent:
    """Somebody or something the article speaks of; one object, one referent. It learns as the article goes on."""

    type: EntityType
    words: tuple[str, ...]
    known: Entity | None = None
    genders: set[str] = field(default_factory=set)
    offices: dict[Office, None] = field(default_factory=dict)  # in the order learnt
    surfaces: dict[str, None] = field(default_factory=dict)  # its names as written, in the order met
    named: int = 0  # how often
    called: set[str] = field(default_factory=set)  # genders of pronouns taken to mean it: no evidence, a clue

    def fits(self, gender: str | None) -> bool:
        """Tell whether nothing speaks against that gender."""
        return gender is None or not self.genders or gender in self.genders


@dataclass(frozen=True, slots=True)
class Link:
    """What a mention was tied to, and how (one of entity.RESOLUTIONS); None: nobody."""

    referent: Referent | None
    resolution: str
    confidence: float


NOBODY = Link(None, "unresolved", 0.0)


def tie(mention: Found, referent: Referent, resolution: str, confidence: float) -> Link:
    """Return the link of a name to its referent, which learns what the name tells: gender, office."""
    referent.surfaces.setdefault(" ".join(mention.surface.split()))
    referent.named += 1
    if mention.gender in ("f", "m"):
        referent.genders.add(mention.gender)
    if mention.office:
        referent.offices.setdefault(mention.office)
    return Link(referent, resolution, confidence)

"""One file a step; explicit operations that import no room, so that they mean tomorrow what they mean today."""

"""From a photo to the garments in it: found, outlined, cut out for the encoder to look at."""

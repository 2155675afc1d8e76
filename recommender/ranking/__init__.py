"""From the garment that is gone to what is shown in its place, stage by stage."""

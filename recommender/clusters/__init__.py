"""The whole range at a glance: products that look alike in clusters, and clusters in a tree."""

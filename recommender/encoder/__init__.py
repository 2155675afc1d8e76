"""The seam to torch and open_clip: pictures and words in, unit vectors out.

Importing this package loads torch. What only needs to know whose vectors it reads imports
`encoder_identity` instead.
"""

from recommender.encoder.loading import (
    build,
    drop_encoders,
    load_encoder,
    loaded_encoder,
    loaded_versions,
)
from recommender.encoder.model import LARGE, Encoder, batches
from recommender.encoder.open_clip_models import (
    import_open_clip,
    open_clip_name,
    quiet_open_clip,
    trained,
)
from recommender.encoder.threads import channels_last, cores, torch_threads
from recommender.encoder_identity import EncoderUnavailable

__all__ = [
    "LARGE",
    "Encoder",
    "EncoderUnavailable",
    "batches",
    "build",
    "channels_last",
    "cores",
    "drop_encoders",
    "import_open_clip",
    "load_encoder",
    "loaded_encoder",
    "loaded_versions",
    "open_clip_name",
    "quiet_open_clip",
    "torch_threads",
    "trained",
]

"""python -m recommender.training: the training without the shop's settings."""

import argparse
import sys
from functools import partial

from recommender.training.options import add_arguments, train_from

if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m recommender.training")
    add_arguments(parser)
    try:
        train_from(parser.parse_args(), report=partial(print, flush=True))
    except (ValueError, OSError) as error:
        sys.exit(str(error))

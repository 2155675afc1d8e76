"""Pictures a second from files to unit vectors, against onnxruntime int8 and plain torch.

The same as `manage.py bench_encoder` on the shipped encoder and pictures drawn here.
"""

from __future__ import annotations

import sys


def main() -> None:
    from bench.embedding.report import table
    from bench.embedding.run import bench_encoder

    print(table(bench_encoder("shipped", note=lambda line: print(line, file=sys.stderr))))

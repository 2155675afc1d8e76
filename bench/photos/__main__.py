import sys

from bench.photos import main

main(sys.argv[1:])

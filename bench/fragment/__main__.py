import sys

from bench.fragment import main

main(sys.argv[1:])

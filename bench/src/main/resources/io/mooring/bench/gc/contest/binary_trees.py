"""The program of BinaryTrees.java in Python.

    python binary_trees.py DEPTH

Prints "ready VERSION", then answers each line of standard input with {"nanos": N}, the wall time of one whole run.
"""

import json
import sys
import time

LEAST_DEPTH = 4


class Node(object):
    __slots__ = ("left", "right")

    def __init__(self, left, right):
        self.left = left
        self.right = right


def tree(levels):
    if levels == 0:
        return Node(None, None)
    left = tree(levels - 1)
    right = tree(levels - 1)
    return Node(left, right)


def count(node):
    if node.left is None:
        return 1
    return 1 + count(node.left) + count(node.right)


def count_of(node, levels):
    expected = (2 << levels) - 1
    found = count(node)
    if found != expected:
        raise SystemExit("a tree of depth %d has %d nodes, expected %d" % (levels, found, expected))


def whole_run(depth):
    count_of(tree(depth + 1), depth + 1)
    lives = tree(depth)
    for levels in range(LEAST_DEPTH, depth + 1, 2):
        for _ in range(1 << (depth - levels + LEAST_DEPTH)):
            count_of(tree(levels), levels)
    count_of(lives, depth)


print("ready", sys.version.split()[0], flush=True)
for line in sys.stdin:
    start = time.perf_counter_ns()
    whole_run(int(sys.argv[1]))
    print(json.dumps({"nanos": time.perf_counter_ns() - start}), flush=True)

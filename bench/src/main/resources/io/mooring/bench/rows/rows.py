"""Calls the functions of the extension `simple` in Python loops and says how long the loops took.

    python rows.py DIRECTORY        DIRECTORY holds the extension

Prints "ready VERSION", then answers each line "ROW CALLS" of standard input with the nanoseconds of that many calls. Whoever
measures decides how often and in which order, so that the runs of several interpreters alternate.

What a loop calls is looked up once and bound to a local name. The loop itself counts too: it is part of what a call costs in
Python. Where the number is not an argument, the loop is `for _ in repeat(None, calls)`, the cheapest that Python has.
"""

import sys
import time
from itertools import repeat

sys.path.insert(0, sys.argv[1])
import simple

# Each row is a function of its own, as timeit makes them, so that no row meets what an interpreter learned from another.
LOOP = """
def run(calls):
    {bound}
    start = clock()
    for {loop}:
        {call}
    return clock() - start
"""

COUNT = "i in range(calls)"
IDLE = "_ in repeat(None, calls)"


def row(bound, call, loop=IDLE):
    names = {"simple": simple, "repeat": repeat, "clock": time.perf_counter_ns}
    exec(LOOP.format(bound=bound, call=call, loop=loop), names)
    return names["run"]


def rows_of(owner, made_by):
    """The rows that the module and an instance of Foo share."""
    return {
        owner + ".noargs": row("f = " + made_by + ".noargs", "f()"),
        owner + ".onearg(None)": row("f = " + made_by + ".onearg", "f(None)"),
        owner + ".onearg(i)": row("f = " + made_by + ".onearg", "f(i)", COUNT),
        owner + ".varargs": row("f = " + made_by + ".varargs", "f(None, None)"),
    }


ROWS = {
    **rows_of("simple", "simple"),
    "simple.allocate_int": row("f = simple.allocate_int", "f()"),
    "simple.allocate_tuple": row("f = simple.allocate_tuple", "f()"),
    **rows_of("Foo()", "simple.Foo()"),
    "len(Foo())": row("f, foo = len, simple.Foo()", "f(foo)"),
    "Foo()[0]": row("foo = simple.Foo()", "foo[0]"),
}

print("ready", sys.version.split()[0], flush=True)
for line in sys.stdin:
    name, calls = line.split()
    print(ROWS[name](int(calls)), flush=True)

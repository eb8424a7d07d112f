/* binary_trees.c: the program of BinaryTrees.java in C, with malloc and free or, with -DBOEHM, with Boehm's collector.
 *
 *     binary_trees DEPTH BYTES        BYTES is the heap that the collector may use from the start; malloc ignores it
 *
 * Prints "ready", then answers each line of standard input with {"nanos": N}, the wall time of one whole run.
 */
#define _POSIX_C_SOURCE 199309L

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#ifdef BOEHM
#include <gc.h>
#endif

enum { LEAST_DEPTH = 4, LINE_BYTES = 64 };

typedef struct node {
    struct node *left;
    struct node *right;
} node;

static node *
new_node(node *left, node *right)
{
#ifdef BOEHM
    node *result = GC_MALLOC(sizeof(node));
#else
    node *result = malloc(sizeof(node));
#endif
    if (result == NULL) {
        fprintf(stderr, "out of memory\n");
        exit(1);
    }
    result->left = left;
    result->right = right;
    return result;
}

static node *
tree(int levels)
{
    if (levels == 0) {
        return new_node(NULL, NULL);
    }
    node *left = tree(levels - 1);
    node *right = tree(levels - 1);
    return new_node(left, right);
}

static long
count(const node *it)
{
    return it->left == NULL ? 1 : 1 + count(it->left) + count(it->right);
}

static void
count_of(const node *it, int levels)
{
    long expected = (2L << levels) - 1;
    long found = count(it);
    if (found != expected) {
        fprintf(stderr, "a tree of depth %d has %ld nodes, expected %ld\n", levels, found, expected);
        exit(1);
    }
}

/* The tree is not used any more; a collector finds that out by itself. */
static void
drop(node *it)
{
#ifdef BOEHM
    (void)it;
#else
    if (it->left != NULL) {
        drop(it->left);
        drop(it->right);
    }
    free(it);
#endif
}

static void
whole_run(int depth)
{
    node *stretch = tree(depth + 1);
    count_of(stretch, depth + 1);
    drop(stretch);
    stretch = NULL;
    node *lives = tree(depth);
    for (int levels = LEAST_DEPTH; levels <= depth; levels += 2) {
        long trees = 1L << (depth - levels + LEAST_DEPTH);
        for (long i = 0; i < trees; i++) {
            node *dies = tree(levels);
            count_of(dies, levels);
            drop(dies);
        }
    }
    count_of(lives, depth);
    drop(lives);
}

static long
nanos(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000000L + now.tv_nsec;
}

int
main(int argc, char **argv)
{
    if (argc != 3) {
        fprintf(stderr, "usage: binary_trees DEPTH BYTES\n");
        return 2;
    }
    int depth = atoi(argv[1]);
#ifdef BOEHM
    GC_INIT();
    GC_expand_hp(strtoul(argv[2], NULL, 10));
#endif
    setvbuf(stdout, NULL, _IOLBF, 0);
    puts("ready");
    char line[LINE_BYTES];
    while (fgets(line, sizeof line, stdin) != NULL) {
        long start = nanos();
        whole_run(depth);
        printf("{\"nanos\": %ld}\n", nanos() - start);
    }
    return 0;
}

/* no_init.c: a shared library that is no extension module: it has no PyInit_ function. */

__attribute__((visibility("default"))) int
no_init_answer(void)
{
    return 42;
}

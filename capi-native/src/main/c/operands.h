/* operands.h: what the abstract_*.c files say about operands that are not there. */
#ifndef MOORING_OPERANDS_H
#define MOORING_OPERANDS_H

#include "Python.h"

/* A NULL operand: usually the failed result of the call before, whose error then stays; otherwise SystemError. NULL. */
PyObject *mooring_null_operand(void);

#endif

/* Python.h: everything a C extension needs to be compiled for Mooring, whose binary layout is CPython 3.11's.
 *
 * Source written for CPython 3.11 (or for an older limited API) compiles unchanged; what it compiles to also runs on
 * CPython 3.11, and what was compiled against CPython 3.11's own headers runs here.
 */
#ifndef Py_PYTHON_H
#define Py_PYTHON_H

#include "patchlevel.h"
#include "pyconfig.h"

#include <assert.h>
#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>
#include <wchar.h>

#include "pyport.h"
#include "pymacro.h"
#include "pymath.h"
#include "pytypedefs.h"
#include "pymem.h"
#include "pybuffer.h"
#include "object.h"
#include "objimpl.h"
#include "typeslots.h"
#include "pyhash.h"

#include "bytearrayobject.h"
#include "bytesobject.h"
#include "unicodeobject.h"
#include "longobject.h"
#include "boolobject.h"
#include "floatobject.h"
#include "complexobject.h"
#include "rangeobject.h"
#include "memoryobject.h"
#include "tupleobject.h"
#include "listobject.h"
#include "dictobject.h"
#include "odictobject.h"
#include "setobject.h"
#include "sliceobject.h"
#include "iterobject.h"

#include "methodobject.h"
#include "moduleobject.h"
#include "funcobject.h"
#include "fileobject.h"
#include "pycapsule.h"
#include "traceback.h"
#include "code.h"
#include "frameobject.h"
#include "pystate.h"
#include "context.h"
#include "descrobject.h"
#include "genericaliasobject.h"
#include "warnings.h"
#include "weakrefobject.h"
#include "structseq.h"
#include "codecs.h"
#include "pyerrors.h"
#include "pythread.h"
#include "modsupport.h"
#include "pythonrun.h"
#include "pylifecycle.h"
#include "ceval.h"
#include "sysmodule.h"
#include "osmodule.h"
#include "import.h"
#include "abstract.h"
#include "pyctype.h"
#include "pystrtod.h"
#include "pystrcmp.h"
#include "cpython/runtime.h"
#include "cpython/unicodewriter.h"
#include "cpython/pytime.h"

#endif

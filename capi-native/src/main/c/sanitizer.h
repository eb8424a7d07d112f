/* sanitizer.h: tells AddressSanitizer which parts of the arena nobody may touch; nothing where it is not compiled in. */
#ifndef MOORING_SANITIZER_H
#define MOORING_SANITIZER_H

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#define HIDE(block, size) ASAN_POISON_MEMORY_REGION((block), (size))
#define SHOW(block, size) ASAN_UNPOISON_MEMORY_REGION((block), (size))
#else
#define HIDE(block, size) ((void)(block), (void)(size))
#define SHOW(block, size) ((void)(block), (void)(size))
#endif

#endif

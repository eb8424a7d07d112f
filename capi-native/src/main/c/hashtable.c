/* hashtable.c: CPython's private hash table of plain pointers, which modules of its standard library use for tables of their own.
 *
 * Chains of entries behind a row of buckets, a power of two of them and at least half as many as there are entries.
 */
#include "runtime.h"

typedef Py_uhash_t (*hash_function)(const void *key);
typedef int (*compare_function)(const void *a, const void *b); /* not 0: equal */
typedef void (*destroy_function)(void *what);

struct entry {
    struct entry *next;
    Py_uhash_t hash;
    void *key;
    void *value;
};

typedef struct {
    size_t count;
    size_t bucket_count;
    struct entry **buckets;
    hash_function hash;
    compare_function compare;
    destroy_function destroy_key;   /* or NULL, as the next */
    destroy_function destroy_value;
} _Py_hashtable_t;

#define FIRST_BUCKETS 16

PyAPI_FUNC(Py_uhash_t) _Py_hashtable_hash_ptr(const void *key);
PyAPI_FUNC(int) _Py_hashtable_compare_direct(const void *a, const void *b);
PyAPI_FUNC(_Py_hashtable_t *) _Py_hashtable_new(hash_function hash, compare_function compare);
PyAPI_FUNC(_Py_hashtable_t *) _Py_hashtable_new_full(hash_function hash, compare_function compare, destroy_function destroy_key,
                                                     destroy_function destroy_value, void *allocator);
PyAPI_FUNC(void) _Py_hashtable_destroy(_Py_hashtable_t *table);
PyAPI_FUNC(void) _Py_hashtable_clear(_Py_hashtable_t *table);
PyAPI_FUNC(int) _Py_hashtable_set(_Py_hashtable_t *table, const void *key, void *value);
PyAPI_FUNC(void *) _Py_hashtable_get(_Py_hashtable_t *table, const void *key);
PyAPI_FUNC(void *) _Py_hashtable_steal(_Py_hashtable_t *table, const void *key);
PyAPI_FUNC(int) _Py_hashtable_foreach(_Py_hashtable_t *table, int (*visit)(_Py_hashtable_t *, const void *, const void *, void *), void *data);
PyAPI_FUNC(size_t) _Py_hashtable_size(const _Py_hashtable_t *table);

Py_uhash_t _Py_hashtable_hash_ptr(const void *key)
{
    return (Py_uhash_t)_Py_HashPointer(key);
}

int _Py_hashtable_compare_direct(const void *a, const void *b)
{
    return a == b;
}

_Py_hashtable_t *_Py_hashtable_new(hash_function hash, compare_function compare)
{
    return _Py_hashtable_new_full(hash, compare, NULL, NULL, NULL);
}

/* NULL without an error when memory is short. All memory is malloc's: allocator is not asked. */
_Py_hashtable_t *_Py_hashtable_new_full(hash_function hash, compare_function compare, destroy_function destroy_key, destroy_function destroy_value,
                                        void *allocator)
{
    (void)allocator;
    _Py_hashtable_t *table = malloc(sizeof *table);
    struct entry **buckets = calloc(FIRST_BUCKETS, sizeof *buckets);
    if (table == NULL || buckets == NULL) {
        free(table);
        free(buckets);
        return NULL;
    }
    *table = (_Py_hashtable_t){0, FIRST_BUCKETS, buckets, hash, compare, destroy_key, destroy_value};
    return table;
}

static void destroy_entry(const _Py_hashtable_t *table, struct entry *entry)
{
    if (table->destroy_key != NULL) {
        table->destroy_key(entry->key);
    }
    if (table->destroy_value != NULL) {
        table->destroy_value(entry->value);
    }
    free(entry);
}

void _Py_hashtable_clear(_Py_hashtable_t *table)
{
    for (size_t i = 0; i < table->bucket_count; i++) {
        while (table->buckets[i] != NULL) {
            struct entry *entry = table->buckets[i];
            table->buckets[i] = entry->next;
            table->count--;
            destroy_entry(table, entry);
        }
    }
}

void _Py_hashtable_destroy(_Py_hashtable_t *table)
{
    _Py_hashtable_clear(table);
    free(table->buckets);
    free(table);
}

/* Where the entry of a key is linked in, or the end of its chain. */
static struct entry **place_of(const _Py_hashtable_t *table, const void *key, Py_uhash_t hash)
{
    struct entry **place = &table->buckets[hash & (table->bucket_count - 1)];
    while (*place != NULL && ((*place)->hash != hash || !table->compare(key, (*place)->key))) {
        place = &(*place)->next;
    }
    return place;
}

/* Twice as many buckets; where memory is short for them, the chains grow longer. */
static void grow(_Py_hashtable_t *table)
{
    size_t count = table->bucket_count * 2;
    struct entry **buckets = calloc(count, sizeof *buckets);
    if (buckets == NULL) {
        return;
    }
    for (size_t i = 0; i < table->bucket_count; i++) {
        for (struct entry *entry = table->buckets[i], *next; entry != NULL; entry = next) {
            next = entry->next;
            entry->next = buckets[entry->hash & (count - 1)];
            buckets[entry->hash & (count - 1)] = entry;
        }
    }
    free(table->buckets);
    table->buckets = buckets;
    table->bucket_count = count;
}

/* The key must not be there yet. 0, or -1 without an error when memory is short. */
int _Py_hashtable_set(_Py_hashtable_t *table, const void *key, void *value)
{
    struct entry *entry = malloc(sizeof *entry);
    if (entry == NULL) {
        return -1;
    }
    Py_uhash_t hash = table->hash(key);
    struct entry **place = place_of(table, key, hash);
    *entry = (struct entry){*place, hash, (void *)key, value};
    *place = entry;
    if (++table->count > 2 * table->bucket_count) {
        grow(table);
    }
    return 0;
}

void *_Py_hashtable_get(_Py_hashtable_t *table, const void *key)
{
    const struct entry *entry = *place_of(table, key, table->hash(key));
    return entry == NULL ? NULL : entry->value;
}

/* Takes the entry out without destroying anything; its value, or NULL. */
void *_Py_hashtable_steal(_Py_hashtable_t *table, const void *key)
{
    struct entry **place = place_of(table, key, table->hash(key));
    struct entry *entry = *place;
    if (entry == NULL) {
        return NULL;
    }
    void *value = entry->value;
    *place = entry->next;
    free(entry);
    table->count--;
    return value;
}

/* Until a visit answers something else than 0, which is the answer. A visit must not change the table. */
int _Py_hashtable_foreach(_Py_hashtable_t *table, int (*visit)(_Py_hashtable_t *, const void *, const void *, void *), void *data)
{
    for (size_t i = 0; i < table->bucket_count; i++) {
        for (struct entry *entry = table->buckets[i]; entry != NULL; entry = entry->next) {
            int answer = visit(table, entry->key, entry->value, data);
            if (answer != 0) {
                return answer;
            }
        }
    }
    return 0;
}

size_t _Py_hashtable_size(const _Py_hashtable_t *table)
{
    return sizeof *table + table->bucket_count * sizeof *table->buckets + table->count * sizeof(struct entry);
}

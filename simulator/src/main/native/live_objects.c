/* See live_objects.h. A table per kind, open addressing, doubled when half full. */
#include "live_objects.h"

#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct object_table {
    const void **entries;
    size_t capacity;
    size_t count;
} object_table;

static const char *const KIND_NAMES[OBJECT_KINDS] = {"sdk handle", "slice", "media struct"};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static object_table tables[OBJECT_KINDS];

static size_t slot_of(const object_table *table, const void *object) {
    size_t hash = (size_t)(((uintptr_t)object >> 4) * (uintptr_t)0x9E3779B97F4A7C15u);
    size_t slot = hash & (table->capacity - 1);
    while (table->entries[slot] != NULL && table->entries[slot] != object) {
        slot = (slot + 1) & (table->capacity - 1);
    }
    return slot;
}

static void put(object_table *table, const void *object) {
    table->entries[slot_of(table, object)] = object;
    table->count++;
}

static void enlarge(object_table *table) {
    object_table larger = {.capacity = table->capacity == 0 ? 64 : table->capacity * 2};
    larger.entries = calloc(larger.capacity, sizeof *larger.entries);
    if (larger.entries == NULL) {
        fprintf(stderr, "simulated finance sdk: out of memory\n");
        abort();
    }
    for (size_t i = 0; i < table->capacity; i++) {
        if (table->entries[i] != NULL) {
            put(&larger, table->entries[i]);
        }
    }
    free(table->entries);
    *table = larger;
}

/* The entries behind a removed one move up, or they could not be found any more. */
static void remove_slot(object_table *table, size_t slot) {
    table->entries[slot] = NULL;
    table->count--;
    size_t next = (slot + 1) & (table->capacity - 1);
    while (table->entries[next] != NULL) {
        const void *moved = table->entries[next];
        table->entries[next] = NULL;
        table->entries[slot_of(table, moved)] = moved;
        next = (next + 1) & (table->capacity - 1);
    }
}

static int is_alive(object_table *table, const void *object) {
    return table->capacity > 0 && table->entries[slot_of(table, object)] == object;
}

static void require_alive(object_kind kind, const void *object, const char *function) {
    if (!is_alive(&tables[kind], object)) {
        fprintf(stderr, "simulated finance sdk: %s with a %s that is not alive\n", function, KIND_NAMES[kind]);
        abort();
    }
}

void object_born(object_kind kind, const void *object) {
    pthread_mutex_lock(&lock);
    object_table *table = &tables[kind];
    if (table->count * 2 >= table->capacity) {
        enlarge(table);
    }
    put(table, object);
    pthread_mutex_unlock(&lock);
}

void object_used(object_kind kind, const void *object, const char *function) {
    if (object != NULL) {
        pthread_mutex_lock(&lock);
        require_alive(kind, object, function);
        pthread_mutex_unlock(&lock);
    }
}

void object_ended(object_kind kind, const void *object, const char *function) {
    if (object != NULL) {
        pthread_mutex_lock(&lock);
        require_alive(kind, object, function);
        remove_slot(&tables[kind], slot_of(&tables[kind], object));
        pthread_mutex_unlock(&lock);
    }
}

void objects_report(void) {
    pthread_mutex_lock(&lock);
    size_t slices = tables[SLICE].count;
    size_t media = tables[MEDIA].count;
    pthread_mutex_unlock(&lock);
    if (slices > 0 || media > 0) {
        fprintf(stderr, "simulated finance sdk: not freed: %zu slices, %zu media structs\n", slices, media);
    }
}

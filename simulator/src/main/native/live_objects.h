/*
 * Knows every handle, slice and media struct that is alive, so that a use after the end, a second end and a leak are
 * found at once instead of some time later.
 */
#ifndef LIVE_OBJECTS_H
#define LIVE_OBJECTS_H

typedef enum object_kind { SDK_HANDLE, SLICE, MEDIA, OBJECT_KINDS } object_kind;

void object_born(object_kind kind, const void *object);
/* Ends the process with a message when the object is not alive; NULL is let through. */
void object_used(object_kind kind, const void *object, const char *function);
/* Like object_used; afterwards the object is not alive. */
void object_ended(object_kind kind, const void *object, const char *function);
/* Says on standard error how many slices and media structs are alive, if any are. */
void objects_report(void);

#endif

/* Asks the simulator's server, by the protocol that the module's README describes. */
#ifndef SIMULATOR_CLIENT_H
#define SIMULATOR_CLIENT_H

#include <stddef.h>
#include <stdint.h>

/* A connection, or none yet. */
typedef struct simulator_client {
    int socket;
} simulator_client;

/* A growing buffer; failed once means failed for good. */
typedef struct buffer {
    uint8_t *bytes;
    size_t length;
    size_t capacity;
    int failed;
} buffer;

/* A frame that was received, and how much of it has been read. */
typedef struct reply {
    uint8_t *bytes;
    size_t length;
    size_t position;
    int failed;
} reply;

enum { GET_CHAT_DATA = 1, GET_MEDIA_DATA = 2 };

void buffer_u8(buffer *to, uint8_t value);
void buffer_u32(buffer *to, uint32_t value);
void buffer_u64(buffer *to, uint64_t value);
void buffer_text(buffer *to, const char *text);

uint8_t reply_u8(reply *from);
uint32_t reply_u32(reply *from);
/* A copy for the caller to free, with a NUL after its *length bytes; NULL on failure. */
char *reply_bytes(reply *from, int *length);

void client_open(simulator_client *client);
/*
 * Sends the request and receives the reply within so many seconds, 0 meaning no limit; connects where needed. Frees
 * the request. Returns SDK_OK, with a reply whose bytes the caller frees, or SDK_NETWORK_ERROR.
 */
int client_exchange(simulator_client *client, buffer *request, int timeout_seconds, reply *answer);
void client_close(simulator_client *client);

#endif

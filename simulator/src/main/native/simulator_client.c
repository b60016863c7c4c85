/* See simulator_client.h. */
#define _GNU_SOURCE /* dladdr */
#include "simulator_client.h"

#include <arpa/inet.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "WeWorkFinanceSdk_C.h"

enum { NO_SOCKET = -1, LONGEST_PATH = 4096, LONGEST_ADDRESS = 64, LONGEST_FRAME = 256 * 1024 * 1024 };

static void buffer_bytes(buffer *to, const void *bytes, size_t length) {
    if (to->failed) {
        return;
    }
    if (to->length + length > to->capacity) {
        size_t capacity = (to->length + length) * 2;
        uint8_t *larger = realloc(to->bytes, capacity);
        if (larger == NULL) {
            to->failed = 1;
            return;
        }
        to->bytes = larger;
        to->capacity = capacity;
    }
    memcpy(to->bytes + to->length, bytes, length);
    to->length += length;
}

void buffer_u8(buffer *to, uint8_t value) {
    buffer_bytes(to, &value, 1);
}

void buffer_u32(buffer *to, uint32_t value) {
    uint32_t big_endian = htonl(value);
    buffer_bytes(to, &big_endian, sizeof big_endian);
}

void buffer_u64(buffer *to, uint64_t value) {
    buffer_u32(to, (uint32_t)(value >> 32));
    buffer_u32(to, (uint32_t)value);
}

void buffer_text(buffer *to, const char *text) {
    size_t length = strlen(text);
    buffer_u32(to, (uint32_t)length);
    buffer_bytes(to, text, length);
}

static const uint8_t *reply_take(reply *from, size_t length) {
    if (from->failed || from->length - from->position < length) {
        from->failed = 1;
        return NULL;
    }
    const uint8_t *bytes = from->bytes + from->position;
    from->position += length;
    return bytes;
}

uint8_t reply_u8(reply *from) {
    const uint8_t *byte = reply_take(from, 1);
    return byte == NULL ? 0 : *byte;
}

uint32_t reply_u32(reply *from) {
    const uint8_t *bytes = reply_take(from, 4);
    uint32_t value = 0;
    if (bytes != NULL) {
        memcpy(&value, bytes, sizeof value);
    }
    return ntohl(value);
}

char *reply_bytes(reply *from, int *length) {
    uint32_t size = reply_u32(from);
    const uint8_t *bytes = reply_take(from, size);
    char *copy = bytes == NULL ? NULL : malloc((size_t)size + 1);
    if (copy == NULL) {
        from->failed = 1;
        return NULL;
    }
    memcpy(copy, bytes, size);
    copy[size] = 0;
    *length = (int)size;
    return copy;
}

/* The address from the environment, else from the file beside this library. */
static int read_address(char *address) {
    const char *given = getenv("WECOM_SIMULATOR");
    if (given != NULL && *given != 0) {
        snprintf(address, LONGEST_ADDRESS, "%s", given);
        return 0;
    }
    Dl_info library;
    char path[LONGEST_PATH];
    if (dladdr((void *)(intptr_t)&read_address, &library) == 0 || library.dli_fname == NULL) {
        return -1;
    }
    if ((size_t)snprintf(path, sizeof path, "%s.simulator", library.dli_fname) >= sizeof path) {
        return -1;
    }
    FILE *file = fopen(path, "re");
    if (file == NULL) {
        return -1;
    }
    char *line = fgets(address, LONGEST_ADDRESS, file);
    fclose(file);
    return line == NULL ? -1 : 0;
}

/* 127.0.0.1:<port>; the simulator is never anywhere else. */
static int parse_address(char *address, struct sockaddr_in *server) {
    char *colon = strchr(address, ':');
    if (colon == NULL) {
        return -1;
    }
    *colon = 0;
    char *end = NULL;
    unsigned long port = strtoul(colon + 1, &end, 10);
    if (port == 0 || port > 65535 || (*end != 0 && *end != '\n')) {
        return -1;
    }
    memset(server, 0, sizeof *server);
    server->sin_family = AF_INET;
    server->sin_port = htons((uint16_t)port);
    if (inet_pton(AF_INET, address, &server->sin_addr) != 1) {
        return -1;
    }
    return ntohl(server->sin_addr.s_addr) >> 24 == 127 ? 0 : -1;
}

static int64_t now_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Waits until the socket can be used or the deadline has passed; a deadline below 0 never passes. */
static int await(int socket, short events, int64_t deadline_ms) {
    for (;;) {
        int64_t left = deadline_ms < 0 ? -1 : deadline_ms - now_ms();
        if (deadline_ms >= 0 && left <= 0) {
            return -1;
        }
        struct pollfd waiting = {.fd = socket, .events = events};
        int ready = poll(&waiting, 1, left > 60000 ? 60000 : (int)left);
        if (ready > 0) {
            return 0;
        }
        if (ready < 0 && errno != EINTR) {
            return -1;
        }
    }
}

static int send_all(int socket, const uint8_t *bytes, size_t length, int64_t deadline_ms) {
    size_t sent = 0;
    while (sent < length) {
        ssize_t count = send(socket, bytes + sent, length - sent, MSG_NOSIGNAL);
        if (count > 0) {
            sent += (size_t)count;
        } else if (errno != EINTR && (errno != EAGAIN || await(socket, POLLOUT, deadline_ms) != 0)) {
            return -1;
        }
    }
    return 0;
}

static int receive_all(int socket, uint8_t *bytes, size_t length, int64_t deadline_ms) {
    size_t received = 0;
    while (received < length) {
        ssize_t count = recv(socket, bytes + received, length - received, 0);
        if (count > 0) {
            received += (size_t)count;
        } else if (count == 0) {
            return -1;
        } else if (errno != EINTR && (errno != EAGAIN || await(socket, POLLIN, deadline_ms) != 0)) {
            return -1;
        }
    }
    return 0;
}

static int finish_connect(int descriptor, const struct sockaddr_in *server, int64_t deadline_ms) {
    if (connect(descriptor, (const struct sockaddr *)server, sizeof *server) == 0) {
        return 0;
    }
    if (errno != EINPROGRESS || await(descriptor, POLLOUT, deadline_ms) != 0) {
        return -1;
    }
    int failure = 0;
    socklen_t size = sizeof failure;
    return getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &failure, &size) == 0 && failure == 0 ? 0 : -1;
}

static int connect_to_server(simulator_client *client, int64_t deadline_ms) {
    char address[LONGEST_ADDRESS];
    struct sockaddr_in server;
    if (read_address(address) != 0 || parse_address(address, &server) != 0) {
        fprintf(stderr, "simulated finance sdk: no server address in WECOM_SIMULATOR nor beside the library\n");
        return -1;
    }
    int descriptor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (descriptor < 0) {
        return -1;
    }
    int on = 1;
    setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (finish_connect(descriptor, &server, deadline_ms) != 0) {
        close(descriptor);
        return -1;
    }
    client->socket = descriptor;
    return 0;
}

static int send_frame(simulator_client *client, const buffer *request, int64_t deadline_ms) {
    uint32_t length = htonl((uint32_t)request->length);
    if (send_all(client->socket, (const uint8_t *)&length, sizeof length, deadline_ms) != 0) {
        return -1;
    }
    return send_all(client->socket, request->bytes, request->length, deadline_ms);
}

static int receive_frame(simulator_client *client, reply *answer, int64_t deadline_ms) {
    uint32_t length;
    if (receive_all(client->socket, (uint8_t *)&length, sizeof length, deadline_ms) != 0) {
        return -1;
    }
    length = ntohl(length);
    if (length > LONGEST_FRAME) {
        return -1;
    }
    memset(answer, 0, sizeof *answer);
    answer->bytes = malloc((size_t)length + 1);
    answer->length = length;
    if (answer->bytes == NULL) {
        return -1;
    }
    if (receive_all(client->socket, answer->bytes, length, deadline_ms) != 0) {
        free(answer->bytes);
        return -1;
    }
    return 0;
}

void client_open(simulator_client *client) {
    client->socket = NO_SOCKET;
}

int client_exchange(simulator_client *client, buffer *request, int timeout_seconds, reply *answer) {
    int64_t deadline_ms = timeout_seconds == 0 ? -1 : now_ms() + (int64_t)timeout_seconds * 1000;
    int failed = request->failed;
    if (!failed && client->socket == NO_SOCKET) {
        failed = connect_to_server(client, deadline_ms);
    }
    if (!failed) {
        failed = send_frame(client, request, deadline_ms) != 0 || receive_frame(client, answer, deadline_ms) != 0;
    }
    if (failed) {
        client_close(client);
    }
    free(request->bytes);
    return failed ? SDK_NETWORK_ERROR : SDK_OK;
}

void client_close(simulator_client *client) {
    if (client->socket != NO_SOCKET) {
        close(client->socket);
        client->socket = NO_SOCKET;
    }
}

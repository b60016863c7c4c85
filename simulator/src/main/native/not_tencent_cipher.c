/* See not_tencent_cipher.h. ChaCha20 as in RFC 8439 section 2.4, CRC-32 as in ISO 3309, base64 as in RFC 4648. */
#include "not_tencent_cipher.h"

#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "WeWorkFinanceSdk_C.h"

enum {
    KEY_BYTES = 32,
    NONCE_BYTES = 12,
    BLOCK_BYTES = 64,
    MAGIC_BYTES = 8,
    HEADER_BYTES = MAGIC_BYTES + 4,
    SHORTEST_MESSAGE = 13,
    NOT_BASE64 = 0xFF
};

static const char MAGIC[MAGIC_BYTES + 1] = "NOTWECOM";
static const char CODE_MAGIC[MAGIC_BYTES + 1] = "SIMCODES";

static pthread_once_t tables_made = PTHREAD_ONCE_INIT;
static uint8_t base64_values[256];
static uint32_t crc_table[256];

static void make_tables(void) {
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    memset(base64_values, NOT_BASE64, sizeof base64_values);
    for (int i = 0; i < 64; i++) {
        base64_values[(unsigned char)alphabet[i]] = (uint8_t)i;
    }
    for (uint32_t i = 0; i < 256; i++) {
        uint32_t value = i;
        for (int bit = 0; bit < 8; bit++) {
            value = (value & 1) ? (value >> 1) ^ 0xEDB88320u : value >> 1;
        }
        crc_table[i] = value;
    }
}

static uint32_t crc32_of(const uint8_t *bytes, size_t length) {
    uint32_t crc = 0xFFFFFFFFu;
    for (size_t i = 0; i < length; i++) {
        crc = (crc >> 8) ^ crc_table[(crc ^ bytes[i]) & 0xFF];
    }
    return ~crc;
}

/* Padding is legal as the last one or two characters of whole groups of four. */
static int is_padded_illegally(const char *text, size_t length) {
    const char *first = memchr(text, '=', length);
    if (first == NULL) {
        return 0;
    }
    size_t padding = length - (size_t)(first - text);
    int all_padding = strspn(first, "=") == padding;
    return !all_padding || padding > 2 || length % 4 != 0 || length == padding;
}

/* Strict decoding; -1 for anything that is not base64. out holds at least length / 4 * 3 bytes. */
static long base64_decode(const char *text, size_t length, uint8_t *out) {
    if (length == 0 || length % 4 != 0 || is_padded_illegally(text, length)) {
        return -1;
    }
    size_t padding = (size_t)(text[length - 1] == '=') + (size_t)(text[length - 2] == '=');
    size_t characters = length - padding;
    uint32_t group = 0;
    long written = 0;
    for (size_t i = 0; i < characters; i++) {
        uint8_t value = base64_values[(unsigned char)text[i]];
        if (value == NOT_BASE64) {
            return -1;
        }
        group = group << 6 | value;
        if (i % 4 == 3) {
            out[written++] = (uint8_t)(group >> 16);
            out[written++] = (uint8_t)(group >> 8);
            out[written++] = (uint8_t)group;
        }
    }
    if (padding == 1) {
        out[written++] = (uint8_t)(group >> 10);
        out[written++] = (uint8_t)(group >> 2);
    } else if (padding == 2) {
        out[written++] = (uint8_t)(group >> 4);
    }
    return written;
}

static uint32_t little_endian(const uint8_t *bytes) {
    return (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 | (uint32_t)bytes[3] << 24;
}

static uint32_t rotate(uint32_t value, int bits) {
    return value << bits | value >> (32 - bits);
}

static void quarter_round(uint32_t *s, int a, int b, int c, int d) {
    s[a] += s[b];
    s[d] = rotate(s[d] ^ s[a], 16);
    s[c] += s[d];
    s[b] = rotate(s[b] ^ s[c], 12);
    s[a] += s[b];
    s[d] = rotate(s[d] ^ s[a], 8);
    s[c] += s[d];
    s[b] = rotate(s[b] ^ s[c], 7);
}

static void chacha20_block(const uint32_t *state, uint8_t *stream) {
    uint32_t working[16];
    memcpy(working, state, sizeof working);
    for (int round = 0; round < 10; round++) {
        quarter_round(working, 0, 4, 8, 12);
        quarter_round(working, 1, 5, 9, 13);
        quarter_round(working, 2, 6, 10, 14);
        quarter_round(working, 3, 7, 11, 15);
        quarter_round(working, 0, 5, 10, 15);
        quarter_round(working, 1, 6, 11, 12);
        quarter_round(working, 2, 7, 8, 13);
        quarter_round(working, 3, 4, 9, 14);
    }
    for (int i = 0; i < 16; i++) {
        uint32_t word = working[i] + state[i];
        stream[4 * i] = (uint8_t)word;
        stream[4 * i + 1] = (uint8_t)(word >> 8);
        stream[4 * i + 2] = (uint8_t)(word >> 16);
        stream[4 * i + 3] = (uint8_t)(word >> 24);
    }
}

/* The first block is number 1, as RFC 8439 has it for text. */
static void chacha20(const uint8_t *key, const uint8_t *nonce, uint8_t *text, size_t length) {
    uint32_t state[16] = {0x61707865u, 0x3320646eu, 0x79622d32u, 0x6b206574u};
    for (int i = 0; i < 8; i++) {
        state[4 + i] = little_endian(key + 4 * i);
    }
    state[12] = 1;
    for (int i = 0; i < 3; i++) {
        state[13 + i] = little_endian(nonce + 4 * i);
    }
    uint8_t stream[BLOCK_BYTES];
    for (size_t at = 0; at < length; at += BLOCK_BYTES, state[12]++) {
        chacha20_block(state, stream);
        size_t part = length - at < BLOCK_BYTES ? length - at : BLOCK_BYTES;
        for (size_t i = 0; i < part; i++) {
            text[at + i] ^= stream[i];
        }
    }
}

static void end_as_the_vendor_does(const char *why) {
    fprintf(stderr, "simulated finance sdk: %s: the vendor's library ends the process here\n", why);
    abort();
}

static int parse_key(const char *key, uint8_t *bytes) {
    size_t length = strlen(key);
    if (is_padded_illegally(key, length)) {
        end_as_the_vendor_does("encrypt_key is padded illegally");
    }
    /* 32 bytes are 44 characters; checked first, since bytes has no room for more. */
    if (length != 44 || base64_decode(key, length, bytes) != KEY_BYTES) {
        return SDK_BAD_ENCRYPT_KEY;
    }
    return SDK_OK;
}

/* Opens nonce and text in place; what is left is the payload. */
static int open_sealed(const uint8_t *key, uint8_t *sealed, long sealed_length, char **payload, size_t *length) {
    if (sealed_length < NONCE_BYTES + HEADER_BYTES) {
        return SDK_DECRYPT_FAILED;
    }
    uint8_t *text = sealed + NONCE_BYTES;
    size_t text_length = (size_t)sealed_length - NONCE_BYTES;
    chacha20(key, sealed, text, text_length);
    const uint8_t *crc = text + MAGIC_BYTES;
    uint32_t expected = (uint32_t)crc[0] << 24 | (uint32_t)crc[1] << 16 | (uint32_t)crc[2] << 8 | (uint32_t)crc[3];
    if (memcmp(text, CODE_MAGIC, MAGIC_BYTES) == 0) {
        return (int)expected;
    }
    size_t payload_length = text_length - HEADER_BYTES;
    if (memcmp(text, MAGIC, MAGIC_BYTES) != 0 || crc32_of(text + HEADER_BYTES, payload_length) != expected) {
        return SDK_DECRYPT_FAILED;
    }
    memmove(sealed, text + HEADER_BYTES, payload_length);
    sealed[payload_length] = 0;
    *payload = (char *)sealed;
    *length = payload_length;
    return SDK_OK;
}

int not_tencent_decrypt(const char *key, const char *message, char **payload, size_t *length) {
    pthread_once(&tables_made, make_tables);
    size_t message_length = strlen(message);
    if (message_length < SHORTEST_MESSAGE) {
        end_as_the_vendor_does("encrypt_msg is shorter than 13 characters");
    }
    uint8_t key_bytes[KEY_BYTES + 1];
    int code = parse_key(key, key_bytes);
    if (code != SDK_OK) {
        return code;
    }
    uint8_t *sealed = malloc(message_length / 4 * 3 + 1);
    if (sealed == NULL) {
        return SDK_SYSTEM_CALL_FAILED;
    }
    code = open_sealed(key_bytes, sealed, base64_decode(message, message_length, sealed), payload, length);
    if (code != SDK_OK) {
        free(sealed);
    }
    return code;
}

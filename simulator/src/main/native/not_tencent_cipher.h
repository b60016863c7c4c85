/*
 * The payload scheme of the simulator. It is NOT Tencent's, which is not public, and bears no relation to it.
 * NotTencentCipher.java describes it and is its other half.
 */
#ifndef NOT_TENCENT_CIPHER_H
#define NOT_TENCENT_CIPHER_H

#include <stddef.h>

/*
 * Decrypts a message. On SDK_OK *payload is a buffer for the caller to free, with a NUL after its *length bytes.
 * Ends the process by abort() where the vendor's library is known to: a message shorter than 13 characters, a key
 * string with illegal base64 padding.
 */
int not_tencent_decrypt(const char *key, const char *message, char **payload, size_t *length);

#endif

/*
 * The payload scheme of the simulator. It is NOT Tencent's, which is not public, and bears no relation to it.
 * NotTencentCipher.java describes it and is its other half.
 */
#ifndef NOT_TENCENT_CIPHER_H
#define NOT_TENCENT_CIPHER_H

#include <stddef.h>

/* What only a front can do, told by a code that the vendor's library never returns; FrontFault.java is the other half. */
enum { FRONT_ABORT = -1, FRONT_HANG = -2 };

/*
 * Decrypts a message. On SDK_OK *payload is a buffer for the caller to free, with a NUL after its *length bytes.
 * Ends the process by abort() where the vendor's library is known to: a message shorter than 13 characters, a key
 * string with illegal base64 padding. Returns the code that a payload asks for, FRONT_ABORT and FRONT_HANG included.
 */
int not_tencent_decrypt(const char *key, const char *message, char **payload, size_t *length);

#endif

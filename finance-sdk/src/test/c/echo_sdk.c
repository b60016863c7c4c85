/* A library with the vendor's 17 functions for the tests of the binding. It does no cryptography: a message says what shall
 * happen to it, "echo:<text>" decrypts to <text>. See EchoScript.java for the commands, which the Java double shares.
 * Own code; -DWITHOUT_GET_INDEX_LEN leaves one function out.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define API __attribute__((visibility("default")))

typedef struct WeWorkFinanceSdk_t { char *corp; int calling; } WeWorkFinanceSdk_t;
typedef struct Slice_t { char *buf; int len; } Slice_t;
typedef struct MediaData { char *outindexbuf; int out_len; char *data; int data_len; int is_finish; } MediaData_t;

static int starts(const char *text, const char *prefix) { return strncmp(text, prefix, strlen(prefix)) == 0; }

static void hang(void) {
    for (;;) {
        sleep(1000);
    }
}

/* FinanceSdk.MAX_ANSWER_BYTES */
enum { LARGEST = 64 << 20 };

static void set_large(Slice_t *slice, int length) {
    slice->len = length;
    slice->buf = calloc(1, (size_t) length);
}

static void set(Slice_t *slice, const char *text) {
    slice->len = (int) strlen(text);
    slice->buf = malloc((size_t) slice->len + 1);
    memcpy(slice->buf, text, (size_t) slice->len + 1);
}

/* Commands that every function understands; the return code, or -1 when it was none of them. */
static int command(const char *text) {
    if (starts(text, "abort:")) abort();
    if (starts(text, "segv:")) { int *volatile wrong = (int *) 8; *wrong = 1; }
    if (starts(text, "exit:")) _exit(3);
    if (starts(text, "hang:")) hang();
    if (starts(text, "sleep:")) { usleep((useconds_t) atoi(text + 6) * 1000); return 0; }
    if (starts(text, "code:")) return atoi(text + 5);
    if (starts(text, "null:")) return 0;
    return -1;
}

API WeWorkFinanceSdk_t *NewSdk(void) { return calloc(1, sizeof(WeWorkFinanceSdk_t)); }
API void DestroySdk(WeWorkFinanceSdk_t *sdk) {
    if (sdk->calling) abort();
    free(sdk->corp);
    free(sdk);
}
API int Init(WeWorkFinanceSdk_t *sdk, const char *corpid, const char *secret) {
    int code = command(corpid);
    (void) secret;
    sdk->corp = strdup(corpid);
    return code > 0 ? code : 0;
}
API Slice_t *NewSlice(void) { return calloc(1, sizeof(Slice_t)); }
API void FreeSlice(Slice_t *slice) { free(slice->buf); free(slice); }
API char *GetContentFromSlice(Slice_t *slice) { return slice->buf; }
API int GetSliceLen(Slice_t *slice) { return slice->len; }

API int GetChatData(WeWorkFinanceSdk_t *sdk, unsigned long long seq, unsigned int limit, const char *proxy,
                    const char *passwd, int timeout, Slice_t *out) {
    static const char *const commands[] = {"null:", "abort:", "hang:", "sleep:300"};
    char text[4096];
    if (sdk->calling) abort();
    sdk->calling = 1;
    int code = seq >= 10000 && seq <= 10099 ? (int) seq : -1;
    if (seq >= 1 && seq <= 4) code = command(commands[seq - 1]);
    sdk->calling = 0;
    if (code > 0 || seq == 1) return code;
    if (seq == 5 || seq == 6) {
        set_large(out, seq == 5 ? LARGEST + 1 : LARGEST);
        return 0;
    }
    snprintf(text, sizeof text, "{\"corp\":\"%s\",\"seq\":%llu,\"limit\":%u,\"proxy\":\"%s\",\"passwd\":\"%s\",\"timeout\":%d}",
             sdk->corp, seq, limit, proxy, passwd, timeout);
    set(out, text);
    return 0;
}

API int DecryptData(const char *key, const char *msg, Slice_t *out) {
    if (strlen(msg) < 13 || strlen(key) < 44) abort();
    if (starts(msg, "print:")) {
        puts(msg);
        fflush(stdout);
        set(out, "printed");
        return 0;
    }
    int code = command(msg);
    if (code > 0 || starts(msg, "null:")) return code;
    if (starts(msg, "large:")) {
        set_large(out, LARGEST + 1);
        return 0;
    }
    if (starts(msg, "retry:")) {
        static int calls;
        if (calls++ == 0) return 10008;
    }
    set(out, starts(msg, "echo:") ? msg + 5 : msg);
    return 0;
}

API MediaData_t *NewMediaData(void) { return calloc(1, sizeof(MediaData_t)); }
API void FreeMediaData(MediaData_t *media) { free(media->outindexbuf); free(media->data); free(media); }
API char *GetOutIndexBuf(MediaData_t *media) { return media->outindexbuf; }
API char *GetData(MediaData_t *media) { return media->data; }
#ifndef WITHOUT_GET_INDEX_LEN
API int GetIndexLen(MediaData_t *media) { return media->out_len; }
#endif
API int GetDataLen(MediaData_t *media) { return media->data_len; }
API int IsMediaDataFinish(MediaData_t *media) { return media->is_finish; }
API int GetMediaData(WeWorkFinanceSdk_t *sdk, const char *indexbuf, const char *sdkFileid, const char *proxy,
                     const char *passwd, int timeout, MediaData_t *out) {
    (void) sdk; (void) proxy; (void) passwd; (void) timeout;
    int code = command(sdkFileid);
    if (code > 0) return code;
    out->is_finish = 1;
    if (starts(sdkFileid, "null:")) {
        out->data_len = starts(sdkFileid, "null:broken") ? 5 : 0;
        return 0;
    }
    out->data_len = *indexbuf ? 100 : starts(sdkFileid, "large:") ? LARGEST + 1 : 524288;
    out->is_finish = *indexbuf ? 1 : 0;
    out->data = malloc((size_t) out->data_len);
    for (int i = 0; i < out->data_len; i++) out->data[i] = (char) i;
    out->outindexbuf = strdup("Range:bytes=524288-524387");
    out->out_len = (int) strlen(out->outindexbuf);
    return 0;
}

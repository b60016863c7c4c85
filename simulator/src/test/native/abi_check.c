/*
 * Calls the library as a C program does. The first argument names the check; text that is nobody's business comes by
 * standard input, a line per value. Results go to standard output.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "WeWorkFinanceSdk_C.h"

enum { LONGEST_LINE = 1 << 20 };

static char *line(void) {
    char *text = malloc(LONGEST_LINE);
    if (text == NULL || fgets(text, LONGEST_LINE, stdin) == NULL) {
        exit(2);
    }
    text[strcspn(text, "\n")] = 0;
    return text;
}

/* Corp and secret are the first two lines. */
static WeWorkFinanceSdk_t *session(void) {
    char *corpid = line();
    char *secret = line();
    WeWorkFinanceSdk_t *sdk = NewSdk();
    int code = Init(sdk, corpid, secret);
    free(corpid);
    free(secret);
    if (code != 0) {
        exit(2);
    }
    return sdk;
}

static void say(const char *name, int code) {
    printf("%s %d\n", name, code);
}

static void check_arguments(void) {
    WeWorkFinanceSdk_t *fresh = NewSdk();
    Slice_t *slice = NewSlice();
    MediaData_t *media = NewMediaData();
    say("init-null-handle", Init(NULL, "corp", "secret"));
    say("init-null-corp", Init(fresh, NULL, "secret"));
    say("init-empty-secret", Init(fresh, "corp", ""));
    say("page-before-init", GetChatData(fresh, 0, 10, "", "", 1, slice));
    say("media-before-init", GetMediaData(fresh, "", "id", "", "", 1, media));
    WeWorkFinanceSdk_t *sdk = session();
    say("page-null-handle", GetChatData(NULL, 0, 10, "", "", 1, slice));
    say("page-null-slice", GetChatData(sdk, 0, 10, "", "", 1, NULL));
    say("page-limit-0", GetChatData(sdk, 0, 0, "", "", 1, slice));
    say("page-limit-1001", GetChatData(sdk, 0, 1001, "", "", 1, slice));
    say("page-limit-1000", GetChatData(sdk, 0, 1000, "", "", 5, slice));
    say("page-null-proxy", GetChatData(sdk, 0, 10, NULL, NULL, 5, slice));
    say("page-http-proxy", GetChatData(sdk, 0, 10, "http://proxy:3128", "user:password", 5, slice));
    say("page-wrong-proxy", GetChatData(sdk, 0, 10, "proxy:3128", "", 5, slice));
    say("media-empty-id", GetMediaData(sdk, "", "", "", "", 5, media));
    say("media-unknown-id", GetMediaData(sdk, "", "unknown", "", "", 5, media));
    say("decrypt-null-key", DecryptData(NULL, "AAAAAAAAAAAAAAAA", slice));
    say("decrypt-null-message", DecryptData("AAAA", NULL, slice));
    say("decrypt-null-slice", DecryptData("AAAA", "AAAAAAAAAAAAAAAA", NULL));
    say("decrypt-short-key", DecryptData("AAAA", "AAAAAAAAAAAAAAAA", slice));
    say("decrypt-odd-key", DecryptData("not base64 at all", "AAAAAAAAAAAAAAAA", slice));
    FreeSlice(slice);
    FreeSlice(NULL);
    FreeMediaData(media);
    FreeMediaData(NULL);
    DestroySdk(sdk);
    DestroySdk(fresh);
    DestroySdk(NULL);
}

static void check_page(void) {
    WeWorkFinanceSdk_t *sdk = session();
    Slice_t *slice = NewSlice();
    int code = GetChatData(sdk, 0, 1000, "", "", 10, slice);
    if (code == 0) {
        fwrite(GetContentFromSlice(slice), 1, (size_t)GetSliceLen(slice), stdout);
    } else {
        say("code", code);
    }
    FreeSlice(slice);
    DestroySdk(sdk);
}

/* Key and message in turn until the input ends; the plaintexts with a line feed after each, or the code. */
static void check_decrypt(void) {
    char *key = malloc(LONGEST_LINE);
    char *message = malloc(LONGEST_LINE);
    while (key != NULL && message != NULL && fgets(key, LONGEST_LINE, stdin) != NULL
           && fgets(message, LONGEST_LINE, stdin) != NULL) {
        key[strcspn(key, "\n")] = 0;
        message[strcspn(message, "\n")] = 0;
        Slice_t *slice = NewSlice();
        int code = DecryptData(key, message, slice);
        if (code == 0) {
            fwrite(GetContentFromSlice(slice), 1, (size_t)GetSliceLen(slice), stdout);
            putchar('\n');
        } else {
            say("code", code);
        }
        FreeSlice(slice);
    }
    free(key);
    free(message);
}

static void check_media(void) {
    WeWorkFinanceSdk_t *sdk = session();
    char *id = line();
    char index[128] = "";
    int finished = 0;
    while (!finished) {
        MediaData_t *media = NewMediaData();
        int code = GetMediaData(sdk, index, id, "", "", 10, media);
        if (code != 0) {
            say("code", code);
            exit(1);
        }
        fwrite(GetData(media), 1, (size_t)GetDataLen(media), stdout);
        snprintf(index, sizeof index, "%.*s", GetIndexLen(media), GetOutIndexBuf(media));
        finished = IsMediaDataFinish(media);
        FreeMediaData(media);
    }
    free(id);
    DestroySdk(sdk);
}

static void check_timeout(void) {
    WeWorkFinanceSdk_t *sdk = session();
    Slice_t *slice = NewSlice();
    struct timespec before;
    struct timespec after;
    clock_gettime(CLOCK_MONOTONIC, &before);
    say("code", GetChatData(sdk, 0, 10, "", "", 1, slice));
    clock_gettime(CLOCK_MONOTONIC, &after);
    say("seconds", (int)(after.tv_sec - before.tv_sec));
    FreeSlice(slice);
    DestroySdk(sdk);
}

static void check_leak(void) {
    WeWorkFinanceSdk_t *sdk = NewSdk();
    Slice_t *first = NewSlice();
    Slice_t *second = NewSlice();
    MediaData_t *media = NewMediaData();
    DestroySdk(sdk);
    FreeSlice(first);
    FreeSlice(second);
    FreeMediaData(media);
}

static void *fetch(void *sdk) {
    Slice_t *slice = NewSlice();
    say("code", GetChatData(sdk, 0, 10, "", "", 10, slice));
    FreeSlice(slice);
    return NULL;
}

/* The server is told to be slow, so the calls overlap. */
static void check_two_threads(void) {
    WeWorkFinanceSdk_t *sdk = session();
    pthread_t first;
    pthread_t second;
    pthread_create(&first, NULL, fetch, sdk);
    pthread_create(&second, NULL, fetch, sdk);
    pthread_join(first, NULL);
    pthread_join(second, NULL);
}

static void check_destroyed_handle(void) {
    WeWorkFinanceSdk_t *sdk = session();
    Slice_t *slice = NewSlice();
    DestroySdk(sdk);
    say("code", GetChatData(sdk, 0, 10, "", "", 1, slice));
}

static void check_freed_slice(void) {
    Slice_t *slice = NewSlice();
    FreeSlice(slice);
    say("length", GetSliceLen(slice));
}

static void check_freed_twice(void) {
    MediaData_t *media = NewMediaData();
    FreeMediaData(media);
    FreeMediaData(media);
    say("freed", 2);
}

static void check_short_message(void) {
    Slice_t *slice = NewSlice();
    say("code", DecryptData("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=", "AAAABBBBCCCC", slice));
}

static void check_illegal_padding(void) {
    char *key = line();
    Slice_t *slice = NewSlice();
    say("code", DecryptData(key, "AAAABBBBCCCCDDDD", slice));
}

int main(int count, char **arguments) {
    static const struct {
        const char *name;
        void (*run)(void);
    } checks[] = {
        {"arguments", check_arguments},
        {"page", check_page},
        {"decrypt", check_decrypt},
        {"media", check_media},
        {"timeout", check_timeout},
        {"leak", check_leak},
        {"two-threads", check_two_threads},
        {"destroyed-handle", check_destroyed_handle},
        {"freed-slice", check_freed_slice},
        {"freed-twice", check_freed_twice},
        {"short-message", check_short_message},
        {"illegal-padding", check_illegal_padding},
    };
    for (size_t i = 0; count == 2 && i < sizeof checks / sizeof *checks; i++) {
        if (strcmp(arguments[1], checks[i].name) == 0) {
            checks[i].run();
            return 0;
        }
    }
    fprintf(stderr, "usage: abi_check <check>\n");
    return 2;
}

/*
 * The vendor's functions, with the vendor's checks and ownership rules, on top of the simulator.
 *
 * A handle is for one thread at a time: two threads in one handle end the process. So do a handle, slice or media
 * struct that is used after its end and one that is ended twice.
 */
#include "WeWorkFinanceSdk_C.h"

#include <regex.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "live_objects.h"
#include "not_tencent_cipher.h"
#include "simulator_client.h"

enum { LARGEST_LIMIT = 1000 };

struct WeWorkFinanceSdk_t {
    char *corpid;
    char *secret;
    simulator_client client;
    atomic_flag busy;
};

static void enter(WeWorkFinanceSdk_t *sdk, const char *function) {
    object_used(SDK_HANDLE, sdk, function);
    if (atomic_flag_test_and_set(&sdk->busy)) {
        fprintf(stderr, "simulated finance sdk: %s while another thread uses the handle\n", function);
        abort();
    }
}

static int leave(WeWorkFinanceSdk_t *sdk, int code) {
    atomic_flag_clear(&sdk->busy);
    return code;
}

static int is_empty(const char *text) {
    return text == NULL || *text == 0;
}

/* Empty, or http://host:port, or socks5://host:port; nothing goes through it, the simulator is on the loopback. */
static int is_proxy(const char *proxy) {
    if (is_empty(proxy)) {
        return 1;
    }
    regex_t form;
    if (regcomp(&form, "^(http|socks5)://[^/:]+:[0-9]{1,5}$", REG_EXTENDED | REG_NOSUB) != 0) {
        return 0;
    }
    int matches = regexec(&form, proxy, 0, NULL, 0) == 0;
    regfree(&form);
    return matches;
}

static void fill_slice(Slice_t *slice, char *bytes, int length) {
    free(slice->buf);
    slice->buf = bytes;
    slice->len = length;
}

WeWorkFinanceSdk_t *NewSdk(void) {
    WeWorkFinanceSdk_t *sdk = calloc(1, sizeof *sdk);
    if (sdk != NULL) {
        client_open(&sdk->client);
        atomic_flag_clear(&sdk->busy);
        object_born(SDK_HANDLE, sdk);
    }
    return sdk;
}

int Init(WeWorkFinanceSdk_t *sdk, const char *corpid, const char *secret) {
    if (sdk == NULL || is_empty(corpid) || is_empty(secret)) {
        return SDK_BAD_PARAMETER;
    }
    enter(sdk, "Init");
    free(sdk->corpid);
    free(sdk->secret);
    sdk->corpid = strdup(corpid);
    sdk->secret = strdup(secret);
    int code = sdk->corpid == NULL || sdk->secret == NULL ? SDK_SYSTEM_CALL_FAILED : SDK_OK;
    return leave(sdk, code);
}

void DestroySdk(WeWorkFinanceSdk_t *sdk) {
    if (sdk == NULL) {
        return;
    }
    enter(sdk, "DestroySdk");
    object_ended(SDK_HANDLE, sdk, "DestroySdk");
    client_close(&sdk->client);
    free(sdk->corpid);
    free(sdk->secret);
    free(sdk);
    objects_report();
}

/* Passes a return code of the vendor's on. */
static int obey(int code) {
    if (code == FRONT_ABORT) {
        fprintf(stderr, "simulated finance sdk: the plan says abort\n");
        abort();
    }
    while (code == FRONT_HANG) {
        pause();
    }
    return code;
}

static int fetch_page(WeWorkFinanceSdk_t *sdk, unsigned long long seq, unsigned int limit, int timeout,
                      Slice_t *slice) {
    buffer request = {0};
    buffer_u8(&request, GET_CHAT_DATA);
    buffer_text(&request, sdk->corpid);
    buffer_text(&request, sdk->secret);
    buffer_u64(&request, seq);
    buffer_u32(&request, limit);
    reply answer;
    int code = client_exchange(&sdk->client, &request, timeout, &answer);
    if (code != SDK_OK) {
        return code;
    }
    code = obey((int)reply_u32(&answer));
    int length = 0;
    char *page = reply_bytes(&answer, &length);
    free(answer.bytes);
    if (page == NULL) {
        return SDK_BAD_RESPONSE;
    }
    if (code != SDK_OK) {
        free(page);
        return code;
    }
    fill_slice(slice, page, length);
    return SDK_OK;
}

int GetChatData(WeWorkFinanceSdk_t *sdk, unsigned long long seq, unsigned int limit, const char *proxy,
                const char *passwd, int timeout, Slice_t *chatDatas) {
    (void)passwd;
    object_used(SLICE, chatDatas, "GetChatData");
    if (sdk == NULL || chatDatas == NULL) {
        return SDK_BAD_PARAMETER;
    }
    enter(sdk, "GetChatData");
    if (sdk->corpid == NULL || limit < 1 || limit > LARGEST_LIMIT || timeout < 0) {
        return leave(sdk, SDK_BAD_PARAMETER);
    }
    if (!is_proxy(proxy)) {
        return leave(sdk, SDK_NETWORK_ERROR);
    }
    return leave(sdk, fetch_page(sdk, seq, limit, timeout, chatDatas));
}

int DecryptData(const char *encrypt_key, const char *encrypt_msg, Slice_t *msg) {
    object_used(SLICE, msg, "DecryptData");
    if (is_empty(encrypt_key) || encrypt_msg == NULL || msg == NULL) {
        return SDK_BAD_PARAMETER;
    }
    char *payload = NULL;
    size_t length = 0;
    int code = obey(not_tencent_decrypt(encrypt_key, encrypt_msg, &payload, &length));
    if (code == SDK_OK) {
        fill_slice(msg, payload, (int)length);
    }
    return code;
}

static int fetch_media(WeWorkFinanceSdk_t *sdk, const char *index, const char *file_id, int timeout,
                       MediaData_t *media) {
    buffer request = {0};
    buffer_u8(&request, GET_MEDIA_DATA);
    buffer_text(&request, sdk->corpid);
    buffer_text(&request, sdk->secret);
    buffer_text(&request, file_id);
    buffer_text(&request, index);
    reply answer;
    int code = client_exchange(&sdk->client, &request, timeout, &answer);
    if (code != SDK_OK) {
        return code;
    }
    code = obey((int)reply_u32(&answer));
    int finished = reply_u8(&answer);
    int index_length = 0;
    int content_length = 0;
    char *next_index = reply_bytes(&answer, &index_length);
    char *content = reply_bytes(&answer, &content_length);
    if (answer.failed) {
        code = SDK_BAD_RESPONSE;
    }
    free(answer.bytes);
    if (code != SDK_OK) {
        free(next_index);
        free(content);
        return code;
    }
    free(media->outindexbuf);
    free(media->data);
    *media = (MediaData_t){next_index, index_length, content, content_length, finished};
    return SDK_OK;
}

int GetMediaData(WeWorkFinanceSdk_t *sdk, const char *indexbuf, const char *sdkFileid, const char *proxy,
                 const char *passwd, int timeout, MediaData_t *media_data) {
    (void)passwd;
    object_used(MEDIA, media_data, "GetMediaData");
    if (sdk == NULL || media_data == NULL || is_empty(sdkFileid)) {
        return SDK_BAD_PARAMETER;
    }
    enter(sdk, "GetMediaData");
    if (sdk->corpid == NULL || timeout < 0) {
        return leave(sdk, SDK_BAD_PARAMETER);
    }
    if (!is_proxy(proxy)) {
        return leave(sdk, SDK_NETWORK_ERROR);
    }
    return leave(sdk, fetch_media(sdk, indexbuf == NULL ? "" : indexbuf, sdkFileid, timeout, media_data));
}

Slice_t *NewSlice(void) {
    Slice_t *slice = calloc(1, sizeof *slice);
    if (slice != NULL) {
        object_born(SLICE, slice);
    }
    return slice;
}

void FreeSlice(Slice_t *slice) {
    object_ended(SLICE, slice, "FreeSlice");
    if (slice != NULL) {
        free(slice->buf);
        free(slice);
    }
}

char *GetContentFromSlice(Slice_t *slice) {
    object_used(SLICE, slice, "GetContentFromSlice");
    return slice == NULL ? NULL : slice->buf;
}

int GetSliceLen(Slice_t *slice) {
    object_used(SLICE, slice, "GetSliceLen");
    return slice == NULL ? 0 : slice->len;
}

MediaData_t *NewMediaData(void) {
    MediaData_t *media = calloc(1, sizeof *media);
    if (media != NULL) {
        object_born(MEDIA, media);
    }
    return media;
}

void FreeMediaData(MediaData_t *media_data) {
    object_ended(MEDIA, media_data, "FreeMediaData");
    if (media_data != NULL) {
        free(media_data->outindexbuf);
        free(media_data->data);
        free(media_data);
    }
}

char *GetOutIndexBuf(MediaData_t *media_data) {
    object_used(MEDIA, media_data, "GetOutIndexBuf");
    return media_data == NULL ? NULL : media_data->outindexbuf;
}

char *GetData(MediaData_t *media_data) {
    object_used(MEDIA, media_data, "GetData");
    return media_data == NULL ? NULL : media_data->data;
}

int GetIndexLen(MediaData_t *media_data) {
    object_used(MEDIA, media_data, "GetIndexLen");
    return media_data == NULL ? 0 : media_data->out_len;
}

int GetDataLen(MediaData_t *media_data) {
    object_used(MEDIA, media_data, "GetDataLen");
    return media_data == NULL ? 0 : media_data->data_len;
}

int IsMediaDataFinish(MediaData_t *media_data) {
    object_used(MEDIA, media_data, "IsMediaDataFinish");
    return media_data == NULL ? 0 : media_data->is_finish;
}

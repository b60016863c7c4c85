/*
 * The C interface of the simulator's library: the same functions and structs as the vendor's
 * WeWorkFinanceSdk_C.h, declared anew. No vendor code, no vendor cipher.
 */
#ifndef SIMULATED_WEWORK_FINANCE_SDK_C_H
#define SIMULATED_WEWORK_FINANCE_SDK_C_H

#define EXPORTED __attribute__((visibility("default")))

typedef struct WeWorkFinanceSdk_t WeWorkFinanceSdk_t;

typedef struct Slice_t {
    char *buf;
    int len;
} Slice_t;

typedef struct MediaData {
    char *outindexbuf;
    int out_len;
    char *data;
    int data_len;
    int is_finish;
} MediaData_t;

enum {
    SDK_OK = 0,
    SDK_BAD_PARAMETER = 10000,
    SDK_NETWORK_ERROR = 10001,
    SDK_BAD_RESPONSE = 10002,
    SDK_SYSTEM_CALL_FAILED = 10003,
    SDK_DECRYPT_FAILED = 10006,
    SDK_BAD_ENCRYPT_KEY = 10008
};

EXPORTED WeWorkFinanceSdk_t *NewSdk(void);
EXPORTED int Init(WeWorkFinanceSdk_t *sdk, const char *corpid, const char *secret);
EXPORTED int GetChatData(WeWorkFinanceSdk_t *sdk, unsigned long long seq, unsigned int limit, const char *proxy,
                         const char *passwd, int timeout, Slice_t *chatDatas);
EXPORTED int DecryptData(const char *encrypt_key, const char *encrypt_msg, Slice_t *msg);
EXPORTED int GetMediaData(WeWorkFinanceSdk_t *sdk, const char *indexbuf, const char *sdkFileid, const char *proxy,
                          const char *passwd, int timeout, MediaData_t *media_data);
EXPORTED void DestroySdk(WeWorkFinanceSdk_t *sdk);
EXPORTED Slice_t *NewSlice(void);
EXPORTED void FreeSlice(Slice_t *slice);
EXPORTED char *GetContentFromSlice(Slice_t *slice);
EXPORTED int GetSliceLen(Slice_t *slice);
EXPORTED MediaData_t *NewMediaData(void);
EXPORTED void FreeMediaData(MediaData_t *media_data);
EXPORTED char *GetOutIndexBuf(MediaData_t *media_data);
EXPORTED char *GetData(MediaData_t *media_data);
EXPORTED int GetIndexLen(MediaData_t *media_data);
EXPORTED int GetDataLen(MediaData_t *media_data);
EXPORTED int IsMediaDataFinish(MediaData_t *media_data);

#endif

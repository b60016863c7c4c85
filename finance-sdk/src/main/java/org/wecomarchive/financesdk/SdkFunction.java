package org.wecomarchive.financesdk;

/** The vendor functions that can fail with a code. */
public enum SdkFunction {
    INIT("Init"),
    GET_CHAT_DATA("GetChatData"),
    DECRYPT_DATA("DecryptData"),
    GET_MEDIA_DATA("GetMediaData");

    private final String nativeName;

    SdkFunction(String nativeName) {
        this.nativeName = nativeName;
    }

    /** The function's exported name, as metrics and messages show it. */
    public String nativeName() {
        return nativeName;
    }
}

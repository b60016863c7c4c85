package org.wecomarchive.financesdk;

/** Classifies the vendor's native return values and JSON errcodes. */
final class SdkFailures {

    private SdkFailures() {}

    static SdkException classifyCode(SdkFunction function, int code) {
        return new SdkException(function, code, FailureClass.TRANSIENT, "the code is not documented: try again");
    }

    static SdkException classifyErrcode(SdkFunction function, int errcode) {
        return new SdkException(function, errcode, FailureClass.TRANSIENT, "the code is not documented: try again");
    }
}

package org.wecomarchive.financesdk;

import java.util.Objects;

/** A vendor call that did not succeed: what failed, with which code, and what a person can do about it. */
public class SdkException extends Exception {

    private static final long serialVersionUID = 1L;

    private final SdkFunction function;
    private final int code;
    private final FailureClass failureClass;
    private final String remedy;

    SdkException(SdkFunction function, int code, FailureClass failureClass, String remedy) {
        super(function.nativeName() + " failed with " + code + " (" + failureClass + "): " + remedy);
        this.function = Objects.requireNonNull(function, "function is null");
        this.code = code;
        this.failureClass = Objects.requireNonNull(failureClass, "failureClass is null");
        this.remedy = Objects.requireNonNull(remedy, "remedy is null");
    }

    /** The failure behind a native return value other than 0. */
    public static SdkException ofCode(SdkFunction function, int code) {
        return SdkFailures.classifyCode(function, code);
    }

    /** The failure behind a JSON {@code errcode} other than 0 in a page that came with return value 0. */
    public static SdkException ofErrcode(SdkFunction function, int errcode) {
        return SdkFailures.classifyErrcode(function, errcode);
    }

    public SdkFunction function() {
        return function;
    }

    /** The native return value or the JSON errcode; 0 for a crash. */
    public int code() {
        return code;
    }

    public FailureClass failureClass() {
        return failureClass;
    }

    /** One sentence: what to do. */
    public String remedy() {
        return remedy;
    }
}

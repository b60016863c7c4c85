package org.wecomarchive.financesdk;

import java.util.Objects;

/** A vendor call that did not succeed: what failed, with which code, and what a person can do about it. */
public class SdkException extends Exception {

    private static final long serialVersionUID = 1L;

    private final SdkFunction function;
    private final int code;
    private final FailureClass failureClass;
    private final String remedy;

    /**
     * A failure that is already classified: one without a code of the vendor's, or one that crossed a process border.
     * Codes of the vendor's go through {@link #ofCode} and {@link #ofErrcode}.
     *
     * @param code the vendor's code; 0 when the vendor's function was not called or gave none
     * @param remedy one sentence without content, key or secret
     */
    public SdkException(SdkFunction function, int code, FailureClass failureClass, String remedy) {
        super(function.nativeName() + " failed with " + code + " (" + failureClass + "): " + remedy);
        this.function = function;
        this.code = code;
        this.failureClass = Objects.requireNonNull(failureClass, "failureClass is null");
        this.remedy = Objects.requireNonNull(remedy, "remedy is null");
    }

    /**
     * The failure behind a native return value other than 0.
     *
     * @throws IllegalArgumentException when {@code code} is 0, which is success
     */
    public static SdkException ofCode(SdkFunction function, int code) {
        return SdkFailures.classifyCode(function, code);
    }

    /**
     * The failure behind a JSON {@code errcode} other than 0 in a page that came with return value 0.
     *
     * @throws IllegalArgumentException when {@code errcode} is 0, which is success
     */
    public static SdkException ofErrcode(SdkFunction function, int errcode) {
        return SdkFailures.classifyErrcode(function, errcode);
    }

    /**
     * The failure of a call whose answer is larger than {@link FinanceSdk#MAX_ANSWER_BYTES}: of a page, less can be asked for; a
     * plaintext or a chunk can never be had.
     */
    public static SdkException tooLarge(SdkFunction function) {
        return SdkFailures.tooLarge(function);
    }

    public SdkFunction function() {
        return function;
    }

    /** The native return value or the JSON errcode; 0 for a crash and for a refusal before the call. */
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

    /** Whether the next attempt needs a new {@link ArchiveSession}: the access token inside this one is no longer good. */
    public boolean needsNewSession() {
        return SdkFailures.NEW_SESSION_ERRCODES.contains(code);
    }

    /**
     * Whether the code says by itself that the network, the account or the rate of calls is at fault, and never the record that
     * was asked for.
     */
    public boolean isAboutTheCaller() {
        return SdkFailures.ABOUT_THE_CALLER.contains(code);
    }

    /** Whether less would be answered: what was asked for is larger than one answer may be. */
    public boolean isTooLarge() {
        return code == SdkFailures.TOO_LARGE;
    }
}

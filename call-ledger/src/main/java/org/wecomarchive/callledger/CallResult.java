package org.wecomarchive.callledger;

import java.util.Locale;
import java.util.Objects;
import org.wecomarchive.financesdk.FailureClass;
import org.wecomarchive.financesdk.SdkFunction;

/**
 * How a call to WeCom ended.
 *
 * @param function what was called
 * @param code native return value; 0 for a crash
 * @param errcode JSON errcode; 0 when there was none
 * @param failureClass lower-case name of the {@link FailureClass}; empty text for success
 */
public record CallResult(SdkFunction function, int code, int errcode, String failureClass) {

    public CallResult {
        Objects.requireNonNull(function, "function is null");
        Objects.requireNonNull(failureClass, "failureClass is null");
    }

    public static CallResult success(SdkFunction function) {
        return new CallResult(function, 0, 0, "");
    }

    /** A call that the library refused or did not survive. */
    public static CallResult refused(SdkFunction function, int code, FailureClass failureClass) {
        return new CallResult(function, code, 0, text(failureClass));
    }

    /** A call that WeCom answered with an errcode. */
    public static CallResult declined(SdkFunction function, int errcode, FailureClass failureClass) {
        return new CallResult(function, 0, errcode, text(failureClass));
    }

    boolean succeeded() {
        return failureClass.isEmpty();
    }

    /** Whether the library's process died or hung. */
    boolean crashed() {
        return failureClass.equals(text(FailureClass.CRASH));
    }

    private static String text(FailureClass failureClass) {
        return failureClass.name().toLowerCase(Locale.ROOT);
    }
}

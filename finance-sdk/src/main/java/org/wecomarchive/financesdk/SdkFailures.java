package org.wecomarchive.financesdk;

import java.util.Map;
import java.util.Set;

/**
 * Classifies the vendor's native return values and JSON errcodes; the same number may mean another thing to another
 * function.
 *
 * <p>Source: the vendor's documentation of the SDK, field reports for the JSON errcodes. What neither names is
 * {@link FailureClass#TRANSIENT} and says that it is unknown, so that a new code delays records but never drops one.
 */
final class SdkFailures {

    /** JSON errcodes that a fresh handle cures, since the library fetches a new access token for it. */
    static final Set<Integer> NEW_SESSION_ERRCODES = Set.of(40014, 42001);

    /** WeCom's errcode for a page that is larger than it answers with; ours for one that is larger than we take. */
    static final int TOO_LARGE = 301058;

    /** Codes about the network, the account or the rate of calls: they come whatever is asked for. */
    static final Set<Integer> ABOUT_THE_CALLER = Set.of(
            10001, 10009, 10011, 40001, 40013, 40014, 41001, 42001, 45009, 45033, 48002, 60011, 60020, 301042, 301052,
            301053);

    /** What a code means: how to go on, and what a person can do. */
    record Verdict(FailureClass failureClass, String remedy) {}

    private static final Verdict WRONG_PARAMETER =
            fatal("a parameter is wrong: check the corp id and the secret of the archive application");

    /** Codes that mean the same whichever function returns them. */
    static final Map<Integer, Verdict> CODES = Map.of(
            10000, WRONG_PARAMETER,
            10001, transientFailure("network error: check the route to qyapi.weixin.qq.com:443 and the proxy settings"),
            10002, transientFailure("the answer could not be parsed: it is tried again; report it if it stays"),
            10003,
                    transientFailure(
                            "a system call failed inside the library: it is tried again; report it if it stays"),
            10004, operator("key error, a code the vendor calls obsolete: ask the vendor's support"),
            10007, operator("no private key for this version, a code the vendor calls obsolete: ask its support"),
            10009, operator("this machine's public IP is not trusted: add it to the archive application's trusted IPs"),
            10010, operator("the requested records have expired: only the last 5 days can be pulled"),
            10011, operator("the TLS certificate check failed: check the CA bundle and proxies that intercept TLS"));

    /**
     * The codes with which {@code DecryptData} refuses a record; whose fault any other one is, only other records can
     * tell.
     */
    private static final Map<Integer, Verdict> DECRYPT_CODES = Map.of(
            10000, transientFailure("the library refuses the parameters: ask the vendor's support"),
            10004, badKey("key error: check the private key of the record's key version"),
            10005, badRecord("the library cannot use this record's key string"),
            10006, badRecord("the decryption failed: check that the record's key version has the right private key"),
            10007, badKey("no private key for the record's version: check the key files"),
            10008, badRecord("the record's key string cannot be parsed: check the private key of its key version"));

    private static final Map<Integer, Verdict> MEDIA_CODES = Map.of(
            10000, badRecord("the file id is empty or the index is malformed: check that neither was cut short"),
            10004, badRecord("key error for this file"),
            10005, badRecord("the file id is wrong: check that it was not cut short"),
            10006, badRecord("this file cannot be decrypted"),
            10008, badRecord("this file's key cannot be parsed"),
            10010, badRecord("the file has expired: only the last 5 days can be downloaded"));

    /** Errcodes of an answer; docs/real-tenant.md has them, and those of {@link #CODES}, with what to do. */
    static final Map<Integer, Verdict> ERRCODES = Map.ofEntries(
            Map.entry(-1, transientFailure("WeCom is busy: it is tried again")),
            Map.entry(40001, operator("the secret is wrong or the IP not trusted: check the archive application")),
            Map.entry(40013, operator("the corp id is wrong: check it in the WeCom console")),
            Map.entry(40014, transientFailure("the access token is not valid: it is tried again with a new session")),
            Map.entry(41001, operator("the access token is missing, often for an IP that is not trusted: check that")),
            Map.entry(42001, transientFailure("the access token has expired: it is tried again with a new session")),
            Map.entry(45009, transientFailure("call limit reached (600 calls a minute per corp): it is tried later")),
            Map.entry(45033, transientFailure("too many calls at the same time: it is tried later")),
            Map.entry(48002, operator("no permission for this API: enable it for the archive application")),
            Map.entry(60011, operator("no permission: enlarge the visible range of the archive application")),
            Map.entry(60020, operator("this machine's public IP is not allowed: add it to the trusted IPs")),
            Map.entry(301042, operator("this machine's public IP is not trusted: add it to the archive's trusted IPs")),
            Map.entry(301052, operator("the archive subscription has expired: renew it")),
            Map.entry(TOO_LARGE, transientFailure("the page is larger than WeCom answers with: ask for fewer records")),
            Map.entry(301053, operator("the chat archive is not enabled for this corp: enable it in the console")));

    private SdkFailures() {}

    static SdkException classifyCode(SdkFunction function, int code) {
        refuseSuccess(code);
        Verdict common = CODES.getOrDefault(code, unknown());
        Verdict verdict =
                switch (function) {
                    case INIT, GET_CHAT_DATA -> common;
                    case DECRYPT_DATA -> DECRYPT_CODES.getOrDefault(code, common);
                    case GET_MEDIA_DATA -> MEDIA_CODES.getOrDefault(code, common);
                };
        return new SdkException(function, code, verdict.failureClass(), verdict.remedy());
    }

    static SdkException classifyErrcode(SdkFunction function, int errcode) {
        refuseSuccess(errcode);
        Verdict verdict = ERRCODES.getOrDefault(errcode, unknown());
        return new SdkException(function, errcode, verdict.failureClass(), verdict.remedy());
    }

    static SdkException tooLarge(SdkFunction function) {
        String remedy = "the answer is larger than " + (FinanceSdk.MAX_ANSWER_BYTES >> 20) + " MiB";
        return switch (function) {
            case INIT, GET_CHAT_DATA ->
                new SdkException(function, TOO_LARGE, FailureClass.TRANSIENT, remedy + ": ask for fewer records");
            case DECRYPT_DATA, GET_MEDIA_DATA -> new SdkException(function, 0, FailureClass.BAD_RECORD, remedy);
        };
    }

    private static void refuseSuccess(int code) {
        if (code == 0) {
            throw new IllegalArgumentException("0 is success, not a failure");
        }
    }

    private static Verdict unknown() {
        return transientFailure("the vendor does not document this code: it is tried again; ask the vendor's support");
    }

    private static Verdict transientFailure(String remedy) {
        return new Verdict(FailureClass.TRANSIENT, remedy);
    }

    private static Verdict operator(String remedy) {
        return new Verdict(FailureClass.OPERATOR, remedy);
    }

    private static Verdict badRecord(String remedy) {
        return new Verdict(FailureClass.BAD_RECORD, remedy);
    }

    private static Verdict badKey(String remedy) {
        return new Verdict(FailureClass.BAD_KEY, remedy);
    }

    private static Verdict fatal(String remedy) {
        return new Verdict(FailureClass.FATAL, remedy);
    }
}

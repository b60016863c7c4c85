package org.wecomarchive.callledger;

import static org.wecomarchive.callledger.Fault.NETWORK;
import static org.wecomarchive.callledger.Fault.NEUTRAL;
import static org.wecomarchive.callledger.Fault.OURS;
import static org.wecomarchive.callledger.Fault.UNCLEAR;
import static org.wecomarchive.callledger.Fault.WECOM;

import java.util.HashMap;
import java.util.Map;
import org.wecomarchive.financesdk.SdkFunction;

/**
 * Whose fault a failed call is: by function, code and errcode, and where these leave it open, by the circumstances. A code that
 * nobody documents is never WeCom's: a claim that rests on it would be refused.
 *
 * <p>Source: codes of the SDK, <a href="https://developer.work.weixin.qq.com/document/path/91774">会话内容存档</a>; errcodes,
 * <a href="https://developer.work.weixin.qq.com/document/path/90313">全局错误码</a>; exclusions, the service agreement of the
 * archive (会话内容存档功能服务协议), annex 6.
 */
final class FaultTable {

    private static final int UNREADABLE = 10002;
    private static final int NOT_DECRYPTED = 10006;

    /** Native return values. */
    private static final Map<Integer, Fault> CODES = table(Map.of(
            NETWORK, new int[] {10001, 10011}, NEUTRAL, new int[] {10005, 10010, 301048, 301058}, OURS, new int[] {
                10000, 10003, 10004, NOT_DECRYPTED, 10007, 10008, 10009
            }));

    /** Errcodes of answers, of calls over HTTP too. */
    private static final Map<Integer, Fault> ERRCODES = table(Map.of(
            WECOM, new int[] {-1},
            NEUTRAL, new int[] {40014, 42001, 301048, 301058, 301059, 301061, 92002, 84061, 40096, 86003},
            OURS, new int[] {40001, 40013, 41001, 48002, 60011, 60020, 301042, 301052, 301053, 301060}));

    private static final int TOO_OFTEN = 45009;
    private static final int TOO_MANY_AT_ONCE = 45033;

    private FaultTable() {}

    /** Of a call that failed. */
    static Fault of(CallResult failed, Circumstances circumstances) {
        if (neverAsked(failed)) {
            return Fault.LIBRARY;
        }
        return failed.errcode() == 0
                ? ofCode(failed.function(), failed.code(), circumstances.route())
                : ofErrcode(failed.errcode(), circumstances.rate());
    }

    /** Neither is a documented call of the service; and a library that died or hung says nothing about it. */
    private static boolean neverAsked(CallResult failed) {
        return failed.crashed()
                || failed.function() == SdkFunction.INIT
                || failed.function() == SdkFunction.DECRYPT_DATA;
    }

    private static Fault ofCode(SdkFunction function, int code, Route route) {
        if (code == UNREADABLE) {
            return route == Route.DIRECT ? WECOM : UNCLEAR;
        }
        if (code == NOT_DECRYPTED && function == SdkFunction.GET_MEDIA_DATA) {
            return UNCLEAR;
        }
        return CODES.getOrDefault(code, UNCLEAR);
    }

    private static Fault ofErrcode(int errcode, Circumstances.Rate rate) {
        if (errcode == TOO_OFTEN || errcode == TOO_MANY_AT_ONCE) {
            return rate == Circumstances.Rate.ABOVE_LIMIT ? OURS : UNCLEAR;
        }
        return ERRCODES.getOrDefault(errcode, UNCLEAR);
    }

    private static Map<Integer, Fault> table(Map<Fault, int[]> rows) {
        Map<Integer, Fault> faults = new HashMap<>();
        rows.forEach((fault, codes) -> {
            for (int code : codes) {
                faults.put(code, fault);
            }
        });
        return Map.copyOf(faults);
    }
}

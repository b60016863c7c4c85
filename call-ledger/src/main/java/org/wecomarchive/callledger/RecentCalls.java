package org.wecomarchive.callledger;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import org.wecomarchive.callledger.Circumstances.Rate;
import org.wecomarchive.financesdk.SdkFunction;

/**
 * How often each function was called in the last minute, against the limit that WeCom has published for it. Not thread-safe.
 *
 * <p>Source: 600 GetChatData calls a minute and corp, <a
 * href="https://developer.work.weixin.qq.com/document/path/91774">会话内容存档</a>; nothing is published of media.
 */
final class RecentCalls {

    private static final Map<SdkFunction, Integer> LIMITS = Map.of(SdkFunction.GET_CHAT_DATA, 600);
    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final Map<SdkFunction, Deque<Duration>> ends = new EnumMap<>(SdkFunction.class);

    /** Adds a call that has just ended, and says how often that function was called. */
    Rate add(SdkFunction function, Duration elapsed) {
        Integer limit = LIMITS.get(function);
        if (limit == null) {
            return Rate.WITHIN_LIMIT;
        }
        Deque<Duration> recent = ends.computeIfAbsent(function, any -> new ArrayDeque<>());
        recent.addLast(elapsed);
        while (elapsed.minus(recent.getFirst()).compareTo(WINDOW) >= 0) {
            recent.removeFirst();
        }
        return recent.size() > limit ? Rate.ABOVE_LIMIT : Rate.WITHIN_LIMIT;
    }
}

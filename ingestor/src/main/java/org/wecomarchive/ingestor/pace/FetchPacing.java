package org.wecomarchive.ingestor.pace;

import java.time.Duration;
import org.wecomarchive.callledger.CallBudget;
import org.wecomarchive.recovery.Backoff;
import org.wecomarchive.recovery.Timing;

/**
 * How fast and how much to fetch.
 *
 * @param calls bounds of calls
 * @param pauses longest pauses
 * @param buffer bounds of what lies between the fetch thread and Connect
 * @param timing time
 */
public record FetchPacing(Calls calls, Pauses pauses, Buffer buffer, Timing timing) {

    private static final Duration FIRST_IDLE_PAUSE = Duration.ofMillis(100);
    private static final Duration FIRST_BACKOFF = Duration.ofMillis(200);

    /**
     * Bounds of calls.
     *
     * @param pageLimit most records of a page
     * @param perMinute most calls in any 60 seconds
     */
    public record Calls(int pageLimit, int perMinute) {}

    /**
     * Longest pauses.
     *
     * @param idle between empty pages
     * @param backoff after trouble that heals
     * @param operatorProbe while a person must act
     * @param blocked after which WeCom serves again
     */
    public record Pauses(Duration idle, Duration backoff, Duration operatorProbe, Blocked blocked) {}

    /**
     * Shortest pauses after a code with which WeCom blocks who goes on calling.
     *
     * <p>Source: a block for too many calls a minute lasts a minute, <a
     * href="https://developer.work.weixin.qq.com/document/path/90454">访问频率限制</a>; wrong secrets block the address for an
     * hour, <a href="https://developer.work.weixin.qq.com/document/path/90313">全局错误码</a>.
     *
     * @param tooOften after 45009
     * @param wrongSecret after 40001
     */
    public record Blocked(Duration tooOften, Duration wrongSecret) {

        private static final int TOO_OFTEN = 45009;
        private static final int WRONG_SECRET = 40001;

        /** The shortest pause after that code; zero if any will do. */
        public Duration after(int code) {
            return switch (code) {
                case TOO_OFTEN -> tooOften;
                case WRONG_SECRET -> wrongSecret;
                default -> Duration.ZERO;
            };
        }
    }

    /**
     * Bounds of the hand-off.
     *
     * @param pages most pages
     * @param bytes most bytes
     */
    public record Buffer(int pages, long bytes) {}

    public Backoff newBackoff() {
        return new Backoff(FIRST_BACKOFF, pauses.backoff());
    }

    public Backoff newIdlePauses() {
        return new Backoff(FIRST_IDLE_PAUSE, pauses.idle());
    }

    public PageLimit newPageLimit() {
        return new PageLimit(calls.pageLimit());
    }

    public CallBudget newCallBudget() {
        return new CallBudget(calls.perMinute(), timing);
    }
}

package org.wecomarchive.decryptor.payload;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.wecomarchive.decryptor.fixtures.Records;
import org.wecomarchive.schemas.ChatEvent;

/** What one record can cost, however it is built: memory while it is read, and bytes of its event. */
class RecordBudgetTest {

    private static final int FILES = 10_000;
    private static final int EVENT_BYTES = 24 * 1024 * 1024;
    private static final long MOST_ALLOCATED = 400L * 1024 * 1024;

    @Test
    void holdsForFilesBelowManyNames() {
        String json = message("new", nested(180, "k".repeat(64), files()));

        ChatEvent event = confirm(json);

        assertThat(event.getMedia()).isNotEmpty().hasSizeLessThan(FILES);
    }

    @Test
    void holdsForFilesOfOneTypeWithALongName() {
        String json = message("t".repeat(100_000), files());

        ChatEvent event = confirm(json);

        assertThat(event.getMedia()).isNotEmpty().hasSizeLessThan(FILES);
    }

    @Test
    void holdsForPartsBelowManyParts() {
        String parts = IntStream.range(0, 20_000)
                .mapToObj(i -> "{\"type\":\"text\",\"content\":{\"content\":\"t" + i + "\"}}")
                .collect(Collectors.joining(","));
        for (int i = 0; i < ItemFlattener.MAX_DEPTH - 1; i++) {
            parts = "{\"type\":\"mixed\",\"content\":{\"item\":[" + parts + "]}}";
        }

        ChatEvent event = confirm("{\"msgtype\":\"mixed\",\"mixed\":{\"item\":[" + parts + "]}}");

        assertThat(event.getMixed().getItemsTruncated()).isTrue();
        assertThat(event.getText()).endsWith("t19999");
    }

    @Test
    void holdsForValuesOfTwoBytes() {
        String json = message("new", "[" + "{},".repeat(2_000_000) + "1]");

        confirm(json);
    }

    @Test
    void holdsForStringsThatHoldMoreOfThem() {
        String inner = "\"{\\\"item\\\":[" + "1,".repeat(100_000) + "1]}\"";
        String parts = IntStream.range(0, 20)
                .mapToObj(i -> "{\"type\":\"chatrecord\",\"content\":" + inner + "}")
                .collect(Collectors.joining(","));

        confirm("{\"msgtype\":\"mixed\",\"mixed\":{\"item\":[" + parts + "]}}");
    }

    /** Each value below the key once cost a look at the whole key: a minute for what is read in a few milliseconds. */
    @Test
    void readsALongNameOnceHoweverManyTextsAreBelowIt() {
        String json = "{\"msgtype\":\"new\",\"" + "k".repeat(40_000) + "\":[" + "\"x\",".repeat(9_999) + "\"x\"]}";
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadCpuTime();

        ChatEvent event = confirm(json);

        assertThat(event.getText()).hasSize(19_999);
        assertThat(Duration.ofNanos(threads.getCurrentThreadCpuTime() - before)).isLessThan(Duration.ofSeconds(3));
    }

    @Test
    void isEnoughForALargeForward() {
        String id = "CtYB".repeat(200);
        String items = IntStream.range(0, 6_000)
                .mapToObj(i -> "{\"type\":\"ChatRecordImage\",\"msgtime\":1603875610,\"content\":\"{\\\"md5sum\\\":"
                        + "\\\"0123456789abcdef0123456789abcdef\\\",\\\"filesize\\\":1,\\\"sdkfileid\\\":\\\"" + id + i
                        + "\\\"}\",\"from_chatroom\":false}")
                .collect(Collectors.joining(","));

        ChatEvent event = confirm("{\"msgtype\":\"chatrecord\",\"chatrecord\":{\"item\":[" + items + "]}}");

        assertThat(event.getMedia()).hasSize(6_000);
    }

    private static ChatEvent confirm(String json) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();

        ChatEvent event = Messages.parse(json);

        assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                .as("bytes allocated for %s characters", json.length())
                .isLessThan(MOST_ALLOCATED);
        assertThat(Records.encode(event)).hasSizeLessThan(EVENT_BYTES);
        return event;
    }

    private static String message(String type, String payload) {
        return "{\"msgtype\":\"" + type + "\",\"p\":" + payload + "}";
    }

    private static String files() {
        return IntStream.range(0, FILES)
                .mapToObj(i -> "{\"sdkfileid\":\"" + i + "\"}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static String nested(int depth, String name, String inside) {
        return ("{\"" + name + "\":").repeat(depth) + inside + "}".repeat(depth);
    }
}

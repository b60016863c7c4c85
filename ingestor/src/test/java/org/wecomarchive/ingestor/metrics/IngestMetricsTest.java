package org.wecomarchive.ingestor.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.wecomarchive.callledger.CallResult;
import org.wecomarchive.financesdk.FailureClass;
import org.wecomarchive.financesdk.SdkCrashException;
import org.wecomarchive.financesdk.SdkFunction;
import org.wecomarchive.ingestor.cursor.Cursor;
import org.wecomarchive.recovery.Backoff;
import org.wecomarchive.recovery.Failure;
import org.wecomarchive.recovery.Recoveries;
import org.wecomarchive.schemas.Delivery;
import org.wecomarchive.testkit.connect.RecordedMetrics;
import org.wecomarchive.testkit.time.ManualTime;

final class IngestMetricsTest {

    private final ManualTime time = ManualTime.endless();
    private final RecordedMetrics recorded = new RecordedMetrics();
    private final Recoveries recoveries = Recoveries.logged();
    private final IngestMetrics metrics = new IngestMetrics(recorded, time.clock(), Duration.ofDays(5), recoveries);

    @Test
    void countsTheTimeLeftFromTheLastCaughtUpPage() {
        time.pass(Duration.ofHours(5));
        metrics.at(new Cursor(0, 0, 0, Cursor.NEVER), time.instant());

        time.pass(Duration.ofHours(100));

        assertThat(recorded.value("wecom_caught_up_age_seconds")).isEqualTo(100 * 3600);
        assertThat(recorded.value("wecom_time_left_seconds")).isEqualTo(20 * 3600);
    }

    @Test
    void leavesNoTimeWhereNothingIsKnown() {
        time.pass(Duration.ofHours(10));

        assertThat(recorded.value("wecom_time_left_seconds")).isEqualTo(-10 * 3600);
    }

    @Test
    void countsCallsFromZeroOn() {
        assertThat(calls("0", "0")).isZero();
        assertThat(recorded.value("wecom_sdk_calls_total", Map.of("function", "Init", "code", "0", "errcode", "0")))
                .isZero();
    }

    @Test
    void countsCallsByFunctionAndCode() {
        metrics.called(CallResult.success(SdkFunction.GET_CHAT_DATA), Duration.ofMillis(500));
        metrics.called(CallResult.success(SdkFunction.GET_CHAT_DATA), Duration.ofMillis(250));
        metrics.called(
                CallResult.declined(SdkFunction.GET_CHAT_DATA, 301042, FailureClass.OPERATOR), Duration.ofMillis(250));

        assertThat(calls("0", "0")).isEqualTo(2);
        assertThat(calls("0", "301042")).isEqualTo(1);
        assertThat(recorded.value("wecom_sdk_call_seconds_total")).isEqualTo(1);
        assertThat(recorded.value("wecom_sdk_call_last_seconds")).isEqualTo(0.25);
    }

    @Test
    void boundsItsTagsWhateverTheVendorReturns() {
        for (int code = 1; code <= 1000; code++) {
            metrics.called(
                    CallResult.refused(SdkFunction.GET_CHAT_DATA, code, FailureClass.TRANSIENT), Duration.ofMillis(1));
        }

        assertThat(recorded.count("wecom_sdk_calls_total")).isEqualTo(41);
        assertThat(calls("other", "other")).isEqualTo(962);
    }

    @Test
    void tellsWhereTheTaskIs() {
        metrics.at(new Cursor(10, 20, 0, Cursor.NEVER), time.instant());
        metrics.pageLimit(500);
        recoveries
                .open("fetching", new Backoff(Duration.ofMillis(200), Duration.ofSeconds(30)), Duration.ofMinutes(1))
                .failed(Failure.of(org.wecomarchive.recovery.FailureClass.OPERATOR, "10009"));
        metrics.failureCode(10009);

        assertThat(recorded.value("wecom_seq")).isEqualTo(10);
        assertThat(recorded.value("wecom_high_seq")).isEqualTo(20);
        assertThat(recorded.value("wecom_page_limit")).isEqualTo(500);
        assertThat(recorded.value("wecom_state")).isEqualTo(3);
        assertThat(recorded.value("wecom_failure_code")).isEqualTo(10009);
        assertThat(recorded.text("wecom_failure")).isEqualTo("10009");
    }

    @Test
    void namesNoFailureWhileNothingIsWrong() {
        assertThat(recorded.text("wecom_failure")).isEmpty();
    }

    @Test
    void countsWhatHappened() {
        metrics.published(Delivery.LIVE);
        metrics.published(Delivery.LIVE);
        metrics.published(Delivery.REPLAYED);
        metrics.duplicatesDropped(3);
        metrics.gapFound();
        metrics.processStarted();
        metrics.processLost(SdkCrashException.Kind.ENDED);

        assertThat(recorded.value("wecom_records_published_total", Map.of("delivery", "live")))
                .isEqualTo(2);
        assertThat(recorded.value("wecom_records_published_total", Map.of("delivery", "replayed")))
                .isEqualTo(1);
        assertThat(recorded.value("wecom_duplicates_dropped_total")).isEqualTo(3);
        assertThat(recorded.value("wecom_gaps_total")).isEqualTo(1);
        assertThat(recorded.value("wecom_sdk_process_starts_total")).isEqualTo(1);
        assertThat(recorded.value("wecom_sdk_crashes_total")).isEqualTo(1);
    }

    private double calls(String code, String errcode) {
        return recorded.value(
                "wecom_sdk_calls_total", Map.of("function", "GetChatData", "code", code, "errcode", errcode));
    }
}

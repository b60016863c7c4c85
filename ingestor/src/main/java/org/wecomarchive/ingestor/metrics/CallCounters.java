package org.wecomarchive.ingestor.metrics;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.wecomarchive.callledger.CallResult;
import org.wecomarchive.connectplugin.MetricRegistrar;
import org.wecomarchive.financesdk.SdkFunction;

/**
 * Calls by function and code. The vendor may return any number, so only the first codes get a tag value of their own; the
 * others are counted as {@code other}.
 */
final class CallCounters {

    private static final int MAX_SERIES = 40;
    private static final String OTHER = "other";

    private final MetricRegistrar registrar;
    private final Map<Series, AtomicLong> counters = new ConcurrentHashMap<>();

    private record Series(String function, String code, String errcode) {}

    CallCounters(MetricRegistrar registrar) {
        this.registrar = registrar;
        // From 0 on, so that a rate sees the first call.
        Stream.of(SdkFunction.INIT, SdkFunction.GET_CHAT_DATA)
                .map(function -> new Series(function.nativeName(), "0", "0"))
                .forEach(series -> counters.computeIfAbsent(series, this::register));
    }

    void count(CallResult result) {
        String function = result.function().nativeName();
        Series exact = new Series(function, Integer.toString(result.code()), Integer.toString(result.errcode()));
        boolean own = counters.containsKey(exact) || counters.size() < MAX_SERIES;
        Series series = own ? exact : new Series(function, OTHER, OTHER);
        counters.computeIfAbsent(series, this::register).incrementAndGet();
    }

    private AtomicLong register(Series series) {
        AtomicLong counter = new AtomicLong();
        Map<String, String> tags = new LinkedHashMap<>();
        tags.put("function", series.function());
        tags.put("code", series.code());
        tags.put("errcode", series.errcode());
        registrar.add(
                "wecom_sdk_calls_total", "Calls to WeCom by native return value and JSON errcode.", tags, counter::get);
        return counter;
    }
}

package org.wecomarchive.sinkelasticsearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.junit.jupiter.api.Test;
import org.wecomarchive.egress.RefusedEndpointsException;

final class WeComArchiveElasticsearchSinkTaskTest {

    private final WeComArchiveElasticsearchSinkTask task = new WeComArchiveElasticsearchSinkTask();
    private final List<Object> timeouts = new ArrayList<>();

    /** No name service has this domain (RFC 6761). */
    @Test
    void waitsForANameThatCannotBeLookedUp() {
        start("https://search.company.invalid:9200");

        for (int attempt = 1; attempt <= 2; attempt++) {
            assertThatThrownBy(() -> task.put(List.of()))
                    .isInstanceOf(RetriableException.class)
                    .hasMessageContainingAll("elasticsearch.url", "search.company.invalid", "cannot be looked up");
        }

        assertThat(timeouts).containsExactly(5000L, 5000L);
        assertThat(task.preCommit(Map.of())).isEmpty();
    }

    @Test
    void stopsAtAnAddressOutside() {
        start("https://203.0.113.9:9200");

        assertThatThrownBy(() -> task.put(List.of())).isInstanceOf(RefusedEndpointsException.class);
    }

    private void start(String elasticsearch) {
        task.initialize(context());
        Map<String, String> settings = new HashMap<>();
        settings.put("elasticsearch.url", elasticsearch);
        settings.put("schema.registry.url", "http://127.0.0.1:1");
        task.start(settings);
    }

    private SinkTaskContext context() {
        return (SinkTaskContext) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {SinkTaskContext.class}, (proxy, method, arguments) -> {
                    if (!method.getName().equals("timeout")) {
                        throw new UnsupportedOperationException(method.getName());
                    }
                    timeouts.add(arguments[0]);
                    return null;
                });
    }
}

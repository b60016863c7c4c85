package org.wecomarchive.sinkelasticsearch.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wecomarchive.sinkelasticsearch.document.DocumentWrite.Action;
import org.wecomarchive.sinkelasticsearch.failure.ClusterException.Kind;

final class SinkFailuresTest {

    @ParameterizedTest
    @CsvSource({
        "CREATE, 201, '', WRITTEN",
        "UPDATE, 200, '', WRITTEN",
        "CREATE, 409, version_conflict_engine_exception, EXISTED",
        "UPDATE, 409, version_conflict_engine_exception, WAIT",
        "UPDATE, 404, document_missing_exception, MISSING",
        "CREATE, 404, index_not_found_exception, NO_INDEX",
        "CREATE, 429, es_rejected_execution_exception, WAIT",
        "CREATE, 429, circuit_breaking_exception, WAIT",
        "CREATE, 503, unavailable_shards_exception, WAIT",
        "CREATE, 500, anything, WAIT",
        "CREATE, 403, cluster_block_exception, WAIT",
        "CREATE, 400, index_closed_exception, WAIT",
        "CREATE, 403, security_exception, REFUSED",
        "CREATE, 401, security_exception, REFUSED",
        "CREATE, 400, mapper_parsing_exception, REJECTED",
        "CREATE, 400, document_parsing_exception, REJECTED",
        "CREATE, 400, strict_dynamic_mapping_exception, FATAL",
        "CREATE, 405, unheard_of, FATAL"
    })
    void decidesAboutItems(Action action, int status, String type, Verdict verdict) {
        assertThat(SinkFailures.classify(action, status, type)).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource({
        "429, es_rejected_execution_exception, TRANSIENT",
        "503, '', TRANSIENT",
        "502, '', TRANSIENT",
        "408, '', TRANSIENT",
        "403, cluster_block_exception, TRANSIENT",
        "401, security_exception, OPERATOR",
        "403, security_exception, OPERATOR",
        "400, validation_exception, OPERATOR",
        "404, index_not_found_exception, NOT_FOUND",
        "404, '', FATAL",
        "413, '', TOO_LARGE",
        "400, illegal_argument_exception, FATAL"
    })
    void decidesAboutRequests(int status, String type, Kind kind) {
        assertThat(SinkFailures.classify(status, type)).isEqualTo(kind);
    }
}

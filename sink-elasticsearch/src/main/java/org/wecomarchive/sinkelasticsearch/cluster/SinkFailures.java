package org.wecomarchive.sinkelasticsearch.cluster;

import java.util.Set;
import org.wecomarchive.sinkelasticsearch.document.DocumentWrite.Action;
import org.wecomarchive.sinkelasticsearch.failure.ClusterException.Kind;

/**
 * Decides by status and error type what an answer of Elasticsearch means; what it does not know is fatal.
 *
 * <p>Source: <a href="https://www.elastic.co/guide/en/elasticsearch/reference/8.19/docs-bulk.html">bulk API</a>.
 */
final class SinkFailures {

    /** Says nothing about the document: the index refuses everything for a while. */
    private static final Set<String> BLOCKS = Set.of("cluster_block_exception", "index_closed_exception");

    /** The index has another mapping than ours: every document would be refused. */
    private static final String STRICT = "strict_dynamic_mapping_exception";

    static final String NO_INDEX = "index_not_found_exception";

    /** A limit of the cluster forbids what the request asks for, such as another shard. */
    private static final String LIMIT = "validation_exception";

    private SinkFailures() {}

    /** What the answer to one item of a bulk means. */
    static Verdict classify(Action action, int status, String type) {
        if (status / 100 == 2) {
            return Verdict.WRITTEN;
        }
        if (BLOCKS.contains(type)) {
            return Verdict.WAIT;
        }
        if (type.equals(STRICT)) {
            return Verdict.FATAL;
        }
        return switch (status) {
            case 409 -> action == Action.CREATE ? Verdict.EXISTED : Verdict.WAIT;
            case 404 -> type.equals(NO_INDEX) ? Verdict.NO_INDEX : Verdict.MISSING;
            case 408, 429 -> Verdict.WAIT;
            case 401, 403 -> Verdict.REFUSED;
            case 400, 413 -> Verdict.REJECTED;
            default -> status >= 500 ? Verdict.WAIT : Verdict.FATAL;
        };
    }

    /** What an answer to a whole request means. */
    static Kind classify(int status, String type) {
        if (BLOCKS.contains(type)) {
            return Kind.TRANSIENT;
        }
        if (type.equals(LIMIT)) {
            return Kind.OPERATOR;
        }
        return switch (status) {
            case 408, 429 -> Kind.TRANSIENT;
            case 401, 403 -> Kind.OPERATOR;
            case 404 -> type.equals(NO_INDEX) ? Kind.NOT_FOUND : Kind.FATAL;
            case 413 -> Kind.TOO_LARGE;
            default -> status >= 500 ? Kind.TRANSIENT : Kind.FATAL;
        };
    }

    /** What an operator can do about an answer; empty where there is nothing to say. */
    static String advice(int status, String type) {
        if (type.equals(LIMIT)) {
            return "; a limit of the cluster forbids it, such as cluster.max_shards_per_node: raise it, or delete"
                    + " months";
        }
        return switch (status) {
            case 401 -> "; correct elasticsearch.username and elasticsearch.password, or elasticsearch.api.key";
            case 403 -> "; the user needs manage_index_templates on the cluster and all on the indices of index.prefix";
            default -> "";
        };
    }
}

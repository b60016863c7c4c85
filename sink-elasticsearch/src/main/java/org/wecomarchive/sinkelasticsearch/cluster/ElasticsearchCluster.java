package org.wecomarchive.sinkelasticsearch.cluster;

import co.elastic.clients.elasticsearch._types.SortOrder;
import co.elastic.clients.elasticsearch._types.mapping.TypeMapping;
import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import co.elastic.clients.elasticsearch.core.bulk.BulkOperation;
import co.elastic.clients.elasticsearch.core.bulk.BulkResponseItem;
import co.elastic.clients.elasticsearch.core.mget.MultiGetOperation;
import co.elastic.clients.elasticsearch.core.mget.MultiGetResponseItem;
import co.elastic.clients.elasticsearch.core.search.Hit;
import co.elastic.clients.json.JsonData;
import co.elastic.clients.util.BinaryData;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.wecomarchive.sinkelasticsearch.document.DocumentWrite;
import org.wecomarchive.sinkelasticsearch.document.DocumentWrite.Action;
import org.wecomarchive.sinkelasticsearch.document.RecallState;
import org.wecomarchive.sinkelasticsearch.failure.ClusterException;
import org.wecomarchive.sinkelasticsearch.failure.ClusterException.Kind;
import org.wecomarchive.sinkelasticsearch.layout.IndexField;
import org.wecomarchive.sinkelasticsearch.layout.IndexNames;
import org.wecomarchive.sinkelasticsearch.layout.IndexTemplate;

/** The calls that this module makes to a cluster of Elasticsearch 7.17, 8 or 9, over HTTP. Safe for several threads. */
public final class ElasticsearchCluster implements AutoCloseable {

    private static final int CONFLICT_RETRIES = 5;
    /** What one search can answer by default. */
    private static final int MOST_HITS = 10_000;

    private static final String JSON = "application/json";
    private static final String EXISTS = "resource_already_exists_exception";

    private final ElasticsearchConnection connection;

    /**
     * Where documents are.
     *
     * @param indicesById the indices that hold a document of the id, for each id
     * @param unreadable the indices that could not be asked, such as closed ones, each with the server's error type
     */
    public record Places(Map<String, Set<String>> indicesById, Map<String, String> unreadable) {}

    private ElasticsearchCluster(ElasticsearchConnection connection) {
        this.connection = connection;
    }

    /** Makes no call yet. */
    public static ElasticsearchCluster of(ClusterSettings settings) {
        return new ElasticsearchCluster(ElasticsearchConnection.open(settings));
    }

    /** Writes in the order given, through the {@linkplain IndexNames#writeAlias write alias} of each index; one result for each. */
    public List<ItemResult> bulk(List<DocumentWrite> writes, Refresh refresh) throws ClusterException {
        List<BulkOperation> operations =
                writes.stream().map(ElasticsearchCluster::operation).toList();
        co.elastic.clients.elasticsearch._types.Refresh when = refresh == Refresh.NOW
                ? co.elastic.clients.elasticsearch._types.Refresh.True
                : co.elastic.clients.elasticsearch._types.Refresh.False;
        List<BulkResponseItem> items = connection.call(client -> client.bulk(
                        bulk -> bulk.operations(operations).requireAlias(true).refresh(when))
                .items());
        requireSize(items.size(), writes.size());
        List<ItemResult> results = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            results.add(result(writes.get(i).action(), items.get(i)));
        }
        return List.copyOf(results);
    }

    private static BulkOperation operation(DocumentWrite write) {
        ByteBuffer bytes = write.body();
        BinaryData body = BinaryData.of(bytes.array(), bytes.arrayOffset(), bytes.remaining(), JSON);
        return write.action() == Action.CREATE
                ? BulkOperation.of(
                        operation -> operation.create(create -> create.index(IndexNames.writeAlias(write.index()))
                                .id(write.id())
                                .document(body)))
                : BulkOperation.of(
                        operation -> operation.update(update -> update.index(IndexNames.writeAlias(write.index()))
                                .id(write.id())
                                .retryOnConflict(CONFLICT_RETRIES)
                                .binaryAction(body)));
    }

    private static ItemResult result(Action action, BulkResponseItem item) {
        String type = item.error() == null
                ? ""
                : ElasticsearchConnection.typeOf(item.error().type());
        return new ItemResult(SinkFailures.classify(action, item.status(), type), type);
    }

    /** The version in the {@code _meta} of our index template; empty if there is no template of this name. */
    public Optional<Integer> templateVersion(String name) throws ClusterException {
        return connection.call(client -> {
            boolean there =
                    client.indices().existsIndexTemplate(ask -> ask.name(name)).value();
            return there
                    ? client.indices().getIndexTemplate(ask -> ask.name(name)).indexTemplates().stream()
                            .findFirst()
                            .map(item -> version(item.indexTemplate().meta()).orElse(0))
                    : Optional.<Integer>empty();
        });
    }

    /** Puts an index template. */
    public void putTemplate(String name, String json) throws ClusterException {
        connection.call(client ->
                client.indices().putIndexTemplate(put -> put.name(name).withJson(new StringReader(json))));
    }

    /** Makes an index from its template; does nothing and answers false if it is there. */
    public boolean createIndex(String name) throws ClusterException {
        try {
            connection.call(client -> client.indices().create(create -> create.index(name)));
            return true;
        } catch (ClusterException e) {
            // Another task was quicker.
            if (!e.getMessage().endsWith(EXISTS)) {
                throw e;
            }
            return false;
        }
    }

    /** Adds fields to the mapping of an index. */
    public void putMapping(String index, String json) throws ClusterException {
        connection.call(
                client -> client.indices().putMapping(put -> put.index(index).withJson(new StringReader(json))));
    }

    /** Gives an index aliases; those that it has are kept. */
    public void putAliases(String index, List<String> aliases) throws ClusterException {
        if (hasAliases(index, aliases)) {
            // An index that is read-only would refuse what it has already.
            return;
        }
        connection.call(client -> client.indices().updateAliases(update -> {
            aliases.forEach(alias ->
                    update.actions(action -> action.add(add -> add.index(index).alias(alias))));
            return update;
        }));
    }

    private boolean hasAliases(String index, List<String> aliases) throws ClusterException {
        return connection.call(client ->
                client.indices().getAlias(ask -> ask.index(index).ignoreUnavailable(true)).result().values().stream()
                        .anyMatch(found -> found.aliases().keySet().containsAll(aliases)));
    }

    /** Mapping versions of the indices that match, by their own names; empty for one that is not ours. */
    public Map<String, Optional<Integer>> mappingVersions(String pattern) throws ClusterException {
        return connection.call(client -> {
            Map<String, Optional<Integer>> versions = new LinkedHashMap<>();
            client.indices()
                    .getMapping(
                            ask -> ask.index(pattern).ignoreUnavailable(true).allowNoIndices(true))
                    .result()
                    .forEach((index, found) -> {
                        TypeMapping mapping = found.mappings();
                        versions.put(index, mapping == null ? Optional.empty() : version(mapping.meta()));
                    });
            return versions;
        });
    }

    private static Optional<Integer> version(Map<String, JsonData> meta) {
        if (meta == null || !meta.containsKey("product") || !meta.containsKey("mapping_version")) {
            return Optional.empty();
        }
        boolean ours = meta.get("product").to(String.class).equals(IndexTemplate.PRODUCT);
        return ours ? Optional.of(meta.get("mapping_version").to(Integer.class)) : Optional.empty();
    }

    /** Recalls whose message is due to be looked for, the longest waiting first. */
    public List<PendingRecall> pendingRecalls(String index, Instant now, int atMost) throws ClusterException {
        Query due = Query.of(query -> query.range(range -> range.untyped(
                field -> field.field(IndexField.RECALL_NEXT_AT.fieldName()).lte(JsonData.of(now.toString())))));
        List<Hit<JsonNode>> hits = connection.call(client -> client.search(
                        search -> search.index(index)
                                .size(atMost)
                                .query(query -> query.bool(bool -> bool.filter(pending(), due)))
                                .sort(sort -> sort.field(field -> field.field(IndexField.RECALL_NEXT_AT.fieldName())
                                        .order(SortOrder.Asc)))
                                .source(source -> source.filter(filter -> filter.includes(PendingRecall.FIELDS))),
                        JsonNode.class)
                .hits()
                .hits());
        return hits.stream()
                .map(hit -> PendingRecall.of(hit.id(), hit.source()))
                .toList();
    }

    /** Number of recalls whose message is not marked. */
    public long pendingRecallCount(String index) throws ClusterException {
        return connection.call(client ->
                client.count(count -> count.index(index).query(pending())).count());
    }

    private static Query pending() {
        return Query.of(query -> query.term(
                term -> term.field(IndexField.RECALL_STATE.fieldName()).value(RecallState.PENDING.text())));
    }

    /** Looks for documents, each in its own indices; those that do not exist hold none. Sees what was just written. */
    public Places locate(Map<String, List<String>> indicesById) throws ClusterException {
        List<MultiGetOperation> asked = new ArrayList<>();
        indicesById.forEach((id, indices) -> indices.forEach(index -> asked.add(
                MultiGetOperation.of(place -> place.index(index).id(id).source(source -> source.fetch(false))))));
        List<MultiGetResponseItem<JsonNode>> items = connection.call(
                client -> client.mget(get -> get.docs(asked), JsonNode.class).docs());
        requireSize(items.size(), asked.size());
        Places places = nowhere(indicesById.keySet());
        for (int i = 0; i < items.size(); i++) {
            // By the name that was asked for: behind an alias the index has another.
            String index = asked.get(i).index();
            MultiGetResponseItem<JsonNode> item = items.get(i);
            if (item.isFailure()) {
                String type =
                        ElasticsearchConnection.typeOf(item.failure().error().type());
                if (!type.equals(SinkFailures.NO_INDEX)) {
                    places.unreadable().put(index, type);
                }
            } else if (item.result().found()) {
                places.indicesById().get(item.result().id()).add(index);
            }
        }
        return places;
    }

    /** Looks for documents in every open index behind the alias. Sees what searches see. */
    public Places locateEverywhere(String alias, Collection<String> ids) throws ClusterException {
        Places places = nowhere(ids);
        connection
                .call(client -> client.search(
                        search -> search.index(alias)
                                .ignoreUnavailable(true)
                                .allowNoIndices(true)
                                .size(MOST_HITS)
                                .query(query -> query.ids(wanted -> wanted.values(List.copyOf(ids))))
                                .source(source -> source.fetch(false)),
                        JsonNode.class))
                .hits()
                .hits()
                .forEach(hit -> places.indicesById().get(hit.id()).add(hit.index()));
        return places;
    }

    private static Places nowhere(Collection<String> ids) {
        Map<String, Set<String>> indicesById = new LinkedHashMap<>();
        ids.forEach(id -> indicesById.put(id, new LinkedHashSet<>()));
        return new Places(indicesById, new TreeMap<>());
    }

    private static void requireSize(int answered, int asked) throws ClusterException {
        if (answered != asked) {
            throw new ClusterException(Kind.TRANSIENT, "answer of another size");
        }
    }

    @Override
    public void close() {
        connection.close();
    }
}

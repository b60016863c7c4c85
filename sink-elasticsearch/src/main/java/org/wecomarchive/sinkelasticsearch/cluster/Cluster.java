package org.wecomarchive.sinkelasticsearch.cluster;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.wecomarchive.sinkelasticsearch.document.DocumentWrite;
import org.wecomarchive.sinkelasticsearch.failure.ClusterException;
import org.wecomarchive.sinkelasticsearch.layout.IndexNames;

/** The calls to Elasticsearch that this module makes. Safe for several threads. */
public interface Cluster extends AutoCloseable {

    /** Writes in the order given, through the {@linkplain IndexNames#writeAlias write alias} of each index; one result for each. */
    List<ItemResult> bulk(List<DocumentWrite> writes, Refresh refresh) throws ClusterException;

    /** The version in the {@code _meta} of our index template; empty if there is no template of this name. */
    Optional<Integer> templateVersion(String name) throws ClusterException;

    void putTemplate(String name, String json) throws ClusterException;

    /** Makes an index from its template; does nothing and answers false if it is there. */
    boolean createIndex(String name) throws ClusterException;

    /** Adds fields to the mapping of an index. */
    void putMapping(String index, String json) throws ClusterException;

    /** Gives an index aliases; those that it has are kept. */
    void putAliases(String index, List<String> aliases) throws ClusterException;

    /** Mapping versions of the indices that match, by their own names; empty for one that is not ours. */
    Map<String, Optional<Integer>> mappingVersions(String pattern) throws ClusterException;

    /** Recalls whose message is to be looked for by now, the longest waiting first. */
    List<PendingRecall> pendingRecalls(String index, Instant now, int atMost) throws ClusterException;

    /** Number of recalls whose message is not marked. */
    long pendingRecallCount(String index) throws ClusterException;

    /** Looks for documents, each in its own indices; those that do not exist hold none. Sees what was just written. */
    Places locate(Map<String, List<String>> indicesById) throws ClusterException;

    /** Looks for documents in every open index behind the alias. Sees what searches see. */
    Places locateEverywhere(String alias, Collection<String> ids) throws ClusterException;

    /**
     * Where documents are.
     *
     * @param indicesById the indices that hold a document of the id, for each id
     * @param unreadable the indices that could not be asked, such as closed ones, each with the server's error type
     */
    record Places(Map<String, Set<String>> indicesById, Map<String, String> unreadable) {}

    @Override
    void close();
}

package org.wecomarchive.sinkelasticsearch.cluster;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wecomarchive.sinkelasticsearch.failure.ClusterException;
import org.wecomarchive.sinkelasticsearch.failure.ClusterException.Kind;
import org.wecomarchive.sinkelasticsearch.failure.FatalSinkException;
import org.wecomarchive.sinkelasticsearch.layout.IndexNames;
import org.wecomarchive.sinkelasticsearch.layout.IndexTemplate;
import org.wecomarchive.sinkelasticsearch.metrics.SinkMetrics;

/**
 * Makes sure that documents are written to indices of ours only: puts the template before it makes an index, makes each index before
 * its first document, gives it its aliases, and refuses what was made by somebody else or with another mapping.
 *
 * <p>An index that was there and is gone is made again and reported: what it held is missing until it is read again.
 *
 * <p>Every call may be repeated after a failure. Safe for several threads, of which one at a time asks the cluster.
 */
public final class IndexCatalog {

    private static final Logger log = LoggerFactory.getLogger(IndexCatalog.class);

    private final ElasticsearchCluster cluster;
    private final IndexTemplate template;
    private final SinkMetrics metrics;
    private final Set<String> known = new HashSet<>();
    private final Set<String> everKnown = new HashSet<>();
    private boolean startedEmpty;

    public IndexCatalog(ElasticsearchCluster cluster, IndexTemplate template, SinkMetrics metrics) {
        this.cluster = cluster;
        this.template = template;
        this.metrics = metrics;
    }

    /**
     * Returns when the index is there and ours.
     *
     * @throws FatalSinkException if it, the template or another index below the prefix is another's or of a later version
     */
    public synchronized void ensure(String index) throws ClusterException {
        if (!known.contains(index)) {
            // Each time: whoever removed an index may have removed the template, too.
            installTemplate();
            install(index);
        }
    }

    /** As {@link #ensure}, for the index of recalls. */
    public void ensureRecalls() throws ClusterException {
        ensure(template.names().recalls());
    }

    /** The index is gone: it is made again by the next {@link #ensure}. */
    public synchronized void forget(String index) {
        known.remove(index);
    }

    /** The index of recalls is gone. */
    public void forgetRecalls() {
        forget(template.names().recalls());
    }

    /** Whether the cluster had no index of ours when this task started. */
    public synchronized boolean startedEmpty() {
        return startedEmpty;
    }

    private void installTemplate() throws ClusterException {
        String name = template.names().template();
        Optional<Integer> version = cluster.templateVersion(name);
        if (version.isPresent() && !isOurs(version.get())) {
            throw new FatalSinkException("the index template " + name + " is " + whose(version.get())
                    + ": set index.prefix to a name of its own, or remove the template");
        }
        requireOurs(cluster.mappingVersions(template.names().pattern()));
        try {
            cluster.putTemplate(name, template.json());
        } catch (ClusterException e) {
            throw explained(
                    e,
                    "the index template " + name + " is refused",
                    "; most often a node lacks the analyzer " + template.analyzer()
                            + " that text.analyzer names: install its plug-in on every node or take another one, such"
                            + " as cjk");
        }
        log.info("installed index template {} with mapping version {}", name, IndexTemplate.MAPPING_VERSION);
    }

    private static boolean isOurs(int version) {
        return version > 0 && version <= IndexTemplate.MAPPING_VERSION;
    }

    private static String whose(int version) {
        return version == 0
                ? "not of this connector"
                : "of a later version of this connector (mapping version " + version + ")";
    }

    private void install(String index) throws ClusterException {
        Map<String, Optional<Integer>> versions = cluster.mappingVersions(index);
        if (versions.isEmpty()) {
            make(index);
            // Whoever was quicker may have made it: only now is it certain which mapping it has.
            versions = cluster.mappingVersions(index);
        }
        requireOurs(versions);
        for (String concrete : versions.keySet()) {
            upgrade(concrete, versions.get(concrete).orElse(0));
            cluster.putAliases(concrete, List.of(template.names().alias(), IndexNames.writeAlias(index)));
        }
        known.add(index);
        everKnown.add(index);
        log.info("using index {}", index);
    }

    /** The mapping is strict: an index of an earlier version lacks fields that documents have now. */
    private void upgrade(String index, int version) throws ClusterException {
        if (version == IndexTemplate.MAPPING_VERSION) {
            return;
        }
        try {
            cluster.putMapping(index, template.upgradeJson());
        } catch (ClusterException e) {
            throw explained(e, "the index " + index + " cannot be brought to the present mapping", ": reindex it");
        }
        log.info("brought index {} from mapping version {} to {}", index, version, IndexTemplate.MAPPING_VERSION);
    }

    private void make(String index) throws ClusterException {
        boolean made;
        try {
            made = cluster.createIndex(index);
        } catch (ClusterException e) {
            throw explained(e, "the index " + index + " cannot be made", "");
        }
        if (made && everKnown.contains(index)) {
            metrics.indexLost();
            log.error(
                    "the index {} is gone and was made again, empty: to index again what it held, stop the connector,"
                            + " set its offsets to the beginning and resume it",
                    index);
        } else if (made && index.equals(template.names().recalls())) {
            startedEmpty = true;
        }
    }

    private static void requireOurs(Map<String, Optional<Integer>> versions) {
        versions.forEach((index, version) -> {
            if (version.isEmpty() || !isOurs(version.get())) {
                throw new FatalSinkException("the index " + index + " is " + whose(version.orElse(0))
                        + ", which writes mapping version " + IndexTemplate.MAPPING_VERSION
                        + ": reindex or remove it, or set index.prefix to a name of its own");
            }
        });
    }

    private static ClusterException explained(ClusterException failure, String what, String advice) {
        if (failure.kind() == Kind.FATAL) {
            throw new FatalSinkException(what + ": " + failure.getMessage() + advice);
        }
        return failure;
    }
}

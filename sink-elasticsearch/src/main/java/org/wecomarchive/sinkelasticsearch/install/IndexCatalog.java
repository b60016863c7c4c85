package org.wecomarchive.sinkelasticsearch.install;

import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wecomarchive.sinkelasticsearch.cluster.Cluster;
import org.wecomarchive.sinkelasticsearch.failure.ClusterException;
import org.wecomarchive.sinkelasticsearch.failure.ClusterException.Kind;
import org.wecomarchive.sinkelasticsearch.failure.FatalSinkException;
import org.wecomarchive.sinkelasticsearch.layout.IndexTemplate;

/**
 * Makes sure that what documents are written to is ours: installs the template once, makes each index before its first
 * document, and refuses what was made by somebody else or with another mapping.
 *
 * <p>Every call may be repeated after a failure. Safe for several threads, of which one at a time asks the cluster.
 */
public final class IndexCatalog {

    private static final Logger log = LoggerFactory.getLogger(IndexCatalog.class);

    private final Cluster cluster;
    private final IndexTemplate template;
    private final Set<String> known = new HashSet<>();
    private boolean installed;

    public IndexCatalog(Cluster cluster, IndexTemplate template) {
        this.cluster = cluster;
        this.template = template;
    }

    /**
     * Returns when all of the indices are there and ours, and the template and the index of recalls with them.
     *
     * @throws FatalSinkException if one of them is another's or of another version
     */
    public synchronized void ensure(Collection<String> indices) throws ClusterException {
        if (!installed) {
            install();
            installed = true;
        }
        ensure(template.names().recalls());
        for (String index : indices) {
            ensure(index);
        }
    }

    /** The index is gone: it is made again by the next {@link #ensure}. */
    public synchronized void forget(String index) {
        known.remove(index);
    }

    /** The index of recalls is gone. */
    public synchronized void forgetRecalls() {
        known.remove(template.names().recalls());
    }

    private void install() throws ClusterException {
        if (!cluster.hasAnalyzer(template.analyzer())) {
            throw new FatalSinkException("text.analyzer names an analyzer that Elasticsearch does not have: "
                    + template.analyzer() + "; install its plug-in on every node or take another one, such as cjk");
        }
        String name = template.names().template();
        Optional<Integer> version = cluster.templateVersion(name);
        if (version.isPresent() && !isReplaceable(version.get())) {
            throw new FatalSinkException("the index template " + name + " is " + whose(version.get())
                    + ": set index.prefix to a name of its own, or remove the template");
        }
        requireOurs(cluster.mappingVersions(template.names().pattern()));
        putTemplate(name);
        log.info("installed index template {} with mapping version {}", name, IndexTemplate.MAPPING_VERSION);
    }

    private static boolean isReplaceable(int version) {
        return version > 0 && version <= IndexTemplate.MAPPING_VERSION;
    }

    private static String whose(int version) {
        return version == 0
                ? "not of this connector"
                : "of a later version of this connector (mapping version " + version + ")";
    }

    private void putTemplate(String name) throws ClusterException {
        try {
            cluster.putTemplate(name, template.json());
        } catch (ClusterException e) {
            throw explained(e, "the index template " + name + " is refused");
        }
    }

    private void ensure(String index) throws ClusterException {
        if (known.contains(index)) {
            return;
        }
        try {
            cluster.createIndex(index);
        } catch (ClusterException e) {
            throw explained(e, "the index " + index + " cannot be made");
        }
        // Whoever made it: only now is it certain which mapping it has.
        requireOurs(cluster.mappingVersions(index));
        known.add(index);
        log.info("using index {}", index);
    }

    private static void requireOurs(Map<String, Optional<Integer>> versions) {
        versions.forEach((index, version) -> {
            if (version.isEmpty() || version.get() != IndexTemplate.MAPPING_VERSION) {
                String found = version.map(number -> "mapping version " + number)
                        .orElse("a mapping that is not of this connector");
                throw new FatalSinkException("the index " + index + " has " + found + ", this connector writes version "
                        + IndexTemplate.MAPPING_VERSION
                        + ": reindex or remove it, or set index.prefix to a name of its own");
            }
        });
    }

    private static ClusterException explained(ClusterException failure, String what) {
        if (failure.kind() == Kind.FATAL) {
            throw new FatalSinkException(what + ": " + failure.getMessage());
        }
        return failure;
    }
}

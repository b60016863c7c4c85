package org.wecomarchive.sinkiceberg.upkeep;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.io.SupportsPrefixOperations;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wecomarchive.sinkiceberg.write.OwnFiles;

/**
 * Removes files below a table's location that no commit names: left by a killed task, by a commit that lost, or by one
 * whose outcome was unknown and turned out to be refused.
 *
 * <p>Nothing live can be among them:
 * <ul>
 *   <li>The files are listed first and the table's metadata read afterwards, so that what was committed meanwhile is seen.
 *   <li>A commit under way, even of unknown outcome, names only files younger than half the age from which on files are
 *       removed: whoever commits throws older ones away and writes anew.
 *   <li>A machine that stood still for days makes every file look old at once. So a file is removed only at the second
 *       search that finds it, a whole interval of running time after the first: by then its commit has ended.
 *   <li>Other engines may keep files for as long as their jobs run: their data and delete files are told by their names and
 *       left alone. Their manifests and metadata files are not told apart, but written within a commit only.
 *   <li>Names are compared without scheme and host, and if the listing lacks the table's own metadata file nothing is removed,
 *       since it cannot be trusted.
 *   <li>A location that another table has files in, a dropped one for instance, is left alone.
 * </ul>
 *
 * <p>Not safe for use by several threads.
 */
final class OrphanRemoval {

    private static final Logger log = LoggerFactory.getLogger(OrphanRemoval.class);

    /** Bounds the removals of one search; the rest is for the next. */
    static final int MAX_REMOVALS = 1_000;

    /** Bounds the names held in memory: of more files, each search looks at another part. */
    private static final int MAX_NAMES = 100_000;

    private static final Pattern OURS = Pattern.compile(".*/data/.*" + OwnFiles.MARK
            + "[^/]*\\.(parquet|puffin)|.*/metadata/[^/]*(-m[0-9]+\\.avro|snap-[^/]*\\.avro|\\.metadata\\.json)");

    private final Clock clock;
    private final Duration age;
    /** Paths of metadata files that are certainly the table's. */
    private final Set<String> own = new HashSet<>();

    private final Set<String> suspects = new HashSet<>();
    private int parts = 1;
    private int part;

    OrphanRemoval(Clock clock, Duration age) {
        this.clock = clock;
        this.age = age;
    }

    /** Searches once and returns how many files were removed. */
    int search(Table table) {
        if (!(table.io() instanceof SupportsPrefixOperations storage)) {
            log.warn(
                    "{} cannot list files: orphans of {} stay",
                    table.io().getClass().getName(),
                    table.name());
            return 0;
        }
        part = (part + 1) % parts;
        Listing listing = list(storage, table.location());
        table.refresh();
        TableMetadata metadata = ((HasTableOperations) table).operations().current();
        if (!listing.metadata.containsKey(Locations.path(metadata.metadataFileLocation()))) {
            log.warn("the listing of {} lacks the table's own metadata: nothing is removed", table.name());
            return 0;
        }
        if (hasForeign(table, listing.metadata)) {
            log.warn("another table has files in the location of {}: nothing is removed", table.name());
            return 0;
        }
        new LiveFiles(table).forEach(location -> listing.old.remove(Locations.path(location)));
        // Whoever is not found again is no suspect any more: it was committed, or somebody else removed it.
        suspects.removeIf(path -> isInPart(path) && !listing.old.containsKey(path));
        parts = 1 + listing.count / MAX_NAMES;
        return remove(storage, listing.old);
    }

    private Listing list(SupportsPrefixOperations storage, String location) {
        long youngest = clock.millis() - age.toMillis();
        Listing listing = new Listing();
        for (FileInfo file : storage.listPrefix(location.endsWith("/") ? location : location + "/")) {
            String path = Locations.path(file.location());
            listing.count++;
            if (path.endsWith(".metadata.json")) {
                listing.metadata.put(path, file.location());
            }
            boolean old = file.createdAtMillis() < youngest;
            if (old && isInPart(path) && OURS.matcher(path).matches()) {
                listing.old.put(path, file.location());
            }
        }
        return listing;
    }

    /** Whether any metadata file is another table's, by the UUID that it holds; remembers what it read. */
    private boolean hasForeign(Table table, Map<String, String> listed) {
        new LiveFiles(table).ownMetadata().forEach(location -> own.add(Locations.path(location)));
        for (Map.Entry<String, String> file : listed.entrySet()) {
            if (!own.contains(file.getKey()) && isForeign(table, file.getValue())) {
                return true;
            }
            own.add(file.getKey());
        }
        own.retainAll(listed.keySet());
        return false;
    }

    private static boolean isForeign(Table table, String location) {
        try {
            return !TableMetadataParser.read(table.io(), location)
                    .uuid()
                    .equals(table.uuid().toString());
        } catch (NotFoundException e) {
            log.debug("{} is gone already", location);
            return false;
        }
    }

    private boolean isInPart(String path) {
        return Math.floorMod(path.hashCode(), parts) == part;
    }

    private int remove(SupportsPrefixOperations storage, Map<String, String> orphans) {
        int removed = 0;
        for (Map.Entry<String, String> orphan : orphans.entrySet()) {
            if (removed == MAX_REMOVALS) {
                break;
            }
            if (!suspects.add(orphan.getKey())) {
                delete(storage, orphan.getValue());
                suspects.remove(orphan.getKey());
                removed++;
            }
        }
        return removed;
    }

    private static void delete(SupportsPrefixOperations storage, String location) {
        try {
            storage.deleteFile(location);
        } catch (NotFoundException e) {
            log.debug("{} is gone already", location);
        }
    }

    /** What lies below a location, as far as it matters: locations by path. */
    private static final class Listing {
        private final Map<String, String> old = new HashMap<>();
        private final Map<String, String> metadata = new HashMap<>();
        private int count;
    }
}

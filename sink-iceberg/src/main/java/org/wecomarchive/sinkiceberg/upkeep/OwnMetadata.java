package org.wecomarchive.sinkiceberg.upkeep;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.exceptions.NotFoundException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells whether the metadata files in a location are all of one table, by the UUID they hold; remembers what it read. */
final class OwnMetadata {

    private static final Logger log = LoggerFactory.getLogger(OwnMetadata.class);

    private final Set<String> known = new HashSet<>();

    /** @param listed locations of metadata files by their path */
    boolean hasForeign(Table table, Map<String, String> listed) {
        new LiveFiles(table).ownMetadata().forEach(location -> known.add(Locations.path(location)));
        for (Map.Entry<String, String> file : listed.entrySet()) {
            if (!known.contains(file.getKey()) && isForeign(table, file.getValue())) {
                return true;
            }
            known.add(file.getKey());
        }
        known.retainAll(listed.keySet());
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
}

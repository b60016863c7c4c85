package org.wecomarchive.sinkiceberg.upkeep;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.FileIO;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells whether the metadata files in a location are all of one table, by the UUID they hold; remembers what it read. */
final class OwnMetadata {

    private static final Logger log = LoggerFactory.getLogger(OwnMetadata.class);

    private final Set<String> known = new HashSet<>();

    boolean hasForeign(List<String> locations, TableMetadata metadata, LiveFiles live, FileIO files) {
        live.ownMetadata(location -> known.add(Locations.path(location)));
        for (String location : locations) {
            String path = Locations.path(location);
            if (!known.contains(path)) {
                if (isForeign(location, metadata, files)) {
                    return true;
                }
                known.add(path);
            }
        }
        known.retainAll(locations.stream().map(Locations::path).toList());
        return false;
    }

    private static boolean isForeign(String location, TableMetadata metadata, FileIO files) {
        try {
            return !metadata.uuid()
                    .equals(TableMetadataParser.read(files, location).uuid());
        } catch (NotFoundException e) {
            log.debug("{} is gone already", location);
            return false;
        }
    }
}

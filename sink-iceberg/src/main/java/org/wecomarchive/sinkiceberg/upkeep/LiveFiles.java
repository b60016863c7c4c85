package org.wecomarchive.sinkiceberg.upkeep;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.ManifestContent;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.ReachableFileUtil;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;

/** Every file that a table, as last read, names in any retained snapshot of any branch or tag. */
final class LiveFiles {

    private final Table table;

    LiveFiles(Table table) {
        this.table = table;
    }

    /** Tells each at least once; fails rather than leave one out. */
    void forEach(Consumer<String> location) {
        ownMetadata().forEach(location);
        ReachableFileUtil.manifestListLocations(table).forEach(location);
        Set<String> manifests = new HashSet<>();
        for (Snapshot snapshot : table.snapshots()) {
            for (ManifestFile manifest : snapshot.allManifests(table.io())) {
                if (manifests.add(manifest.path())) {
                    location.accept(manifest.path());
                    content(manifest, location);
                }
            }
        }
    }

    /** The current metadata file, the earlier ones and the files of statistics that it names. */
    Set<String> ownMetadata() {
        Set<String> locations = new HashSet<>(ReachableFileUtil.metadataFileLocations(table, false));
        locations.addAll(ReachableFileUtil.statisticsFilesLocations(table));
        return locations;
    }

    private void content(ManifestFile manifest, Consumer<String> location) {
        try (CloseableIterable<? extends ContentFile<?>> entries = manifest.content() == ManifestContent.DATA
                ? ManifestFiles.read(manifest, table.io(), table.specs())
                : ManifestFiles.readDeleteManifest(manifest, table.io(), table.specs())) {
            entries.forEach(entry -> location.accept(entry.location()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

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
import org.apache.iceberg.PartitionStatisticsFile;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.StatisticsFile;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadata.MetadataLogEntry;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.FileIO;

/** Every file that the table's metadata names, in any retained snapshot of any branch or tag. */
final class LiveFiles {

    private final TableMetadata metadata;
    private final FileIO files;

    LiveFiles(TableMetadata metadata, FileIO files) {
        this.metadata = metadata;
        this.files = files;
    }

    /** Tells each at least once; fails rather than leave one out. */
    void forEach(Consumer<String> location) {
        ownMetadata(location);
        Set<String> manifests = new HashSet<>();
        for (Snapshot snapshot : metadata.snapshots()) {
            if (snapshot.manifestListLocation() != null) {
                location.accept(snapshot.manifestListLocation());
            }
            for (ManifestFile manifest : snapshot.allManifests(files)) {
                if (manifests.add(manifest.path())) {
                    location.accept(manifest.path());
                    content(manifest, location);
                }
            }
        }
    }

    /** The metadata files that the table names, the current one first. */
    void ownMetadata(Consumer<String> location) {
        location.accept(metadata.metadataFileLocation());
        metadata.previousFiles().stream().map(MetadataLogEntry::file).forEach(location);
        metadata.statisticsFiles().stream().map(StatisticsFile::path).forEach(location);
        metadata.partitionStatisticsFiles().stream()
                .map(PartitionStatisticsFile::path)
                .forEach(location);
    }

    private void content(ManifestFile manifest, Consumer<String> location) {
        try (CloseableIterable<? extends ContentFile<?>> entries = read(manifest)) {
            for (ContentFile<?> entry : entries) {
                location.accept(entry.location());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private CloseableIterable<? extends ContentFile<?>> read(ManifestFile manifest) {
        return manifest.content() == ManifestContent.DATA
                ? ManifestFiles.read(manifest, files, metadata.specsById())
                : ManifestFiles.readDeleteManifest(manifest, files, metadata.specsById());
    }
}

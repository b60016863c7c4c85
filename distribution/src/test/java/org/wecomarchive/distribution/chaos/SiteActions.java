package org.wecomarchive.distribution.chaos;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.wecomarchive.distribution.site.ColdTables;
import org.wecomarchive.distribution.site.Shell;
import org.wecomarchive.distribution.site.Site;
import org.wecomarchive.testkit.wait.BoundedWait;

/** What is done to a disk, to topics and to tables. */
final class SiteActions {

    private static final String DISK = "/var/lib/kafka/3";

    private SiteActions() {}

    /** Before the site is made: kafka-3 has a disk of its own, which can be full without the others' being so. */
    static void prepareDisk() throws IOException, InterruptedException {
        Shell.run("mkdir -p " + DISK + "\nmount -t tmpfs -o size=2g tmpfs " + DISK);
    }

    /** The disk of kafka-3 has no room for a while. */
    record FullDisk(Duration lasts) implements Action {

        @Override
        public Kind kind() {
            return Kind.FULL_DISKS;
        }

        @Override
        public String name() {
            return "fill the disk of kafka-3 for " + lasts.toSeconds() + " s";
        }

        @Override
        public boolean begin() throws IOException, InterruptedException {
            // A file system that shrinks to what it holds is full, and takes no memory for it.
            Shell.run("until mount -o remount,size=$(($(df -Pk " + DISK + " | awk 'NR == 2 { print $3 }') + 64))k "
                    + DISK + "; do sleep 0.1; done");
            return true;
        }

        @Override
        public void end() throws IOException, InterruptedException {
            Shell.run("mount -o remount,size=2g " + DISK);
        }
    }

    /** More partitions of raw and events, as docs/scaling.md says. */
    record Growth() implements Action {

        @Override
        public Kind kind() {
            return Kind.GROWTHS;
        }

        @Override
        public String name() {
            return "raw and events get more partitions";
        }

        @Override
        public boolean begin() throws IOException, InterruptedException {
            Shell.run("cd " + Site.DEPLOY + "\nuntil archivectl topics apply --config " + Site.ARCHIVECTL
                    + " --file topics.yaml --partitions events=48 --partitions raw=24; do sleep 2; done");
            return true;
        }
    }

    /**
     * A table's files are rewritten beside the connector, and beside whatever happens next.
     *
     * @param table events or raw
     */
    record Compaction(String table) implements Action {

        @Override
        public Kind kind() {
            return Kind.COMPACTIONS;
        }

        @Override
        public String name() {
            return "compact the cold table " + table;
        }

        @Override
        public Duration lasts() {
            return Duration.ofSeconds(1);
        }

        @Override
        public boolean begin() {
            return true;
        }

        @Override
        public void end() throws IOException, InterruptedException, TimeoutException {
            new BoundedWait(Duration.ofMinutes(4), Duration.ofSeconds(5))
                    .<IOException>until("a compaction of " + table, this::isThrough);
        }

        private boolean isThrough() throws IOException {
            try (ColdTables cold = ColdTables.open()) {
                cold.compact(table);
                return true;
            } catch (RuntimeException catalogOrStorageAway) {
                // Iceberg has an exception of its own for each kind of failure; a compaction that failed has changed
                // nothing.
                return false;
            }
        }
    }
}

package org.wecomarchive.sinkiceberg.upkeep;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.SupportsPrefixOperations;
import org.wecomarchive.sinkiceberg.catalog.LocalFiles;

/** Local files, and a chance to do something between a listing and what its reader does next. Made by Iceberg by name. */
public final class InterruptedListing implements SupportsPrefixOperations {

    private static final Queue<Runnable> ACTIONS = new ConcurrentLinkedQueue<>();

    private final LocalFiles files = new LocalFiles();

    static void afterTheNext(Runnable action) {
        ACTIONS.add(action);
    }

    @Override
    public Iterable<FileInfo> listPrefix(String prefix) {
        List<FileInfo> listed = new ArrayList<>();
        files.listPrefix(prefix).forEach(listed::add);
        for (Runnable action = ACTIONS.poll(); action != null; action = ACTIONS.poll()) {
            action.run();
        }
        return listed;
    }

    @Override
    public void deletePrefix(String prefix) {
        files.deletePrefix(prefix);
    }

    @Override
    public InputFile newInputFile(String location) {
        return files.newInputFile(location);
    }

    @Override
    public OutputFile newOutputFile(String location) {
        return files.newOutputFile(location);
    }

    @Override
    public void deleteFile(String location) {
        files.deleteFile(location);
    }

    @Override
    public Map<String, String> properties() {
        return Map.of();
    }

    @Override
    public void initialize(Map<String, String> properties) {
        files.initialize(properties);
    }
}

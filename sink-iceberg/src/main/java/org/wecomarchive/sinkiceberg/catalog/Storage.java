package org.wecomarchive.sinkiceberg.catalog;

import java.util.Locale;

/** Kinds of storage, told by the scheme of the warehouse's location. */
enum Storage {
    LOCAL(LocalFiles.class.getName()),
    S3("org.apache.iceberg.aws.s3.S3FileIO"),
    HADOOP("org.apache.iceberg.hadoop.HadoopFileIO");

    private final String fileIo;

    Storage(String fileIo) {
        this.fileIo = fileIo;
    }

    static Storage of(String warehouse) {
        int colon = warehouse.indexOf(":");
        String scheme = colon < 0 ? "file" : warehouse.substring(0, colon).toLowerCase(Locale.ROOT);
        return switch (scheme) {
            case "file" -> LOCAL;
            case "s3", "s3a", "s3n" -> S3;
            default -> HADOOP;
        };
    }

    /** Name of the class that reads and writes files. */
    String fileIo() {
        return fileIo;
    }
}

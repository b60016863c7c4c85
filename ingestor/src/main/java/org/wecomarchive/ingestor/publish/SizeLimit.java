package org.wecomarchive.ingestor.publish;

/**
 * The largest size of a record, and the setting that limits it.
 *
 * @param setting name of the setting, for the operator
 * @param bytes at least 0
 */
public record SizeLimit(String setting, long bytes) {

    public SizeLimit {
        if (bytes < 0) {
            throw new IllegalArgumentException(setting + " must not be negative: " + bytes);
        }
    }

    /** As an operator sees it, for example {@code max.message.bytes of wecom.archive.raw.v1 (8388608)}. */
    @Override
    public String toString() {
        return setting + " (" + bytes + ")";
    }
}

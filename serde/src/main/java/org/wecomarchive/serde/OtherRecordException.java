package org.wecomarchive.serde;

/**
 * The schema id in the bytes of a record is that of another record than the one that is read: the topic is another one than
 * the reader takes it for, or the registry is not the one that the record was written with.
 */
public final class OtherRecordException extends UnresolvableSchemaException {

    private static final long serialVersionUID = 1L;

    private final String written;
    private final String wanted;

    OtherRecordException(RecordPosition position, int schemaId, String written, String wanted) {
        super(
                position,
                schemaId,
                "is " + written + ", and " + wanted + " is wanted: check the topic and " + RegistryConfig.URL);
        this.written = written;
        this.wanted = wanted;
    }

    /** Name of the schema that the registry has under the id, such as {@code RawRecord}. */
    public String written() {
        return written;
    }

    /** Name of the record that the reader wants, such as {@code ChatEvent}. */
    public String wanted() {
        return wanted;
    }
}

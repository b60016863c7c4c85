package org.wecomarchive.decryptor.payload;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.wecomarchive.schemas.ChatEvent;

/** Writes an event as Avro binary and reads it again. */
final class AvroRoundTrip {

    private static final SpecificData MODEL = new TrustingModel();

    private AvroRoundTrip() {}

    static ChatEvent of(ChatEvent event) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        Schema schema = ChatEvent.getClassSchema();
        try {
            new SpecificDatumWriter<ChatEvent>(schema, MODEL).write(event, encoder);
            encoder.flush();
            return new SpecificDatumReader<ChatEvent>(schema, schema, MODEL)
                    .read(null, DecoderFactory.get().binaryDecoder(bytes.toByteArray(), null));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Avro makes records only of classes that the program trusts; this one trusts the generated ones. */
    private static final class TrustingModel extends SpecificData {

        TrustingModel() {
            super(ChatEvent.class.getClassLoader());
            SpecificData.getForClass(ChatEvent.class).getConversions().forEach(this::addLogicalTypeConversion);
        }

        @Override
        @SuppressWarnings("rawtypes") // as in the class that it extends
        public Class getClass(Schema schema) {
            if (schema.getType() != Schema.Type.RECORD) {
                return super.getClass(schema);
            }
            try {
                return Class.forName(schema.getFullName(), true, getClassLoader());
            } catch (ClassNotFoundException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}

package org.wecomarchive.schemas;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.Encoder;
import org.apache.avro.io.EncoderFactory;

/** One record kept twice: in Avro binary as hex digits, and as Avro JSON, in which a person sees the values. */
record GoldenRecord(Path hex, Path json) {

    private static final int HEX_LINE = 120;

    static GoldenRecord of(SchemaSet release, String name) {
        Path directory = release.directory().resolve("golden");
        return new GoldenRecord(directory.resolve(name + ".hex"), directory.resolve(name + ".json"));
    }

    byte[] bytes() throws IOException {
        return HexFormat.of().parseHex(String.join("", Files.readAllLines(hex)));
    }

    /** The record as the schema of its time has it, from the JSON. */
    GenericRecord record(Schema written) throws IOException {
        return new GenericDatumReader<GenericRecord>(written)
                .read(null, DecoderFactory.get().jsonDecoder(written, Files.readString(json)));
    }

    void write(GenericRecord sample) throws IOException {
        Files.createDirectories(hex.getParent());
        String digits = HexFormat.of().formatHex(encode(sample, sample.getSchema()));
        Files.writeString(hex, digits.replaceAll("(.{" + HEX_LINE + "})(?!$)", "$1\n") + "\n");
        Files.writeString(json, toJson(sample) + "\n");
    }

    static byte[] encode(GenericRecord datum, Schema schema) throws IOException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        Encoder encoder = EncoderFactory.get().directBinaryEncoder(output, null);
        new GenericDatumWriter<GenericRecord>(schema).write(datum, encoder);
        return output.toByteArray();
    }

    /** Reads as a consumer does: written with one schema, seen through another. */
    static GenericRecord decode(byte[] bytes, Schema written, Schema read) throws IOException {
        BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(bytes, null);
        GenericRecord datum = new GenericDatumReader<GenericRecord>(written, read).read(null, decoder);
        if (!decoder.isEnd()) {
            throw new IOException("bytes remain after the record");
        }
        return datum;
    }

    private static String toJson(GenericRecord datum) throws IOException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        Encoder encoder = EncoderFactory.get().jsonEncoder(datum.getSchema(), output, true);
        new GenericDatumWriter<GenericRecord>(datum.getSchema()).write(datum, encoder);
        encoder.flush();
        return output.toString(StandardCharsets.UTF_8);
    }
}

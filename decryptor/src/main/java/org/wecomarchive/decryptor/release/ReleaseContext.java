package org.wecomarchive.decryptor.release;

import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.wecomarchive.decryptor.decryption.Decrypter;
import org.wecomarchive.decryptor.decryption.PayloadDecryption;
import org.wecomarchive.decryptor.decryption.RecordDecryption;
import org.wecomarchive.decryptor.keyring.KeyRing;
import org.wecomarchive.schemas.Command;
import org.wecomarchive.schemas.Topics;

/**
 * What every session needs.
 *
 * @param clients opens those of a session
 * @param payloads knows what is held against payloads, which a command to release overrules
 * @param sliceRecords most records that are due at the same time, about 200 bytes each
 */
public record ReleaseContext(
        Topics topics,
        Supplier<ReleaseClients> clients,
        Decrypter decryption,
        PayloadDecryption payloads,
        KeyRing keys,
        int sliceRecords,
        Commands commands,
        RecordDecryption.Clocks clocks,
        ReleaseFigures figures) {

    /** 32 MiB of them. */
    public static final int SLICE_RECORDS = 32 * 1024 * 1024 / 200;

    /** How the values of the topic of commands are read and written; both throw as the serde does. */
    public record Commands(
            Function<ConsumerRecord<byte[], byte[]>, Command> reader, Function<Command, byte[]> writer) {}
}

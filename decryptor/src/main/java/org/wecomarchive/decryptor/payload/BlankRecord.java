package org.wecomarchive.decryptor.payload;

import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.function.Supplier;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.wecomarchive.schemas.ChatEvent;

/** Constructors of generated record classes, looked up once and as fast as {@code new} afterwards. */
final class BlankRecord {

    private BlankRecord() {}

    /** Makes empty records of the schema's generated class. */
    static Supplier<SpecificRecord> of(Schema schema) {
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        try {
            Class<?> type = Class.forName(schema.getFullName(), true, ChatEvent.class.getClassLoader());
            MethodHandle constructor = lookup.findConstructor(type, MethodType.methodType(void.class));
            MethodHandle factory = LambdaMetafactory.metafactory(
                            lookup,
                            "get",
                            MethodType.methodType(Supplier.class),
                            MethodType.methodType(Object.class),
                            constructor,
                            MethodType.methodType(type))
                    .getTarget();
            @SuppressWarnings("unchecked") // The constructor of a generated class makes nothing but its records.
            Supplier<SpecificRecord> blank = (Supplier<SpecificRecord>) factory.invoke();
            return blank;
        } catch (Throwable failure) {
            // MethodHandle.invoke declares Throwable; without the generated class the program is incomplete.
            throw new LinkageError("no record class for " + schema.getFullName(), failure);
        }
    }
}

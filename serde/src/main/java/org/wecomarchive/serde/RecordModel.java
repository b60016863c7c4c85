package org.wecomarchive.serde;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;

/**
 * Avro's view of a generated class: its schema, the conversions of its logical types, and the classes of its package, which
 * Avro may load.
 *
 * <p>Avro makes objects only of classes that the JVM's system properties name, because a schema can name any class. Operators
 * need not set them: a record's class is taken from the package and the class loader of the type that was asked for, and from
 * nowhere else.
 */
final class RecordModel extends SpecificData {

    private final Schema schema;
    private final String packageName;
    private final ConcurrentMap<String, Class<?>> classes = new ConcurrentHashMap<>();

    RecordModel(Class<?> type) {
        super(type.getClassLoader());
        this.packageName = type.getPackageName();
        SpecificData.getForClass(type).getConversions().forEach(this::addLogicalTypeConversion);
        this.schema = getSchema(type);
    }

    Schema schema() {
        return schema;
    }

    @Override
    @SuppressWarnings("rawtypes") // as in the class that it extends
    public Class getClass(Schema schema) {
        if (schema.getType() != Schema.Type.RECORD || !packageName.equals(schema.getNamespace())) {
            return super.getClass(schema);
        }
        return classes.computeIfAbsent(schema.getFullName(), this::load);
    }

    private Class<?> load(String name) {
        try {
            return Class.forName(name, true, getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new AvroRuntimeException("no generated class " + name, e);
        }
    }
}

package org.wecomarchive.sinkiceberg.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableUtil;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.iceberg.types.Types.StructType;

/** Checks that a table can take every record and that each of its rows can be replaced. */
final class TableFit {

    private final String table;
    private final List<String> missing = new ArrayList<>();

    private TableFit(String table) {
        this.table = table;
    }

    /**
     * Checks a table.
     *
     * @return the paths of optional columns that it lacks and that can be added
     * @throws UnfitTableException if it does not fit
     */
    static List<String> missingColumns(Table table, Schema wanted) {
        TableFit fit = new TableFit(table.name());
        fit.checkDeletes(table);
        fit.checkStruct("", wanted.asStruct(), table.schema().asStruct());
        return List.copyOf(fit.missing);
    }

    private void checkDeletes(Table found) {
        if (TableUtil.formatVersion(found) < 2) {
            throw unfit("its format version is 1, in which rows cannot be replaced");
        }
    }

    private void checkStruct(String prefix, StructType wanted, StructType found) {
        for (NestedField column : wanted.fields()) {
            NestedField match = found.field(column.name());
            String path = prefix + column.name();
            if (match != null) {
                checkColumn(path, column, match);
            } else if (column.isOptional()) {
                missing.add(path);
            } else {
                throw unfit("it has no column " + path);
            }
        }
        for (NestedField column : found.fields()) {
            if (column.isRequired() && wanted.field(column.name()) == null) {
                throw unfit("its column " + prefix + column.name() + " must have a value and we have none for it");
            }
        }
    }

    private void checkColumn(String path, NestedField wanted, NestedField found) {
        if (wanted.isOptional() && found.isRequired()) {
            throw unfit("its column " + path + " must have a value, and ours may be null");
        }
        checkType(path, wanted.type(), found.type());
    }

    private void checkType(String path, Type wanted, Type found) {
        if (wanted.isPrimitiveType() ? !wanted.equals(found) : wanted.typeId() != found.typeId()) {
            throw unfit("its column " + path + " is of the type " + name(found) + " and not " + name(wanted));
        }
        if (wanted.isStructType()) {
            checkStruct(path + ".", wanted.asStructType(), found.asStructType());
        } else if (wanted.isListType()) {
            checkType(
                    path + ".element",
                    wanted.asListType().elementType(),
                    found.asListType().elementType());
        }
    }

    private static String name(Type type) {
        return type.isPrimitiveType() ? type.toString() : type.typeId().name().toLowerCase(Locale.ROOT);
    }

    private UnfitTableException unfit(String reason) {
        return new UnfitTableException(table, reason);
    }
}

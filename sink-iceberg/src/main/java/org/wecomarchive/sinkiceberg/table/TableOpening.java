package org.wecomarchive.sinkiceberg.table;

import java.util.List;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.jdbc.UncheckedSQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a table of the cold store, and makes it first, or completes it, where needed.
 *
 * <p>Several tasks may open one table at once: each step is a compare-and-swap, and whoever loses looks again.
 *
 * <p>Columns that the table lacks are added at the end; columns that it has and we do not know stay. So does a partitioning
 * that an operator has chosen.
 */
public final class TableOpening {

    private static final Logger log = LoggerFactory.getLogger(TableOpening.class);

    private static final int ATTEMPTS = 20;

    private final Catalog catalog;
    private final TableIdentifier name;
    private final ArchiveTable kind;
    private final Schema columns;

    private TableOpening(Catalog catalog, TableIdentifier name, ArchiveTable kind) {
        this.catalog = catalog;
        this.name = name;
        this.kind = kind;
        this.columns = kind.columns();
    }

    /**
     * The table, ready for every record of its kind.
     *
     * @throws UnfitTableException if there is a table of another shape under this name
     * @throws CommitFailedException if other tasks were faster again and again: worth another try
     */
    public static Table open(Catalog catalog, TableIdentifier name, ArchiveTable kind) {
        TableOpening opening = new TableOpening(catalog, name, kind);
        opening.ensureNamespace();
        CommitFailedException lost = new CommitFailedException("%s was not opened", name);
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            try {
                return opening.attempt();
            } catch (CommitFailedException e) {
                lost = e;
            }
        }
        throw lost;
    }

    private Table attempt() {
        Table table = loadOrCreate();
        List<String> missing = TableFit.missingColumns(table, columns);
        if (!missing.isEmpty()) {
            table.updateSchema().unionByNameWith(columns).commit();
            log.info("table {} has {} new columns: {}", name, missing.size(), missing);
        }
        return table;
    }

    private Table loadOrCreate() {
        try {
            return catalog.loadTable(name);
        } catch (NoSuchTableException absent) {
            return create();
        }
    }

    private Table create() {
        try {
            Table table = catalog.buildTable(name, columns)
                    .withPartitionSpec(PartitionSpec.builderFor(columns)
                            .identity(ArchiveTable.CORP_ID)
                            .day(kind.dayColumn())
                            .build())
                    .withSortOrder(
                            SortOrder.builderFor(columns).asc(ArchiveTable.SEQ).build())
                    .withProperties(TableLayout.properties(kind))
                    .create();
            log.info("table {} made", name);
            return table;
        } catch (AlreadyExistsException otherTask) {
            return catalog.loadTable(name);
        }
    }

    private void ensureNamespace() {
        Namespace namespace = name.namespace();
        if (!(catalog instanceof SupportsNamespaces namespaces) || namespaces.namespaceExists(namespace)) {
            return;
        }
        try {
            namespaces.createNamespace(namespace);
        } catch (AlreadyExistsException | UncheckedSQLException e) {
            // The database's answer to a second insert is not the same everywhere.
            if (!namespaces.namespaceExists(namespace)) {
                throw e;
            }
        }
    }
}

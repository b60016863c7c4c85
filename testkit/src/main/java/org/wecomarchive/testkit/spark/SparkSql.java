package org.wecomarchive.testkit.spark;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.wecomarchive.testkit.server.BuiltFolder;

/**
 * Spark in a JVM of its own, on the class path that the module {@code spark} builds.
 *
 * <p>The session has Iceberg's extensions and the catalog {@code wecom_archive}, whose namespace {@code wecom_archive}
 * is the current one, and shows points of time in UTC. Runs one statement at a time; not safe for use by several
 * threads.
 */
public final class SparkSql implements AutoCloseable {

    private static final String CLASS_PATH = "spark.classpath";
    private static final BuiltFolder SPARK = new BuiltFolder(
            "wecom.spark.folder",
            Path.of("spark", "target"),
            folder -> Files.isRegularFile(folder.resolve(CLASS_PATH)));

    /** What Spark's own launcher opens; see {@code org.apache.spark.launcher.JavaModuleOptions}. */
    private static final List<String> OPENED = List.of(
            "java.lang",
            "java.lang.invoke",
            "java.lang.reflect",
            "java.io",
            "java.net",
            "java.nio",
            "java.util",
            "java.util.concurrent",
            "java.util.concurrent.atomic",
            "jdk.internal.ref",
            "sun.nio.ch",
            "sun.nio.cs",
            "sun.security.action",
            "sun.util.calendar");

    private static final int STOP_SECONDS = 20;

    private final Process process;
    private final Path log;
    private final BufferedReader answers;
    private final BufferedWriter statements;

    private SparkSql(Process process, Path log) {
        this.process = process;
        this.log = log;
        this.answers = process.inputReader(StandardCharsets.UTF_8);
        this.statements = process.outputWriter(StandardCharsets.UTF_8);
    }

    /**
     * Starts Spark and returns when it takes statements.
     *
     * @param warehouse of a cold store with its SQLite catalog
     * @param scratch for what Spark spills and logs; made if absent
     * @throws IOException if Spark ends; its log is {@code spark.log} in {@code scratch}
     */
    public static SparkSql start(Path warehouse, Path scratch) throws IOException {
        Files.createDirectories(scratch);
        Path log = scratch.resolve("spark.log");
        ProcessBuilder builder = new ProcessBuilder(command(settings(warehouse, scratch)));
        // An address by which no other machine finds it.
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        SparkSql spark = new SparkSql(
                builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .start(),
                log);
        try {
            spark.nextLine();
            spark.rows("USE wecom_archive.wecom_archive");
            return spark;
        } catch (IOException | RuntimeException e) {
            spark.close();
            throw e;
        }
    }

    /**
     * Runs a statement and returns its rows as JSON objects, columns in order.
     *
     * @throws StatementFailedException with Spark's own words
     * @throws IOException if Spark has ended
     */
    public List<String> rows(String statement) throws IOException {
        statements.write(statement.strip().replaceAll("\\s+", " "));
        statements.newLine();
        statements.flush();
        List<String> rows = new ArrayList<>();
        for (String line = nextLine(); !line.equals("done"); line = nextLine()) {
            if (line.startsWith("failed ")) {
                throw new StatementFailedException(line);
            }
            rows.add(line.substring("row ".length()));
        }
        return rows;
    }

    /** Ends Spark; idempotent. */
    @Override
    public void close() {
        try {
            statements.close();
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private String nextLine() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException("Spark has ended: see " + log);
        }
        return line;
    }

    private static Map<String, String> settings(Path warehouse, Path scratch) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("spark.master", "local[2]");
        settings.put("spark.ui.enabled", "false");
        settings.put("spark.local.dir", scratch.toString());
        settings.put("spark.sql.warehouse.dir", scratch.resolve("warehouse").toString());
        settings.put("spark.sql.session.timeZone", "UTC");
        settings.put("spark.sql.shuffle.partitions", "2");
        settings.put("spark.sql.jsonGenerator.ignoreNullFields", "false");
        settings.put("spark.sql.extensions", "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions");
        String catalog = "spark.sql.catalog.wecom_archive";
        settings.put(catalog, "org.apache.iceberg.spark.SparkCatalog");
        settings.put(catalog + ".type", "jdbc");
        settings.put(catalog + ".jdbc.schema-version", "V1");
        settings.put(catalog + ".jdbc.busy_timeout", "30000");
        settings.put(catalog + ".uri", "jdbc:sqlite:" + warehouse.resolve("catalog.db"));
        settings.put(catalog + ".warehouse", warehouse.toString());
        return settings;
    }

    private static List<String> command(Map<String, String> settings) throws IOException {
        Path built = SPARK.locate();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx1g", "-XX:+UseSerialGC", "-Djava.net.preferIPv4Stack=true"));
        command.addAll(List.of("-XX:+IgnoreUnrecognizedVMOptions", "-Djdk.reflect.useDirectMethodHandle=false"));
        OPENED.forEach(name -> command.add("--add-opens=java.base/" + name + "=ALL-UNNAMED"));
        settings.forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.add("-cp");
        command.add(built.resolve("classes")
                + File.pathSeparator
                + Files.readString(built.resolve(CLASS_PATH)).strip());
        command.add("org.wecomarchive.spark.SparkSqlMain");
        return command;
    }
}

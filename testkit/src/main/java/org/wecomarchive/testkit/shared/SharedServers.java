package org.wecomarchive.testkit.shared;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.wecomarchive.testkit.elasticsearch.ElasticsearchServer;
import org.wecomarchive.testkit.kafka.SecuredKafka;
import org.wecomarchive.testkit.registry.RegistryServer;

/**
 * Servers that all test classes of a JVM share: each is started when the first class asks for it and stopped after the
 * last test.
 *
 * <p><b>Shape.</b> A JUnit extension that resolves parameters of type {@link SecuredKafka} (one node; {@code cluster()}
 * is the way in without TLS), {@link RegistryServer} and {@link ElasticsearchServer}, preferably of a
 * {@code @BeforeAll} method. Topics, groups, transactional ids and indices are told apart by names that tests derive
 * from their own. A test that stops a server starts it again.
 */
public final class SharedServers implements ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(SharedServers.class);
    private static final Map<Class<?>, Kind<?>> KINDS = Map.of(
            SecuredKafka.class,
            new Kind<>(directory -> SecuredKafka.start(directory, 1, Clock.systemUTC()), SecuredKafka::close),
            RegistryServer.class,
            new Kind<>(RegistryServer::start, RegistryServer::close),
            ElasticsearchServer.class,
            new Kind<>(ElasticsearchServer::start, ElasticsearchServer::close));

    /** How servers of a class are started and stopped. */
    private record Kind<S>(Start<S> start, Consumer<S> stop) {

        Shared<S> startIn(Path directory) throws IOException, InterruptedException {
            return new Shared<>(start.in(directory), stop, directory);
        }
    }

    @FunctionalInterface
    private interface Start<S> {
        S in(Path directory) throws IOException, InterruptedException;
    }

    /** For JUnit. */
    public SharedServers() {}

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return KINDS.containsKey(parameter.getParameter().getType());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return server(context, parameter.getParameter().getType());
    }

    /**
     * The same for an extension that builds on a server. It has to ask before it stores anything of its own: then the
     * server is closed last.
     *
     * @param type one of those that the class names
     */
    public static <S> S server(ExtensionContext context, Class<S> type) {
        // A JVM of tests that is one of several runs its classes one by one, each with a root of its own.
        Store store = context.getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE);
        return type.cast(store.getOrComputeIfAbsent(type, key -> start(type), Shared.class)
                .server());
    }

    private static Shared<?> start(Class<?> type) {
        try {
            return KINDS.get(type).startIn(Files.createTempDirectory("shared-" + type.getSimpleName()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ParameterResolutionException("interrupted while a server was starting", e);
        } catch (IOException e) {
            throw new ParameterResolutionException(type.getSimpleName() + " does not start", e);
        }
    }

    /** A server and where it keeps its files; JUnit closes it with the store of its session. */
    private record Shared<S>(S server, Consumer<S> stop, Path directory) implements AutoCloseable {

        @Override
        public void close() throws IOException {
            stop.accept(server);
            Utils.delete(directory.toFile());
        }
    }
}

package org.wecomarchive.ingestor;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.wecomarchive.testkit.kafka.SecuredKafka;
import org.wecomarchive.testkit.registry.RegistryServer;
import org.wecomarchive.testkit.shared.SharedServers;

/**
 * Hands the {@link Servers} of this JVM to whoever has a parameter of that type, and to every test a {@link IngestorFixture} of its own
 * on them. JUnit closes the fixture after its test and the servers after the last one.
 */
public final class ServersExtension implements ParameterResolver {

    private static final ExtensionContext.Namespace OURS = ExtensionContext.Namespace.create(ServersExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Servers.class || type == IngestorFixture.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Servers.class ? servers(context) : fixture(context);
    }

    private static Servers servers(ExtensionContext context) {
        SecuredKafka kafka = SharedServers.server(context, SecuredKafka.class);
        RegistryServer registry = SharedServers.server(context, RegistryServer.class);
        return context.getRoot()
                .getStore(OURS)
                .getOrComputeIfAbsent(Servers.class, key -> new Servers(kafka, registry), Servers.class);
    }

    private static IngestorFixture fixture(ExtensionContext context) {
        String test = context.getRequiredTestMethod().getName();
        return context.getStore(OURS)
                .getOrComputeIfAbsent(IngestorFixture.class, key -> newRig(context, test), IngestorFixture.class);
    }

    private static IngestorFixture newRig(ExtensionContext context, String test) {
        try {
            return servers(context).newRig(test);
        } catch (Exception e) {
            throw new ParameterResolutionException("a fixture cannot be set up", e);
        }
    }
}

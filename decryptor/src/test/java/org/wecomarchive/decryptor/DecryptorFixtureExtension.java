package org.wecomarchive.decryptor;

import java.nio.file.Files;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.wecomarchive.testkit.kafka.SecuredKafka;
import org.wecomarchive.testkit.registry.RegistryServer;
import org.wecomarchive.testkit.shared.SharedServers;

/** Hands every test a {@link DecryptorFixture} of its own, on the servers of this JVM; JUnit closes it after the test. */
public final class DecryptorFixtureExtension implements ParameterResolver {

    private static final ExtensionContext.Namespace OURS =
            ExtensionContext.Namespace.create(DecryptorFixtureExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == DecryptorFixture.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getStore(OURS)
                .getOrComputeIfAbsent(DecryptorFixture.class, key -> fixture(context), DecryptorFixture.class);
    }

    private static DecryptorFixture fixture(ExtensionContext context) {
        SecuredKafka kafka = SharedServers.server(context, SecuredKafka.class);
        RegistryServer registry = SharedServers.server(context, RegistryServer.class);
        String name = context.getRequiredTestMethod().getName()
                + Integer.toHexString(context.getDisplayName().hashCode());
        try {
            return new DecryptorFixture(name, Files.createTempDirectory("fixture"), kafka.cluster(), registry);
        } catch (Exception e) {
            throw new ParameterResolutionException("a fixture cannot be set up", e);
        }
    }
}

package org.wecomarchive.decryptor;

import java.nio.file.Files;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.wecomarchive.testkit.kafka.SecuredKafka;
import org.wecomarchive.testkit.registry.RegistryServer;
import org.wecomarchive.testkit.shared.SharedServers;

/** Hands every test a {@link Rig} of its own, on the servers of this JVM; JUnit closes it after the test. */
public final class RigExtension implements ParameterResolver {

    private static final ExtensionContext.Namespace OURS = ExtensionContext.Namespace.create(RigExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Rig.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getStore(OURS).getOrComputeIfAbsent(Rig.class, key -> rig(context), Rig.class);
    }

    private static Rig rig(ExtensionContext context) {
        SecuredKafka kafka = SharedServers.server(context, SecuredKafka.class);
        RegistryServer registry = SharedServers.server(context, RegistryServer.class);
        String name = context.getRequiredTestMethod().getName()
                + Integer.toHexString(context.getDisplayName().hashCode());
        try {
            return new Rig(name, Files.createTempDirectory("rig"), kafka.cluster(), registry);
        } catch (Exception e) {
            throw new ParameterResolutionException("a rig cannot be set up", e);
        }
    }
}

package org.wecomarchive.testkit.server;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A folder that the build fills with a server.
 *
 * @param property system property that names another one
 * @param inCheckout where the build puts it, below the checkout
 * @param complete whether a folder holds what is needed
 */
public record BuiltFolder(String property, Path inCheckout, Predicate<Path> complete) {

    /**
     * The folder that the system property names, else the one of the checkout that our jar or classes lie in.
     *
     * @throws IllegalStateException if there is none
     */
    public Path locate() {
        return locate(Optional.ofNullable(System.getProperty(property)).map(Path::of), ourClasses());
    }

    /** The same with the value of the property and the place of our classes given. */
    public Path locate(Optional<Path> configured, Path ours) {
        Stream<Path> built = Stream.concat(
                Stream.of(ours.resolveSibling(inCheckout.getFileName())),
                Stream.iterate(ours.getParent(), Objects::nonNull, Path::getParent)
                        .map(ancestor -> ancestor.resolve(inCheckout)));
        return configured
                .map(Stream::of)
                .orElse(built)
                .filter(complete)
                .findFirst()
                .orElseThrow(() -> {
                    String where = configured.map(path -> "in " + path).orElse("near " + ours);
                    return new IllegalStateException("no server " + where + ": build the module "
                            + inCheckout.getName(0) + ", or set the system property " + property);
                });
    }

    /** The jar or folder that this class was loaded from. */
    static Path ourClasses() {
        try {
            return Path.of(BuiltFolder.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toAbsolutePath();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("our own classes are not in a file", e);
        }
    }
}

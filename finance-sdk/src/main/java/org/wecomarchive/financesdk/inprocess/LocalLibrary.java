package org.wecomarchive.financesdk.inprocess;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.wecomarchive.financesdk.FinanceSdk;
import org.wecomarchive.financesdk.FinanceSdkProvider;
import org.wecomarchive.financesdk.NativeStructs;
import org.wecomarchive.financesdk.SdkMonitor;
import org.wecomarchive.financesdk.nativelib.NativeFinanceSdk;

/**
 * A library opened in this JVM, called on the threads of its callers.
 *
 * @param sdk the library
 * @param liveStructs its native structs now
 */
public record LocalLibrary(FinanceSdk sdk, Supplier<NativeStructs> liveStructs) {

    private static final Pattern SCHEME = Pattern.compile("[a-z][a-z0-9+.-]+:.*");

    /**
     * Opens {@code library} through the provider that supports it, else as the vendor's native library.
     *
     * @throws IllegalArgumentException when it cannot be used as it is; the message says why and what to do
     */
    public static LocalLibrary open(String library) {
        return open(library, FinanceSdkProvider::open);
    }

    /** As {@link #open(String)}, in a process that exists for the library alone. */
    public static LocalLibrary openHosted(String library) {
        return open(library, FinanceSdkProvider::openHosted);
    }

    private static LocalLibrary open(String library, BiFunction<FinanceSdkProvider, String, FinanceSdk> opening) {
        Optional<FinanceSdkProvider> provider = provider(library);
        if (provider.isPresent()) {
            return new LocalLibrary(opening.apply(provider.get(), library), () -> NativeStructs.NONE);
        }
        NativeFinanceSdk sdk = NativeFinanceSdk.load(path(library));
        return new LocalLibrary(sdk, sdk::liveStructs);
    }

    /**
     * The provider for {@code library}; empty when it is a path.
     *
     * @throws IllegalArgumentException when it looks like an address that no provider supports, or several do
     */
    public static Optional<FinanceSdkProvider> provider(String library) {
        List<FinanceSdkProvider> providers =
                ServiceLoader.load(FinanceSdkProvider.class, FinanceSdkProvider.class.getClassLoader()).stream()
                        .map(ServiceLoader.Provider::get)
                        .filter(candidate -> candidate.supports(library))
                        .toList();
        if (providers.size() > 1) {
            throw new IllegalArgumentException(
                    "more than one provider supports " + library + ": keep one on the class path");
        }
        if (providers.isEmpty() && SCHEME.matcher(library).matches()) {
            throw new IllegalArgumentException("no provider on the class path supports " + library
                    + ": add its jar, or set sdk.library to the path of libWeWorkFinanceSdk_C.so");
        }
        return providers.stream().findFirst();
    }

    private static Path path(String library) {
        try {
            return Path.of(library);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("sdk.library is not a path: " + library, e);
        }
    }

    /** The same library on threads of its own, safe for any caller. */
    public FinanceSdk onOwnThreads(SdkMonitor monitor) {
        return new ThreadedFinanceSdk(this, Runtime.getRuntime().availableProcessors(), monitor);
    }
}

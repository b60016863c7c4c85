package org.wecomarchive.financesdk.nativelib;

import com.sun.jna.FunctionMapper;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.wecomarchive.financesdk.NoexecMount;

/** Loads the vendor's library, or says in plain words why it cannot be used. */
final class LibraryLoader {

    /** The vendor's names of {@link WeWorkLibrary}'s methods. */
    static final List<String> FUNCTIONS = Stream.of(WeWorkLibrary.class.getDeclaredMethods())
            .map(LibraryLoader::vendorsName)
            .sorted()
            .toList();

    /**
     * RTLD_LAZY without RTLD_GLOBAL, since the library brings its own OpenSSL and curl, whose symbols must not reach other
     * libraries; with RTLD_NODELETE (0x1000), since unloading it under threads of its own would end the process.
     */
    private static final int OPEN_FLAGS = 0x0001 | 0x1000;

    private static final Map<String, Object> OPTIONS =
            Map.of(Library.OPTION_OPEN_FLAGS, OPEN_FLAGS, Library.OPTION_FUNCTION_MAPPER, (FunctionMapper)
                    (library, method) -> vendorsName(method));

    private LibraryLoader() {}

    /**
     * @throws IllegalArgumentException when there is no such file, it is for another machine, the system cannot load it or
     *     it lacks one of the 17 functions; each with a message of its own
     */
    static WeWorkLibrary load(Path path) {
        if (!Files.isRegularFile(path)) {
            throw new IllegalArgumentException("there is no file " + path
                    + ": set sdk.library to the vendor's libWeWorkFinanceSdk_C.so, which is not part of this product");
        }
        ElfHeader.check(path, System.getProperty("os.arch"));
        refuseMusl(path);
        requireJna();
        refuseIncomplete(path, open(path));
        return Native.load(path.toAbsolutePath().toString(), WeWorkLibrary.class, OPTIONS);
    }

    /** First by itself: its failure would look like one of the vendor's library. */
    private static void requireJna() {
        try {
            Class.forName("com.sun.jna.Native");
        } catch (LinkageError | ClassNotFoundException e) {
            Path unpacked = Path.of(System.getProperty("jna.tmpdir", System.getProperty("java.io.tmpdir")));
            throw new IllegalArgumentException(
                    "JNA, through which the library is called, does not load ("
                            + e.getClass().getSimpleName() + "): "
                            + NoexecMount.remedy(unpacked, "java.io.tmpdir")
                                    .orElse("check that " + unpacked
                                            + ", where it unpacks its native part, is writable"),
                    e);
        }
    }

    private static NativeLibrary open(Path path) {
        try {
            return NativeLibrary.getInstance(path.toAbsolutePath().toString(), OPTIONS);
        } catch (UnsatisfiedLinkError e) {
            throw new IllegalArgumentException(
                    path + " cannot be loaded; a dependency may be missing, see ldd: " + e.getMessage(), e);
        }
    }

    private static void refuseIncomplete(Path path, NativeLibrary library) {
        List<String> missing =
                FUNCTIONS.stream().filter(name -> !has(library, name)).toList();
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException(path + " lacks " + String.join(", ", missing)
                    + ": it is not the vendor's C library or a damaged copy; compare it with the package's md5.txt");
        }
    }

    private static boolean has(NativeLibrary library, String function) {
        try {
            library.getFunction(function);
            return true;
        } catch (UnsatisfiedLinkError e) {
            return false;
        }
    }

    private static String vendorsName(Method method) {
        return method.getName().substring(0, 1).toUpperCase(Locale.ROOT)
                + method.getName().substring(1);
    }

    private static void refuseMusl(Path path) {
        try {
            if (Files.readString(Path.of("/proc/self/maps"), StandardCharsets.ISO_8859_1)
                    .contains("/ld-musl-")) {
                throw new IllegalArgumentException(
                        path + " needs glibc, and this JVM runs on musl (Alpine): use an image"
                                + " of the Debian, Ubuntu or RHEL family");
            }
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "the vendor's library runs on Linux only: /proc/self/maps is missing", e);
        }
    }
}

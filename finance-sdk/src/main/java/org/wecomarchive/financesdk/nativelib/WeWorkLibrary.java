package org.wecomarchive.financesdk.nativelib;

import com.sun.jna.Function;
import com.sun.jna.Library;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.wecomarchive.financesdk.NoexecMount;

/**
 * The 17 functions of {@code libWeWorkFinanceSdk_C.so}, resolved and checked when it is loaded.
 *
 * <p><b>Source.</b> The vendor's {@code WeWorkFinanceSdk_C.h}: {@code unsigned long long} is a Java {@code long} of the same
 * bits, {@code const char*} a NUL-terminated byte array, every struct an opaque pointer that only the library allocates,
 * reads and frees.
 *
 * <p><b>Threads.</b> Safe to share; what the library itself allows is for {@link NativeSession} to keep.
 */
final class WeWorkLibrary {

    static final List<String> FUNCTIONS = List.of(
            "NewSdk",
            "Init",
            "GetChatData",
            "DecryptData",
            "GetMediaData",
            "DestroySdk",
            "NewSlice",
            "FreeSlice",
            "GetContentFromSlice",
            "GetSliceLen",
            "NewMediaData",
            "FreeMediaData",
            "GetOutIndexBuf",
            "GetData",
            "GetIndexLen",
            "GetDataLen",
            "IsMediaDataFinish");

    /**
     * RTLD_LAZY without RTLD_GLOBAL, since the library brings its own OpenSSL and curl, whose symbols must not reach other
     * libraries; with RTLD_NODELETE (0x1000), since unloading it under threads of its own would end the process.
     */
    private static final int OPEN_FLAGS = 0x0001 | 0x1000;

    private final Map<String, Function> functions;

    private WeWorkLibrary(Map<String, Function> functions) {
        this.functions = functions;
    }

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
        return new WeWorkLibrary(resolve(path, open(path)));
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
            return NativeLibrary.getInstance(
                    path.toAbsolutePath().toString(), Map.of(Library.OPTION_OPEN_FLAGS, OPEN_FLAGS));
        } catch (UnsatisfiedLinkError e) {
            throw new IllegalArgumentException(
                    path + " cannot be loaded; a dependency may be missing, see ldd: " + e.getMessage(), e);
        }
    }

    private static Map<String, Function> resolve(Path path, NativeLibrary library) {
        Map<String, Function> functions = new TreeMap<>();
        List<String> missing = new ArrayList<>();
        for (String name : FUNCTIONS) {
            try {
                functions.put(name, library.getFunction(name));
            } catch (UnsatisfiedLinkError e) {
                missing.add(name);
            }
        }
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException(path + " lacks " + String.join(", ", missing)
                    + ": it is not the vendor's C library or a damaged copy; compare it with the package's md5.txt");
        }
        return functions;
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

    Pointer newSdk() {
        return pointer("NewSdk");
    }

    int init(Pointer sdk, byte[] corpId, byte[] secret) {
        return integer("Init", sdk, corpId, secret);
    }

    int getChatData(Pointer sdk, long seq, int limit, NetworkArguments network, Pointer slice) {
        return integer(
                "GetChatData",
                sdk,
                seq,
                limit,
                network.proxy(),
                network.proxyCredentials(),
                network.timeoutSeconds(),
                slice);
    }

    int decryptData(byte[] key, byte[] message, Pointer slice) {
        return integer("DecryptData", key, message, slice);
    }

    int getMediaData(Pointer sdk, byte[] index, byte[] fileId, NetworkArguments network, Pointer media) {
        return integer(
                "GetMediaData",
                sdk,
                index,
                fileId,
                network.proxy(),
                network.proxyCredentials(),
                network.timeoutSeconds(),
                media);
    }

    void destroySdk(Pointer sdk) {
        call("DestroySdk", sdk);
    }

    Pointer newSlice() {
        return pointer("NewSlice");
    }

    void freeSlice(Pointer slice) {
        call("FreeSlice", slice);
    }

    Pointer contentOf(Pointer slice) {
        return pointer("GetContentFromSlice", slice);
    }

    int lengthOf(Pointer slice) {
        return integer("GetSliceLen", slice);
    }

    Pointer newMedia() {
        return pointer("NewMediaData");
    }

    void freeMedia(Pointer media) {
        call("FreeMediaData", media);
    }

    Pointer nextIndexOf(Pointer media) {
        return pointer("GetOutIndexBuf", media);
    }

    int nextIndexLengthOf(Pointer media) {
        return integer("GetIndexLen", media);
    }

    Pointer chunkOf(Pointer media) {
        return pointer("GetData", media);
    }

    int chunkLengthOf(Pointer media) {
        return integer("GetDataLen", media);
    }

    boolean isLast(Pointer media) {
        return integer("IsMediaDataFinish", media) == 1;
    }

    /** JNA answers the C NULL with a Java null: callers in this package check for it, nobody else sees it. */
    private Pointer pointer(String function, Object... arguments) {
        return functions.get(function).invokePointer(arguments);
    }

    private int integer(String function, Object... arguments) {
        return functions.get(function).invokeInt(arguments);
    }

    private void call(String function, Object... arguments) {
        functions.get(function).invokeVoid(arguments);
    }
}

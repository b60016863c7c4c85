package org.wecomarchive.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.resolvers.ClassResolver;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.util.Optional;

/**
 * Reads those classes of the class path whose own supertypes or annotations a rule asks for: ours, exceptions and annotations.
 * Of all others a rule asks for the name alone; to read them, too, takes several times as long as all the rules.
 */
final class JudgedTypes implements ClassResolver {

    private ClassUriImporter importer;

    /** For ArchUnit. */
    JudgedTypes() {}

    @Override
    public void setClassUriImporter(ClassUriImporter ofArchUnit) {
        importer = ofArchUnit;
    }

    @Override
    public Optional<JavaClass> tryResolve(String name) {
        ClassLoader loader = JudgedTypes.class.getClassLoader();
        try {
            Class<?> type = Class.forName(name, false, loader);
            boolean judged = name.startsWith(ModuleTable.ROOT + ".")
                    || Throwable.class.isAssignableFrom(type)
                    || type.isAnnotation();
            URL file = judged ? loader.getResource(name.replace('.', '/') + ".class") : null;
            return file == null ? Optional.empty() : importer.tryImport(toUri(file));
        } catch (ClassNotFoundException | LinkageError notOnTheClassPath) {
            return Optional.empty();
        }
    }

    private static URI toUri(URL file) {
        try {
            return file.toURI();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("no place of a class: " + file, e);
        }
    }
}

package org.wecomarchive.quickstart;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.wecomarchive.quickstart.faults.Ordeal;

/** A real tenant behind the vendor's library. */
record RealSource(Options.RealTenant tenant) implements Source {

    @Override
    public String description() {
        return "the archive of " + tenant.corpId() + " through " + tenant.library();
    }

    @Override
    public String corpId() {
        return tenant.corpId();
    }

    @Override
    public String library() {
        return tenant.library().toString();
    }

    @Override
    public Path secretFile() {
        return tenant.secretFile();
    }

    @Override
    public Path keysDir() {
        return tenant.keysDir();
    }

    @Override
    public String proxy() {
        return tenant.proxy();
    }

    @Override
    public OptionalLong size() {
        return OptionalLong.empty();
    }

    @Override
    public Map<String, String> connectorSettings(long newRecords) {
        return Map.of();
    }

    @Override
    public Map<String, String> decryptorSettings() {
        return Map.of();
    }

    @Override
    public Optional<Ordeal> ordeal() {
        return Optional.empty();
    }

    @Override
    public void grow(long records) {
        // People write the messages.
    }

    @Override
    public String showable(String text) {
        return text;
    }

    @Override
    public void close() {
        // Nothing was opened.
    }
}

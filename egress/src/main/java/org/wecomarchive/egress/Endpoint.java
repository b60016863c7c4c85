package org.wecomarchive.egress;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A host that a setting tells us to call.
 *
 * <p>Endpoints are found by the names of settings, so that overrides and pass-through settings are not forgotten:
 * {@code …bootstrap.servers} is a list of {@code host:port}, {@code …url} a list of URLs, {@code …proxy.host} one host.
 * {@code file:} URLs and databases in a file ({@code jdbc:sqlite:}) are no endpoints.
 *
 * @param setting its name
 * @param host name or address without brackets; {@link #UNREADABLE} if the value is of another form
 * @param hasCredentials whether a user, and maybe a password, stand before the host, where they must not be
 */
record Endpoint(String setting, String host, boolean hasCredentials) {

    static final String UNREADABLE = "";

    private static final Pattern HAS_ENDPOINTS = Pattern.compile("(.*\\.)?(bootstrap\\.servers|url|proxy\\.host)");
    private static final Pattern NO_ENDPOINT = Pattern.compile("(file:/|jdbc:sqlite:).*");
    private static final Pattern ADDRESS = Pattern.compile(
            "(?:jdbc:)?(?:[a-zA-Z][a-zA-Z0-9+._-]*://)?" // scheme
                    + "(?<credentials>[^@/?#\\s\\\\]*@)?"
                    + "(?:\\[(?<v6>[0-9a-fA-F:.]+(?:%[0-9a-zA-Z._-]+)?)]|(?<name>[0-9a-zA-Z._-]+)|(?<bare>[0-9a-fA-F:.]+:[0-9a-fA-F:.]*))" // host
                    + "(?::[0-9]{1,5})?" // port
                    + "(?:[/?#].*)?");

    /** All endpoints of the settings, ordered by name; those of the {@code others} too, whose names do not tell. */
    static List<Endpoint> in(Map<String, ?> settings, Set<String> others) {
        List<Endpoint> endpoints = new ArrayList<>();
        new TreeMap<>(settings).forEach((setting, value) -> {
            if (others.contains(setting) || HAS_ENDPOINTS.matcher(setting).matches()) {
                endpoints.addAll(of(setting, value));
            }
        });
        return List.copyOf(endpoints);
    }

    private static List<Endpoint> of(String setting, Object value) {
        return texts(value).stream()
                .map(String::trim)
                .filter(text -> !text.isEmpty() && !NO_ENDPOINT.matcher(text).matches())
                .map(text -> endpoint(setting, text))
                .toList();
    }

    private static List<String> texts(Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(String::valueOf).toList();
        }
        return value == null ? List.of() : List.of(value.toString().split(","));
    }

    private static Endpoint endpoint(String setting, String text) {
        Matcher address = ADDRESS.matcher(text);
        if (!address.matches()) {
            return new Endpoint(setting, UNREADABLE, false);
        }
        String host = Stream.of("v6", "name", "bare")
                .map(address::group)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(UNREADABLE);
        return new Endpoint(setting, host, address.group("credentials") != null);
    }
}

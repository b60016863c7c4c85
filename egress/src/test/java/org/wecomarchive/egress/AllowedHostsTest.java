package org.wecomarchive.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AllowedHostsTest {

    private static final Map<String, List<InetAddress>> NAMES = Map.of(
            "inside.example", List.of(address("10.1.2.3")),
            "outside.example", List.of(address("203.0.113.9")),
            "both.example", List.of(address("10.1.2.3"), address("203.0.113.9")),
            "broker", List.of(address("192.168.7.7")),
            "hijacked", List.of(address("203.0.113.9")),
            "hijacked.svc", List.of(address("203.0.113.9")),
            "mapped.example", List.of(address("::ffff:10.1.2.3")));

    @ParameterizedTest
    @CsvSource({
        // Addresses.
        "private, 127.0.0.1, true",
        "private, 127.255.0.1, true",
        "private, 10.255.255.255, true",
        "private, 172.16.0.1, true",
        "private, 172.31.255.255, true",
        "private, 172.32.0.1, false",
        "private, 192.168.1.1, true",
        "private, 192.169.1.1, false",
        "private, 169.254.169.254, false",
        "private, 100.64.0.1, false",
        "private, 8.8.8.8, false",
        "private, 0.0.0.0, false",
        "private, ::1, true",
        "private, ::2, false",
        "private, fd12:3456::1, true",
        "private, fe80::1%eth0, false",
        "private, 2001:db8::1, false",
        "private, ::ffff:10.0.0.1, true",
        "private, ::ffff:8.8.8.8, false",
        "203.0.113.9, 203.0.113.9, true",
        "203.0.113.9, 203.0.113.8, false",
        "203.0.113.0/29, 203.0.113.7, true",
        "203.0.113.0/29, 203.0.113.8, false",
        "0.0.0.0/0, 8.8.8.8, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "kafka.example, 10.0.0.1, false",
        "*, 8.8.8.8, true",
        // Names that a rule names.
        "kafka.example, kafka.example, true",
        "kafka.example, KAFKA.Example., true",
        "Kafka.Example, kafka.example, true",
        "kafka.example, my.kafka.example, false",
        "kafka.example, kafka.example.com, false",
        "*.example, outside.example, true",
        "*.example, a.b.example, true",
        "*.example, example, false",
        "*.example, notexample, false",
        "*, anything.example.com, true",
        // Names that addresses decide.
        "10.0.0.0/8, inside.example, true",
        "10.0.0.0/8, mapped.example, true",
        "10.0.0.0/8, outside.example, false",
        "10.0.0.0/8, both.example, false",
        "'10.0.0.0/8,203.0.113.0/24', both.example, true",
        "10.0.0.0/8, unknown.example, false",
        "10.0.0.0/8, unknown, false",
        "private, inside.example, true",
        "private, outside.example, false",
        "private, unknown.example, false",
        // Names that private expects.
        "private, broker, true",
        "private, hijacked, false",
        "private, hijacked.svc, false",
        "private, unknown, true",
        "private, kafka.team.svc, true",
        "private, kafka.team.svc.cluster.local, true",
        "private, kafka.corp.internal, true",
        "private, kafka.localhost, true",
        "private, kafka.svc.example, false",
        "private, notlocal.example, false",
        "'private,203.0.113.0/24', hijacked, true",
        "'private,hijacked', hijacked, true",
        "' private , *.example ', unknown.example, true"
    })
    void decides(String entries, String host, boolean allowed) {
        AllowedHosts hosts =
                AllowedHosts.parse(List.of(entries.split(",")), name -> NAMES.getOrDefault(name, List.of()));

        assertThat(hosts.refusal(host).isEmpty()).isEqualTo(allowed);
    }

    /** Java, the native library and others do not read the same address in these, or some read a name. */
    @ParameterizedTest
    @CsvSource({
        // Zeros before a number: octal for some.
        "010.8.8.8",
        "10.8.8.08",
        "10.010.8.8",
        "010.010.010.010",
        "00.0.0.0",
        "0127.0.0.1",
        // Hexadecimal.
        "0x0a.8.8.8",
        "0x0a.1",
        "0X0A080808",
        "10.0.0.0x1",
        "0x",
        // Fewer or more than four numbers.
        "167772161",
        "10",
        "10.1",
        "1.2.3",
        "10.1.2.3.4",
        "kafka.10",
        // Too large a number.
        "10.0.0.256",
        "10.0.256",
        "4294967296",
        // A dot at the end, or one too many.
        "10.1.2.3.",
        "10.1.2.3..",
        "167772161.",
        "10..1.2",
        ".10.1.2.3",
        // IPv6 with an IPv4 address of such a form, or with groups that are too long or too many.
        "::ffff:010.8.8.8",
        "::ffff:10.1",
        "fd00::00001",
        "fd00:::1",
        "fd00:1:2:3:4:5:6:7:8",
        "fd00:1"
    })
    void refusesNumbersThatNotAllReadAlike(String host) {
        for (String entries : List.of("private", "*", "0.0.0.0/0,::/0", "private,*.example")) {
            AllowedHosts hosts = AllowedHosts.parse(List.of(entries.split(",")), name -> List.of(address("10.8.8.8")));

            assertThat(hosts.refusal(host)).map(Refusal::kind).contains(Refusal.Kind.OUTSIDE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0x0a.example", "10.1.2.3.example", "3com", "broker-0", "0b1", "1.2.3.4a", "fd00"})
    void aNameMayBeginWithANumber(String host) {
        AllowedHosts hosts = AllowedHosts.parse(List.of("private"), name -> List.of(address("10.8.8.8")));

        assertThat(hosts.refusal(host)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "kafka.example, kafka.example",
        "kafka.example, other.example",
        "*.example, kafka.example",
        "*.example, other",
        "*, other.example",
        "10.0.0.0/8, 8.8.8.8",
        "private, 127.0.0.1"
    })
    void asksTheNameServiceOnlyWhereAnAddressDecides(String entry, String host) {
        AllowedHosts hosts = AllowedHosts.parse(List.of(entry), name -> {
            throw new AssertionError("looked up " + name);
        });

        assertThat(hosts.refusal(host)).satisfiesAnyOf(r -> assertThat(r).isEmpty(), r -> assertThat(r)
                .map(Refusal::reason)
                .contains("is not in it"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*.",
                "*example",
                "a.*.example",
                "10.0.0.0/33",
                "10.0.0.0/",
                "10.0.0/8",
                "10.1.2",
                "010.0.0.0/8",
                "0x0a.1",
                "kafka.10",
                "*.10",
                "999.1.1.1",
                "::1/129",
                "kafka:9092",
                "http://kafka",
                "kafka/24",
                "-kafka",
                "kafka..example",
                "user@kafka",
                "*,private"
            })
    void refusesEntriesOfAnotherForm(String entries) {
        assertThatThrownBy(() -> AllowedHosts.parse(List.of(entries.split(",")), name -> List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("*.suffix");
    }

    @Test
    void refusesAnEmptyList() {
        assertThatThrownBy(() -> AllowedHosts.parse(List.of(), name -> List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static InetAddress address(String text) {
        return IpLiteral.parse(text).orElseThrow();
    }
}

package org.wecomarchive.financesdk.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wecomarchive.financesdk.SdkCrashException.Kind;

final class HostTest {

    @ParameterizedTest(name = "exit code {0}, {1}")
    @CsvSource({
        "0, exit, ENDED",
        "1, exit, ENDED",
        "3, out of memory, ENDED",
        "127, no such program, ENDED",
        "128, exit, ENDED",
        "129, HUP, ENDED",
        "130, INT, ENDED",
        "131, QUIT, ABORTED",
        "132, ILL, ABORTED",
        "133, TRAP, ABORTED",
        "134, ABRT, ABORTED",
        "135, BUS, ABORTED",
        "136, FPE, ABORTED",
        "137, KILL, ENDED",
        "138, USR1, ABORTED",
        "139, SEGV, ABORTED",
        "141, PIPE, ABORTED",
        "143, TERM, ENDED",
        "159, SYS, ABORTED",
        "192, the last signal, ABORTED",
        "193, exit, ENDED",
        "255, exit, ENDED"
    })
    void nativeCodeIsToBlameForEverySignalThatNobodySends(int exit, String how, Kind kind) {
        assertThat(Host.kindOf(exit)).as(how).isEqualTo(kind);
    }
}

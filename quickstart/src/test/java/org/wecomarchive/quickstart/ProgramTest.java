package org.wecomarchive.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

class ProgramTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    --since yesterday  | Invalid value for option '--since': 'yesterday' is not a day such as 2026-11-25
                    --until 2026-13-01 | Invalid value for option '--until': '2026-13-01' is not a day such as 2026-11-25
                    --time-zone China  | Invalid value for option '--time-zone': 'China' is not a time zone such as Asia/Shanghai
                    --most many        | Invalid value for option '--most': 'many' is not a whole number
                    """)
    void saysInPlainWordsWhichValueIsWrong(String words, String sentence) {
        assertThat(wrong(new SearchMain(), words.split(" ", -1))).isEqualTo(sentence);
    }

    @Test
    void leavesOutTheTextsOfJavasExceptions() {
        assertThat(wrong(new SqlMain(), "--time-zone", "China", "SELECT 1")).doesNotContain("java", "Exception");
    }

    private static String wrong(Object command, String... words) {
        try {
            new CommandLine(command).setErr(new PrintWriter(new StringWriter())).parseArgs(words);
        } catch (ParameterException e) {
            return Program.plain(e.getMessage());
        }
        throw new AssertionError("nothing is wrong with " + String.join(" ", words));
    }
}

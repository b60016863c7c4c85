package org.wecomarchive.callledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wecomarchive.callledger.Circumstances.Rate.ABOVE_LIMIT;
import static org.wecomarchive.callledger.Circumstances.Rate.WITHIN_LIMIT;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.wecomarchive.callledger.Circumstances.Rate;
import org.wecomarchive.financesdk.FailureClass;
import org.wecomarchive.financesdk.SdkException;
import org.wecomarchive.financesdk.SdkFunction;

final class FaultTableTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    GET_CHAT_DATA  | 10002                                           | DIRECT | WECOM
                    GET_CHAT_DATA  | 10001 10011                                     | DIRECT | NETWORK
                    GET_CHAT_DATA  | 10001 10011                                     | PROXY  | NETWORK
                    GET_CHAT_DATA  | 10002                                           | PROXY  | UNCLEAR
                    GET_CHAT_DATA  | 10012 99999 -7                                  | DIRECT | UNCLEAR
                    GET_MEDIA_DATA | 10006                                           | DIRECT | UNCLEAR
                    GET_CHAT_DATA  | 10005 10010 301048 301058                       | DIRECT | NEUTRAL
                    GET_MEDIA_DATA | 10005 10010 301048                              | DIRECT | NEUTRAL
                    GET_CHAT_DATA  | 10000 10003 10004 10006 10007 10008 10009       | DIRECT | OURS
                    GET_MEDIA_DATA | 10000 10003 10004 10007 10008 10009             | PROXY  | OURS
                    INIT           | 10000 10001 10002 10009 10011 99999             | DIRECT | LIBRARY
                    DECRYPT_DATA   | 10000 10002 10006 10008 99999                   | DIRECT | LIBRARY
                    """)
    void saysWhoseFaultANativeCodeIs(SdkFunction function, String codes, Route route, Fault fault) {
        assertThat(numbers(codes)).allSatisfy(code -> assertThat(FaultTable.of(
                        CallResult.refused(
                                function,
                                code,
                                SdkException.ofCode(function, code).failureClass()),
                        new Circumstances(route, WITHIN_LIMIT)))
                .isEqualTo(fault));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    -1                                                                   | WITHIN_LIMIT | WECOM
                    40014 42001                                                          | WITHIN_LIMIT | NEUTRAL
                    301048 301058 301059 301061 92002 84061 40096 86003                  | WITHIN_LIMIT | NEUTRAL
                    45009 45033                                                          | WITHIN_LIMIT | UNCLEAR
                    45009 45033                                                          | ABOVE_LIMIT  | OURS
                    40001 40013 41001 48002 60011 60020 301042 301052 301053 301060      | WITHIN_LIMIT | OURS
                    99999 10002 -2                                                       | ABOVE_LIMIT  | UNCLEAR
                    """)
    void saysWhoseFaultAnErrcodeIs(String errcodes, Rate rate, Fault fault) {
        assertThat(numbers(errcodes)).allSatisfy(errcode -> assertThat(FaultTable.of(
                        CallResult.declined(
                                SdkFunction.GET_CHAT_DATA,
                                errcode,
                                SdkException.ofErrcode(SdkFunction.GET_CHAT_DATA, errcode)
                                        .failureClass()),
                        new Circumstances(Route.DIRECT, rate)))
                .isEqualTo(fault));
    }

    @ParameterizedTest
    @EnumSource(SdkFunction.class)
    void leavesACrashOrAHangToTheVendor(SdkFunction function) {
        assertThat(FaultTable.of(
                        CallResult.refused(function, 0, FailureClass.CRASH),
                        new Circumstances(Route.PROXY, ABOVE_LIMIT)))
                .isEqualTo(Fault.LIBRARY);
    }

    private static List<Integer> numbers(String text) {
        return Pattern.compile(" ").splitAsStream(text).map(Integer::valueOf).toList();
    }
}

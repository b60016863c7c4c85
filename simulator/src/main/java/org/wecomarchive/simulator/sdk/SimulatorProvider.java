package org.wecomarchive.simulator.sdk;

import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.wecomarchive.financesdk.FinanceSdk;
import org.wecomarchive.financesdk.FinanceSdkProvider;
import org.wecomarchive.simulator.sdk.FrontFaults.Home;

/** Opens {@code simulator:127.0.0.1:<port>}; loopback addresses only. */
public final class SimulatorProvider implements FinanceSdkProvider {

    private static final String SCHEME = "simulator:";
    private static final Pattern ADDRESS = Pattern.compile("simulator:(127\\.0\\.0\\.1):(\\d{1,5})");

    @Override
    public boolean supports(String library) {
        return library.startsWith(SCHEME);
    }

    @Override
    public FinanceSdk open(String library) {
        return open(library, Home.SHARED);
    }

    @Override
    public FinanceSdk openHosted(String library) {
        return open(library, Home.HOSTED);
    }

    private static FinanceSdk open(String library, Home home) {
        Matcher address = ADDRESS.matcher(library);
        if (!address.matches()) {
            throw new IllegalArgumentException(
                    "a simulated library is named simulator:127.0.0.1:<port>, not " + library);
        }
        int port = Integer.parseInt(address.group(2));
        return new SimulatedFinanceSdk(new InetSocketAddress(address.group(1), port), new FrontFaults(home));
    }
}

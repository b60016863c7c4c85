/** The tenant's keys, the RSA envelope and the payload scheme, which is not Tencent's. */
package org.wecomarchive.simulator.crypto;

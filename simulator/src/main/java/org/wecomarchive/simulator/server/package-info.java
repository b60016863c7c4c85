/** WeCom's servers for simulated tenants, on the loopback. */
package org.wecomarchive.simulator.server;

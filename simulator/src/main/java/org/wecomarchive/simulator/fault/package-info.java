/** The plan of faults: which ones occur, and when. Other packages carry it out. */
package org.wecomarchive.simulator.fault;

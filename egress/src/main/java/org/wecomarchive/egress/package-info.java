/** The rule that every configured endpoint lies on the tenant's premises. */
package org.wecomarchive.egress;

/** The tenants' private keys: {@code <keys.dir>/<corp_id>/<version>.pem}, read again while the program runs. */
package org.wecomarchive.decryptor.keyring;

package federation

import "net/netip"

// DialError is what the guard says, at the moment of connecting, of an address that a name turned out to have.
func DialError(allow []netip.Prefix, address string) error {
	return newGuard("", allow).dial("tcp", address, nil)
}

package notify

import (
	"fmt"
	"net/netip"
	"syscall"
)

// inside are the blocks of addresses that are no part of the public Internet,
// beside those that package netip knows.
var inside = prefixes(
	"0.0.0.0/8",                                         // this network
	"100.64.0.0/10",                                     // carrier-grade NAT, and the metadata of some clouds
	"168.63.129.16/32",                                  // the host below a virtual machine
	"192.0.0.0/24",                                      // protocol assignments
	"192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", // documentation
	"198.18.0.0/15",              // benchmarks
	"240.0.0.0/4",                // reserved, broadcast
	"2001::/23",                  // protocol assignments, Teredo
	"2001:db8::/32", "3fff::/20", // documentation
	"2002::/16", // 6to4: an IPv4 address within
)

// outside is what IPv6 calls global; translators such as 64:ff9b::/96 reach
// IPv4 addresses from outside of it.
var outside = netip.MustParsePrefix("2000::/3")

func prefixes(list ...string) []netip.Prefix {
	out := make([]netip.Prefix, len(list))
	for i, s := range list {
		out[i] = netip.MustParsePrefix(s)
	}
	return out
}

// Public refuses every address that is not of the public Internet.
func Public(a netip.Addr) error {
	a = a.Unmap().WithZone("")
	ok := a.IsGlobalUnicast() && !a.IsPrivate() && (a.Is4() || outside.Contains(a))
	for _, p := range inside {
		ok = ok && !p.Contains(a)
	}
	if !ok {
		return fmt.Errorf("%s is not a public address; allow_private permits it", a)
	}
	return nil
}

// Control makes the Control of a net.Dialer of a check. It is called with the
// very address of each connection, before it is made: what a name stood for
// earlier does not matter.
func Control(check func(netip.Addr) error) func(network, address string, _ syscall.RawConn) error {
	return func(_, address string, _ syscall.RawConn) error {
		a, err := netip.ParseAddrPort(address)
		if err != nil {
			return err
		}
		return check(a.Addr())
	}
}
